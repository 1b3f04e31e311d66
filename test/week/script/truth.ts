import type { Customer } from '../company/customers.ts';
import type { Promised } from '../time/when.ts';

export type Kind =
  | 'contact'
  | 'attempt'
  | 'question'
  | 'chat'
  | 'plan'
  | 'denial'
  | 'remark'
  | 'outside'
  | 'correction'
  | 'postpone';

/** What an instance answers about a lead, as far as the referee looks. */
export interface LeadNow {
  id: string;
  customerId: string;
  status: string;
  ownerId: string | null;
  company: string;
  phone: string | null;
  createdAt: string;
  clocks: { name: string; step: number; dueAt: string }[];
  assignedAt: string | null;
  firstTouchedAt: string | null;
  lastContactAt: string | null;
  timeline: {
    at: string;
    kind: string;
    by: string;
    text: string;
    via?: string;
    after?: { interactionId?: string };
  }[];
}

/** What the product showed right after an act. */
export interface Seen {
  before: LeadNow | undefined;
  after: LeadNow;
  /** Number of the record made for it, `R128`. */
  record: string | undefined;
  /** The card of that record, in words. */
  card: string;
}

/** Something a person did: the referee knows what it was. */
export interface Act {
  /** Ids of the events it was sent as: the line, and taps that belong to it. */
  ids: string[];
  at: number;
  by: string;
  kind: Kind;
  style: 'plain' | 'loose' | 'button';
  text: string;
  /** The lead that is meant; none for somebody who is no customer. */
  story: Story | undefined;
  did: string[];
  /** 元 */
  sum?: number;
  promise?: Promised;
  /** Says when to try again: no promise, but it may be reminded of. */
  again?: boolean;
  undoneAt?: number;
  /** Of a correction: what it is about, and what was promised there before. */
  of?: Act;
  was?: Promised | undefined;
  /** The program was killed under it: what it showed at once is not judged. */
  cut: boolean;
  /** How many further taps or lines it took. */
  extra: number;
  seen?: Seen;
}

/** Who has a lead, since when. */
export interface Tenure {
  owner: string;
  from: number;
  until?: number;
}

/** One lead, from the moment it was sent. */
export interface Story {
  customer: Customer;
  /** Idempotency-Key. */
  key: string;
  sentAt: number;
  leadId: string;
  tenures: Tenure[];
  acts: Act[];
  /** First-touch deadline the product named when it assigned the lead, ms. */
  deadline: number | undefined;
  /** The same customer, or the same request, sent again: what the product made of it. */
  again: { how: 'duplicate' | 'resent'; status: string; leadId: string; at: number }[];
  last: LeadNow | undefined;
}

export interface Absence {
  who: string;
  from: number;
  until: number;
}

/** Everything that truly happened. */
export interface Truth {
  stories: Story[];
  acts: Act[];
  absences: Absence[];
  /** Requests for leads that were not taken in. */
  refused: string[];
}

export function ownerOf(story: Story): string | undefined {
  return story.tenures.at(-1)?.owner;
}

/** Contacts that stand at a moment: they happened by then and were not taken back by then. */
export function contactsAt(story: Story, moment: number): Act[] {
  return story.acts.filter(
    (act) =>
      act.kind === 'contact' && act.at <= moment && (act.undoneAt === undefined || act.undoneAt > moment),
  );
}
