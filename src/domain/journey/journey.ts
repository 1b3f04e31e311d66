import type { RunningClock } from '../records/clock.ts';
import type { FieldValue } from '../records/field-value.ts';

export type MoveKind = 'forward' | 'back' | 'won' | 'lost' | 'reopened' | 'replaced';

/** One move of a lead from stage to stage, for ever as it was. Ids of stages, not labels. */
export interface StageMove {
  kind: MoveKind;
  from: string;
  to: string;
  at: Date;
  /** Local day, as reports group by it; of older moves there is none. */
  day?: string | undefined;
  /** Who wanted it: a person, `api:<key>`, or a part of the product. */
  by: string;
  /** Inbox key of the message or tap it came from. */
  via?: string | undefined;
  /** What the gates on the way asked for and found. */
  items: string[];
  /** What they asked for and did not find, when a manager let it pass. */
  waived?: { item: string; label: string }[] | undefined;
  /** Stages passed over, in order. */
  skipped?: string[] | undefined;
  reason?: string | undefined;
  /** To whom the deal was lost. */
  competitor?: string | undefined;
  /** Of `items`, what was withdrawn afterwards. */
  withdrawn?: { item: string; label: string; at: Date }[] | undefined;
  /** How the lead stood when it ended, to open it again. */
  before?: { status: string; clocks: RunningClock[]; locks?: StageLock[] | undefined } | undefined;
  playbookVersion: number;
}

/** A field nobody may change while the lead stands at or behind `stage`. */
export interface StageLock {
  path: string;
  stage: string;
  at: Date;
  by: string;
  value: FieldValue | null;
}

/** A manager's leave to change one locked field once. */
export interface Unlock {
  path: string;
  by: string;
  at: Date;
  until: Date;
  reason?: string | undefined;
}

/** What somebody wanted to write into a locked field, or asks to be allowed to; waits for a manager. */
export interface Proposal {
  path: string;
  label: string;
  /** Absent: only the field is to be unlocked. */
  value?: FieldValue | null | undefined;
  by: string;
  at: Date;
  reason?: string | undefined;
}

/** The move somebody asked for and the gate has not let through yet. */
export interface PendingMove {
  to: string;
  by: string;
  at: Date;
  via?: string | undefined;
}

/** A tick or an approval. Key: `<stage>/<item>`. */
export interface Given {
  by: string;
  at: Date;
}

/** The day a contract is expected to be signed, `2026-12-20`. */
export interface Signing {
  day: string;
  /** As the paper said, before anybody moved it. */
  reckoned: string;
  /** Every day it was, oldest first; bounded. */
  history: { day: string; at: Date; by: string; reason?: string | undefined }[];
}

/** How a lead came to its stage, and what stands in its way. */
export interface Journey {
  /** When it entered its stage; absent: with the lead. */
  since?: Date | undefined;
  /** Oldest first; bounded. */
  moves: StageMove[];
  locks: StageLock[];
  unlocks: Unlock[];
  /** Oldest first; bounded. */
  proposals: Proposal[];
  given: Record<string, Given>;
  pending?: PendingMove | undefined;
  signing?: Signing | undefined;
}

const NOTHING: Journey = { moves: [], locks: [], unlocks: [], proposals: [], given: {} };

/** The lead's journey; of one that has not begun, an empty one. */
export function journeyOf({ journey }: { journey?: Journey | undefined }): Journey {
  return { ...NOTHING, ...journey };
}
