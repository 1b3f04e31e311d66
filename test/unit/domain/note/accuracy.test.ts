/** The labelled notes, as `npm run eval` measures them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { developmentParts, heldBackParts } from '../../../eval/labelled-notes.ts';
import { notesSuite } from '../../../eval/notes.ts';
import { belowFloor, type EvalReport, type Floors } from '../../../eval/suite.ts';
import { trainedWeights, WEIGHTS_FILE } from '../../../eval/train-notes.ts';

describe('the note parser', () => {
  it('is nowhere under its floor', async () => {
    expect(belowFloor(await notesSuite.run(), notesSuite.floors)).toEqual([]);
  });

  it('has the weights that its training lines give', { timeout: 60_000 }, () => {
    expect(JSON.parse(readFileSync(WEIGHTS_FILE, 'utf8'))).toEqual(trainedWeights());
  });
});

it('has enough labelled notes, none in two parts', () => {
  const notes = [...developmentParts(), ...heldBackParts()].flatMap((part) => part.notes);
  const texts = notes.map(({ text, now, customers }) => `${customers} ${now} ${text}`);
  expect(texts.length).toBeGreaterThanOrEqual(1200);
  expect(new Set(texts).size).toBe(texts.length);
});

describe('a floor', () => {
  const report: EvalReport = {
    figures: [{ part: 'p', field: 'f', right: 9, of: 10, rightWherePresent: 3, present: 4 }],
    errors: [{ part: 'p', name: 'e', count: 1 }],
    misses: [],
    retrieval: [{ part: 'p', looseness: 'loose', field: 'f', said: 10, recorded: 8, right: 6, offered: 2 }],
  };
  const floors = (changed: Partial<Floors>): Floors => ({
    accuracy: { p: { f: 0.9 } },
    wherePresent: { p: { f: 0.75 } },
    atMost: { p: { e: 1 } },
    retrieval: { 'p loose': { f: { precision: 0.75, recall: 0.6, found: 0.8 } } },
    ...changed,
  });

  it.each([
    ['is kept', floors({}), 0],
    ['of all is broken', floors({ accuracy: { p: { f: 0.91 } } }), 1],
    ['where present is broken', floors({ wherePresent: { p: { f: 0.76 } } }), 1],
    ['of errors is broken', floors({ atMost: { p: { e: 0 } } }), 1],
    ['is for a field that nobody measures', floors({ accuracy: { p: { g: 0.1 } } }), 1],
    ['of precision is broken', floors({ retrieval: { 'p loose': { f: { precision: 0.8 } } } }), 1],
    ['of recall is broken', floors({ retrieval: { 'p loose': { f: { recall: 0.7 } } } }), 1],
    ['of what is found is broken', floors({ retrieval: { 'p loose': { f: { found: 0.9 } } } }), 1],
    ['is for a part that nobody measures', floors({ retrieval: { p: { f: { found: 0.1 } } } }), 1],
  ])('that %s', (_which, given, breaches) => {
    expect(belowFloor(report, given)).toHaveLength(breaches);
  });
});
