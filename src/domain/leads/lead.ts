import type { Effect } from '../../core/effect.ts';
import type { Journey } from '../journey/journey.ts';
import type { LeadOrder } from '../orders/order.ts';
import type { RunningClock } from '../records/clock.ts';
import type { DecisionSummary } from '../routing/model.ts';
import type { LeadDescription } from './description.ts';
import type { ProjectDoubt } from './doubt.ts';
import type { FiledDocument } from './filed-document.ts';

/** A group chat about one lead. In the outbox it goes by the lead's number. */
export interface LeadGroup {
  /** Of this group and no other, ever: the platform's own id is made of it, so that it is made once. */
  id: string;
  at: Date;
  /** Who asked for it. */
  by: string;
  /** Colleagues named besides those who have to do with the lead anyway. */
  named: string[];
}

/** How far the current owner has come with it. */
export type LeadStatus =
  | 'new' // nobody's yet
  | 'assigned' // given to a rep
  | 'accepted' // the rep said yes
  | 'touched' // the customer was reached
  | 'won'
  | 'lost';

import type { FactChange } from '../records/facts.ts';

export const STATUS_LABELS: Record<LeadStatus, string> = {
  new: '待分配',
  assigned: '已分配',
  accepted: '已接单',
  touched: '已跟进',
  won: '已成交',
  lost: '已关闭',
};

export const OPEN_STATUSES: readonly LeadStatus[] = ['new', 'assigned', 'accepted', 'touched'];

export function isOpen(lead: Pick<Lead, 'status'>): boolean {
  return OPEN_STATUSES.includes(lead.status);
}

/** What a record replaced on its lead, so that taking it back leaves the lead as it was. */
export interface NoteTrace {
  interactionId: string;
  /** The clocks it stopped, with the step each had come to. */
  clocks: RunningClock[];
  tagsAdded: string[];
  tagsRemoved: string[];
  /** The values it stated, as they were and as they became. */
  facts?: FactChange[] | undefined;
}

/** Tries in vain since the last contact. */
export interface Attempts {
  calls: number;
  visits: number;
  lastAt: Date;
}

export interface Assignment {
  /** 1 for the first owner, 2 after the first re-assignment, … */
  n: number;
  ownerId: string;
  at: Date;
  by: string;
  reason?: string | undefined;
}

export interface Lead extends LeadDescription {
  /** Short id people can type: `L1024`. */
  _id: string;
  rev: number;
  customerId: string;
  status: LeadStatus;
  tags: string[];
  stage: string;
  /** How it came to its stage; absent until something of it happens. */
  journey?: Journey | undefined;
  /** Local day of its last move. */
  movedDay?: string | undefined;
  ownerId?: string | undefined;
  /** The current assignment last; bounded. */
  assignments: Assignment[];
  /** Who must not get it back: passed it on, let it lie, or left. */
  excluded: string[];
  /** Why it is to be given to somebody else; stands until the next assignment. */
  handover?: { by: string; reason: string; at: Date } | undefined;
  /** The group chat that hears of it. */
  group?: LeadGroup | undefined;
  /** The newest routing decision; its score table ("为什么是我") lies beside the lead. */
  decision?: DecisionSummary | undefined;
  clocks: RunningClock[];
  /** Which bosses have heard that its first contact is late, by assignment; bounded. */
  ladder?: { n: number; to: string }[] | undefined;
  /** Of the current owner's newest records, oldest first; bounded. */
  traces?: NoteTrace[] | undefined;
  /** Documents filed under it, with what each replaced. */
  documents?: FiledDocument[] | undefined;
  /** Its orders, oldest first, as far as they have come; bounded. */
  orders?: LeadOrder[] | undefined;
  /** The earliest `dueAt` of the clocks; the sweep's index. */
  nextDueAt?: Date | undefined;
  /** History from before the product was used, with the worth of its deal. */
  movedIn?: { at: Date; dealFen?: number | undefined } | undefined;
  /** The import it came by is being taken back. */
  withdrawn?: boolean | undefined;
  /** Tells it from the customer's other projects; absent on the first. */
  project?: string | undefined;
  /** Customer and project while the lead is open: a project has at most one open lead (A5). */
  openFor?: string | undefined;
  /** Reps who brought this customer in, besides its owner. */
  broughtBy?: string[] | undefined;
  /** Wishes that joined it and may be projects of their own. */
  doubts?: ProjectDoubt[] | undefined;
  createdAt: Date;
  createdDay: string;
  /** First assignment ever; the cohort of the activation report, never reset by re-assignment. */
  firstAssignedAt?: Date | undefined;
  firstAssignedDay?: string | undefined;
  assignedAt?: Date | undefined;
  acceptedAt?: Date | undefined;
  /** First contact with the customer (`Interaction.reached` is `yes`) since the first assignment. */
  firstTouchedAt?: Date | undefined;
  /** The newest contact with the customer. */
  lastContactAt?: Date | undefined;
  /** Days on which the customer was reached; several contacts of one day are one. */
  contactDays?: number | undefined;
  /** Attempts in vain by the current owner since the last contact. */
  attempts?: Attempts | undefined;
  /** The newest record of any kind. */
  lastInteractionAt?: Date | undefined;
  interactions: number;
  closedAt?: Date | undefined;
  /** Where it came from, unique: the same row, request or submission never makes two leads. */
  originKey: string;
  /** Names of the API keys it came by; each of them may see how it stands. */
  submittedBy?: string[] | undefined;
  playbookVersion: number;
  /** The business facts it has stated and that stand. */
  posted?: string[] | undefined;
  effects: Effect[];
  effectsAt?: Date | undefined;
  applied: string[];
}

/** No owner yet, or an owner who is to be replaced. The assignment clock is the one sign of it. */
export function awaitsOwner(lead: Pick<Lead, 'clocks'>): boolean {
  return lead.clocks.some((clock) => clock.name === 'assignment');
}

/** The number of the current assignment, 0 before the first. */
export function assignmentNumber(lead: Pick<Lead, 'assignments'>): number {
  return lead.assignments.at(-1)?.n ?? 0;
}
