import type { Effect } from '../../core/effect.ts';
import type { WhenPrecision } from '../note/types.ts';

/** One logged contact with a customer (C1): a call, a visit, a message. */
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
  /** What was typed, cleaned. */
  text: string;
  /** Name of the contact it was with, when the text says. */
  contact?: string | undefined;
  actions: { id: string; label: string }[];
  amountFen?: number | undefined;
  amountMaxFen?: number | undefined;
  objections: { id: string; label: string }[];
  scenes: { id: string; label: string }[];
  nextAt?: Date | undefined;
  nextPrecision?: WhenPrecision | undefined;
  /** `recorded` counts at once; `confirmed` by the rep's tap; `undone` counts nowhere. */
  state: 'recorded' | 'confirmed' | 'undone';
  effects: Effect[];
  effectsAt?: Date | undefined;
  applied: string[];
}
