/** The labelled notes, as `npm run eval` measures them. */
import { describe, expect, it } from 'vitest';
import { evaluateNotes, labelledNotes, notesSuite } from '../../../eval/notes.ts';
import { belowFloor, type EvalReport, type Floors } from '../../../eval/suite.ts';

describe('the note parser', () => {
  it('is nowhere under its floor', async () => {
    expect(belowFloor(await notesSuite.run(), notesSuite.floors)).toEqual([]);
  });

  it('takes no wrong customer for sure without a segmenter either', () => {
    expect(evaluateNotes({}).errors.map(({ count }) => count)).toEqual([0, 0, 0]);
  });
});

it('has enough labelled notes, none in two parts', () => {
  const parts = ['development', 'held-back', 'held-back-2'].map(labelledNotes);
  const texts = parts.flat().map(({ text, now, customers }) => `${customers} ${now} ${text}`);
  expect(texts.length).toBeGreaterThanOrEqual(400);
  expect(new Set(texts).size).toBe(texts.length);
  expect(new Set(parts.flat().map(({ id }) => id)).size).toBe(texts.length);
});

describe('a floor', () => {
  const report: EvalReport = {
    figures: [{ part: 'p', field: 'f', right: 9, of: 10, rightWherePresent: 3, present: 4 }],
    errors: [{ part: 'p', name: 'e', count: 1 }],
    misses: [],
  };
  const floors = (accuracy: number, wherePresent: number, atMost: number): Floors => ({
    accuracy: { p: { f: accuracy } },
    wherePresent: { p: { f: wherePresent } },
    atMost: { p: { e: atMost } },
  });

  it.each([
    ['is kept', floors(0.9, 0.75, 1), 0],
    ['of all is broken', floors(0.91, 0.75, 1), 1],
    ['where present is broken', floors(0.9, 0.76, 1), 1],
    ['of errors is broken', floors(0.9, 0.75, 0), 1],
    ['is for a field that nobody measures', { ...floors(0.9, 0.75, 1), accuracy: { p: { g: 0.1 } } }, 1],
  ])('that %s', (_which, given, breaches) => {
    expect(belowFloor(report, given)).toHaveLength(breaches);
  });
});
