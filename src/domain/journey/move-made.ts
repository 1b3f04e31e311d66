/** What a wish to move asks for, what comes of it, and how a move that was made is kept. */
import { calendarOf } from '../clocks/clock-rules.ts';
import type { Lead } from '../leads/lead.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { GateItem } from './gate.ts';
import { type Journey, journeyOf, type MoveKind, type StageMove } from './journey.ts';

export interface MoveWish {
  /** Id of the stage; absent: the next one, of 重新打开 the one it was left at. */
  to?: string | undefined;
  /** What is wanted: a card of last week that says 推进 never takes a lead back. */
  direction: 'forward' | 'back' | 'lost' | 'reopen';
  /** The stage whoever wants it saw. Another one by now: stale. */
  from?: string | undefined;
  reason?: string | undefined;
  /** A manager lets missing items pass. */
  waives?: boolean | undefined;
  by: string;
  via?: string | undefined;
}

export type MoveDecision =
  | { kind: 'moved'; set: Partial<Lead>; move: StageMove }
  /** The gate is closed. `asks` is the lead with the move remembered; it is carried out when the last item lands. */
  | { kind: 'blocked'; to: string; missing: GateItem[]; asks: Partial<Lead> }
  /** Somebody else was faster, or it has been done already. `last` says who moved it. */
  | { kind: 'stale'; stage: string; last: StageMove | undefined }
  /** It needs a reason first, perhaps one of these; `lostTo` is the one that asks to whom the deal was lost. */
  | { kind: 'needs-reason'; to: string; reasons: string[]; listed: boolean; lostTo?: string }
  /** Chinese: why not, and what can be done. */
  | { kind: 'refused'; text: string };

export const MAX_MOVES = 100;

export function withMove(lead: Lead, move: StageMove, changes: Partial<Journey>): Journey {
  const journey = journeyOf(lead);
  return {
    ...journey,
    ...changes,
    since: move.at,
    moves: [...journey.moves, move].slice(-MAX_MOVES),
    pending: undefined,
  };
}

export function stamp(
  lead: Lead,
  kind: MoveKind,
  to: string,
  { by, via, reason }: MoveWish,
  version: PlaybookVersion,
  now: Date,
): StageMove {
  return {
    kind,
    from: lead.stage,
    to,
    at: now,
    day: calendarOf(version.playbook).dayKey(now),
    by,
    ...(via ? { via } : {}),
    ...(reason ? { reason } : {}),
    items: [],
    playbookVersion: version.version,
  };
}
