import { describe, expect, it } from 'vitest';
import { asText, details, GOALS, holds } from './table.ts';
import { playWeek, type WeekResult } from './week.ts';

/** A minute on a quiet machine; many times that where tests of others run beside it. */
const TIMEOUT_MS = 20 * 60_000;

/** Rows that would say nothing if the day brought nothing of the kind. */
const LOOKED_AT = {
  'leads-lost': 60,
  'contacts-true': 60,
  'promises-kept': 4,
  deadlines: 40,
  'late-reminded': 15,
  'report-figures': 2,
};

describe('the referee', () => {
  let result: WeekResult | undefined;

  it(
    'finds one day of eight reps in order: every row that is held to is met',
    async () => {
      result = await playWeek({ seed: 1, reps: 8, days: 1, leads: 60, kills: 1 });
      const { verdicts } = result;
      expect(holds(verdicts), `${details(verdicts, 20)}\n\n${asText(verdicts)}`).toBe(true);
    },
    TIMEOUT_MS,
  );

  it('has looked at enough of everything, and killed the program on the way', () => {
    const seen = new Map(result?.verdicts.map(({ id, of }) => [id, of]));
    for (const [id, least] of Object.entries(LOOKED_AT)) {
      expect(seen.get(id), GOALS.rows[id]?.title).toBeGreaterThanOrEqual(least);
    }
    expect(result?.kills).toBe(1);
    expect([...seen.keys()].sort()).toEqual(Object.keys(GOALS.rows).sort());
  });
});
