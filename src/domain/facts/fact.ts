import type { StatedFact } from '../../core/fact.ts';

/** A business fact as it is kept, for ever as it was: never changed, taken back by a second one with `n: -1`. */
export interface Fact extends Omit<StatedFact, 'key'> {
  /** `L1024:assigned:2@7`; the one that takes it back has a `!` behind it. */
  _id: string;
  n: 1 | -1;
  /** Local day, ISO week and month of `at`. */
  day: string;
  week: string;
  month: string;
  /** When the product learned of it. */
  recordedAt: Date;
  /** The person's team when it was kept, a moment after it happened. */
  team?: string | undefined;
  /** The playbook in force then; its calendar and limits are the fact's. */
  v: number;
}

/** The facts that stand: each with the one that takes it back is none. */
export function standing(facts: readonly Fact[]): Fact[] {
  const gone = new Set(facts.flatMap(({ n, _id }) => (n < 0 ? [_id.slice(0, -1)] : [])));
  return facts.filter(({ n, _id }) => n > 0 && !gone.has(_id));
}

/** The fact that takes this one back: on its day and in its slices. @param recordedAt when that was known */
export function reversalOf(fact: Fact, recordedAt: Date): Fact {
  return { ...fact, _id: `${fact._id}!`, n: -1, recordedAt };
}
