import type { Model, Schema } from 'mongoose';
import type { Filter } from '../domain/people/scope.ts';
import { earliestDue, type RunningClock } from '../domain/records/clock.ts';
import { type Aggregate, AggregateStore, type Cause, type Derive } from './aggregate.ts';

/** An aggregate that carries clocks. */
export interface TickingRecord extends Aggregate {
  clocks: RunningClock[];
  /** The earliest `dueAt` of the clocks; the sweep's index. */
  nextDueAt?: Date | undefined;
}

/** Schema properties shared by all records with clocks. */
export const TICKING_FIELDS = {
  clocks: { type: [Object], default: [] },
  nextDueAt: Date,
};

/** What the sweep looks for, the longest overdue first. */
export function indexClocks<T extends TickingRecord>(schema: Schema<T>): void {
  schema.index({ nextDueAt: 1 }, { sparse: true });
}

/** A kind of aggregate with clocks: what is due is found through an index that follows from the clocks. */
export class TickingStore<T extends TickingRecord> extends AggregateStore<T> {
  private readonly open: Filter;

  /** @param open which records must have a clock */
  constructor(model: Model<T>, open: Filter, derive: Derive<T> = (set) => set, cause?: Cause<T>) {
    super(model, (set, doc) => withNextDue(derive(set, doc)), cause);
    this.open = open;
  }

  /** Records with a clock that is due, the longest overdue first. */
  async due(now: Date, limit: number): Promise<T[]> {
    return this.findScoped({}, { nextDueAt: { $lte: now } }, { sort: { nextDueAt: 1 }, limit });
  }

  /** How many have a clock that is due. */
  async countDue(now: Date): Promise<number> {
    return this.count({}, { nextDueAt: { $lte: now } });
  }

  /** When the next clock of any record fires, or null when none runs. */
  async nextDueAt(): Promise<Date | null> {
    const running = { nextDueAt: { $gt: new Date(0) } };
    const [first] = await this.findScoped({}, running, { sort: { nextDueAt: 1 }, limit: 1 });
    return first?.nextDueAt ?? null;
  }

  /** Open records nobody will ever be reminded of. */
  async clockless(limit: number): Promise<T[]> {
    return this.findScoped(this.open, { nextDueAt: null }, { limit });
  }

  async countClockless(): Promise<number> {
    return this.count(this.open, { nextDueAt: null });
  }
}

function withNextDue<T extends TickingRecord>(set: Partial<T>): Partial<T> {
  return set.clocks ? { ...set, nextDueAt: earliestDue(set.clocks) } : set;
}
