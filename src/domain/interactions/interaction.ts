import type { Effect } from '../../core/effect.ts';
import type { UnreadDate, WhenPrecision } from '../note/types.ts';
import type { FactsWish } from '../records/facts.ts';
import type { Reached } from './reached.ts';
import type { Visit } from './visit.ts';

/** Something a record may say, not surely enough to count before its author taps it. */
export interface Doubted {
  of: 'action' | 'objection';
  id: string;
  label: string;
}

/** What the author of a record taught about its words: that they say this (`right`), or that they do not. */
export interface Taught extends Doubted {
  right: boolean;
  /** The line as it stood when it was put right. */
  text: string;
}

/** What somebody recorded about a lead (C1): a contact, an attempt at one, or a remark. */
export interface Interaction {
  /** Short id people can type: `R1024`. */
  _id: string;
  /** The message or click it came from, unique: a redelivery finds it again. */
  originKey: string;
  rev: number;
  leadId: string;
  customerId: string;
  by: string;
  at: Date;
  /** Local day and ISO week, stored when written: reports group by them. */
  day: string;
  week: string;
  /**
   * Recorded on the customer, who had no open lead: `leadId` is the customer's newest one, which it does not touch.
   */
  onCustomer?: boolean | undefined;
  /** What was typed, cleaned. */
  text: string;
  /** Name of the contact it was with, when the text says. */
  contact?: string | undefined;
  actions: { id: string; label: string }[];
  amountFen?: number | undefined;
  amountMaxFen?: number | undefined;
  objections: { id: string; label: string }[];
  scenes: { id: string; label: string }[];
  /** Offered as taps on the card of the record, the end of the deal first; counts nowhere. */
  doubtful?: Doubted[] | undefined;
  /** Every tap and correction, as a labelled case for 词汇建议; `taughtAt` is the latest. */
  taught?: Taught[] | undefined;
  taughtAt?: Date | undefined;
  /** Dates that were typed and set nothing, in the words of the line; `no-time`: 今天 says no hour. */
  unread?: { text: string; why: UnreadDate['why'] | 'no-time' }[] | undefined;
  nextAt?: Date | undefined;
  nextPrecision?: WhenPrecision | undefined;
  /** Values and tags it states of the lead (预算改成200万以上). */
  facts?: FactsWish | undefined;
  /** Whether it is a contact with the customer; figures, clocks and the lead's status go by it and by nothing else. */
  reached: Reached;
  /** It was a visit (C3). */
  visit?: Visit | undefined;
  /** Who found it helpful as a past case, and which part of it (C11). */
  helped?: { by: string; at: Date; part?: string | undefined }[] | undefined;
  /** Somebody's words about the lead that are no contact, whatever they say: a colleague's line, 备注. */
  remark?: boolean | undefined;
  /** 已联系 was said and nothing more: what came of it has been asked, and until it is answered nothing counts. */
  outcomeAsked?: boolean | undefined;
  /** `recorded` counts at once; `confirmed` by the rep's tap; `undone` counts nowhere. */
  state: 'recorded' | 'confirmed' | 'undone';
  /** The business facts it has stated and that stand. */
  posted?: string[] | undefined;
  effects: Effect[];
  effectsAt?: Date | undefined;
  applied: string[];
}
