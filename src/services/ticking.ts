import type { EffectBody, Op } from '../core/effect.ts';
import type { TickingKind } from '../core/records.ts';
import type { Colleague } from '../domain/people/person.ts';
import type { PlaybookVersion } from '../domain/playbook/playbook.ts';
import type { RunningClock } from '../domain/records/clock.ts';
import type { TickingRecord, TickingStore } from '../stores/ticking.ts';

/** One message of a firing: a reminder to one person. */
export type Send = Extract<EffectBody, { type: 'send' }>;

/** What a due clock is decided with. */
export interface FiringAt {
  /** The version the clock was started under. */
  version: PlaybookVersion;
  people: ReadonlyMap<string, Colleague>;
  op: Op;
}

/**
 * What becomes of a record whose clock is due. `set` must move the clock on or take it off: else it is due for ever.
 * Without `tells` it is moved or taken off without a word; with it, it has fired, and the audit log says so.
 */
export type Firing<R> =
  | { set: Partial<R> }
  | {
      set: Partial<R>;
      /** The card people are sent, null when the step sends none. */
      card: string | null;
      tells: Send[];
      /** What it causes besides. */
      effects?: EffectBody[];
    };

interface Decision<R> {
  decide(record: R, clock: RunningClock): Firing<R> | null;
}

/**
 * Decides on the record as it is when it is written; null leaves it as it is. Pure, for it may be called again. Taken
 * from a method's type, so that the engine can hold the kinds of all records in one list.
 */
export type DecideFiring<R> = Decision<R>['decide'];

/** One kind of record with clocks, as the clock engine and the auditor need it. */
export interface Ticking<R extends TickingRecord> {
  kind: TickingKind;
  store: Pick<TickingStore<R>, keyof TickingStore<R>>;
  /** The order in which clocks of one record that are due together fire; else as they stand. */
  inOrder?(a: RunningClock, b: RunningClock): number;
  /**
   * Tries what the clock waits for once more and reads what the decision needs. The engine calls the decision only while
   * the clock is still at the step that was due.
   * @returns null when that settled it: nothing fires
   */
  prepare(record: R, clock: RunningClock, at: FiringAt): Promise<DecideFiring<R> | null>;
  /** Which lead and customer the audit line belongs to. */
  references(record: R): { leadId?: string | undefined; customerId?: string | undefined };
  /** For the administrator: `L1024 市一医院（王敏）`. */
  describe(record: R, people: ReadonlyMap<string, Colleague>): string;
  /** What the administrator can do about a clock that went wrong. */
  todo: string;
  /** Whether something stopped the record's clocks after this time and was taken back since. */
  stoppedSince?(id: string, at: Date): Promise<boolean>;
}
