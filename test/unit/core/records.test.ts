import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../../src/core/message.ts';
import { isNumberOf, NUMBERED_KINDS, numberPattern, RECORD_KINDS } from '../../../src/core/records.ts';

describe('record kinds', () => {
  it('no two have one letter', () => {
    const letters = NUMBERED_KINDS.map((kind) => RECORD_KINDS[kind].letter);
    expect(new Set(letters).size).toBe(letters.length);
    expect(letters.every((letter) => /^[A-Z]$/.test(letter))).toBe(true);
  });

  it.each([
    ['L1024', true],
    ['l7', true],
    ['Ｌ１０２４', true],
    ['ｌ10', true],
    ['C116', true],
    ['R88', false],
    ['L', false],
    ['L1234567890', false],
  ])('%s names a lead or a customer: %s', (typed, isOne) => {
    expect(new RegExp(`^${numberPattern('lead', 'customer')}$`, 'i').test(typed)).toBe(isOne);
  });

  it.each([
    ['L1024', true],
    ['l1024', false],
    ['C1024', false],
    ['L', false],
    ['L10 24', false],
    ['L1234567890', false],
  ])('%s is stored as a number of a lead: %s', (id, isOne) => {
    expect(isNumberOf('lead', id)).toBe(isOne);
  });

  it('a subject names kind and id', () => {
    expect(subjectOf('document', 'D12')).toBe('document:D12');
  });
});
