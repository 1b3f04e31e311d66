import { expect, it } from 'vitest';
import { closest, editDistance, suggestionText } from '../../../src/core/suggest.ts';

it.each([
  ['firstTouch', ['first-touch', 'follow-up'], 'first-touch'],
  ['compnay', ['company', 'campaign'], 'company'],
  ['hospitalLevle', ['hospitalLevel'], 'hospitalLevel'],
  ['三申', ['二甲', '三甲'], '三甲'],
  ['社区医院', ['三甲', '二甲'], undefined],
  ['ownerId', ['company', 'phone'], undefined],
  ['x', [], undefined],
])('%s among %j → %s', (written, candidates, expected) => {
  expect(closest(written, candidates)).toBe(expected);
});

it('counts a swap of neighbours once', () => {
  expect(editDistance('abcd', 'abdc')).toBe(1);
  expect(editDistance('', 'abc')).toBe(3);
});

it('ends a sentence with the suggestion, or with nothing', () => {
  expect(suggestionText('compnay', ['company'])).toBe('，你是不是想写 company？');
  expect(suggestionText('ownerId', ['company'])).toBe('');
  expect(suggestionText('x'.repeat(100_000), ['company'])).toBe('');
});
