/** Whatever is typed, the parser answers, with spans inside the text. That its time is linear: `npm run bench`. */
import { describe, expect, it } from 'vitest';
import type { ParsedNote } from '../../../../src/domain/note/parse-note.ts';
import { vocabularyWords } from '../../../eval/notes.ts';
import { HOSTILE_PIECES, parseNote } from '../../../support/hostile-notes.ts';

function spansOf(note: ParsedNote) {
  const mentions = [
    ...note.actions,
    ...note.planned,
    ...note.objections,
    ...note.scenes,
    ...note.otherDates,
    ...note.otherAmounts,
  ];
  return [...mentions, note.next, note.amount, note.outcome].flatMap((found) => (found ? [found.span] : []));
}

function expectSane(text: string): void {
  const note = parseNote(text);
  for (const [start, end] of spansOf(note)) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(text.length);
  }
  for (const { at } of [note.next, ...note.otherDates].filter((date) => date !== undefined)) {
    expect(Number.isNaN(at.getTime())).toBe(false);
  }
  for (const { minFen, maxFen } of [note.amount, ...note.otherAmounts].filter((sum) => sum !== undefined)) {
    expect(Number.isSafeInteger(minFen) && minFen > 0 && maxFen >= minFen).toBe(true);
  }
}

/** The same numbers on every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('stays sane', () => {
  it.each(HOSTILE_PIECES)('on 5,000 characters of %j', (piece) => {
    expectSane(piece.repeat(Math.ceil(5000 / piece.length)).slice(0, 5000));
  });

  it('on random bytes', () => {
    const random = generator(1);
    for (let round = 0; round < 200; round++) {
      expectSane(Buffer.from(Array.from({ length: random(400) }, () => random(256))).toString('utf8'));
      expectSane(String.fromCharCode(...Array.from({ length: random(400) }, () => random(65_536))));
    }
  });

  it('on random mixtures of what it knows', () => {
    const random = generator(2);
    const words = [...HOSTILE_PIECES, ...vocabularyWords];
    for (let round = 0; round < 400; round++) {
      expectSane(Array.from({ length: random(60) }, () => words[random(words.length)]).join(''));
    }
  });
});
