/** What each clause of a note is: done, tried in vain, planned, denied, asked, spoken of, a state of things, or else. */
import { describe, expect, it } from 'vitest';
import { createSegmenter } from '../../../../src/domain/note/jieba-segmenter.ts';
import { createNoteParser } from '../../../../src/domain/note/parse-note.ts';
import { vocabulary, vocabularyWords } from '../../../eval/notes.ts';

const now = new Date('2026-03-12T10:20:00.317+08:00');
const parser = createNoteParser(vocabulary, { segment: createSegmenter(vocabularyWords) });

function kinds(text: string): string {
  const { clauses } = parser.parse(text, { now, customers: [] });
  return clauses.map(({ kind }) => kind).join(' ');
}

describe('a clause', () => {
  it.each([
    ['deed', '已报价50万'],
    ['attempt', '电话没人接'],
    ['plan', '明天再联系'],
    ['plan', '下周三演示'],
    ['denial', '今天太忙没打'],
    ['denial', '还没报价'],
    ['question', '这家医院在哪个区？'],
    ['past-mention', '国庆后那批货'],
    ['state', '等院长签字'],
    ['remark', '嫌贵'],
  ])('is a %s: %s', (kind, text) => {
    expect(kinds(text)).toBe(kind);
  });

  it('is one of several, in the order typed', () => {
    expect(kinds('张主任没接，还没报价 发了资料；明天再打')).toBe('attempt denial deed plan');
  });

  it('says which actions it comes from and where it stands', () => {
    const { clauses } = parser.parse('嫌贵，已报价12.5万', { now, customers: [] });
    expect(clauses).toEqual([
      { kind: 'remark', actions: [], span: [0, 2] },
      { kind: 'deed', actions: ['quoted'], span: [3, 11] },
    ]);
  });
});
