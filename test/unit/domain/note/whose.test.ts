/** Whose record a line becomes, measured on each industry's own playbook (fixtures/notes/whose/README.md). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSegmenter } from '../../../../src/domain/note/jieba-segmenter.ts';
import { noteParserOf, type PlaybookWords } from '../../../../src/domain/note/playbook-parser.ts';
import { trainNames, WEIGHTS } from '../../../eval/train-names.ts';
import { evaluateWhose, needless, whoseLines, wrongAsSure } from '../../../eval/whose.ts';
import { type EXAMPLES, examplePlaybook } from '../../../support/playbooks.ts';

const PLAYBOOKS: Record<string, (typeof EXAMPLES)[number]> = {
  medical: 'medical-devices',
  industrial: 'industrial-equipment',
  pharma: 'pharma-chain',
};

function playbookOf(book: string): PlaybookWords {
  return examplePlaybook(PLAYBOOKS[book.replace(/-2$/, '')] ?? 'medical-devices').playbook;
}

describe.each([
  ['held-back', { wrong: 6, known: 5, nobody: 3 }],
  ['held-back-2', { wrong: 2, known: 0, nobody: 0 }],
])('%s', (part, most) => {
  const results = evaluateWhose(part, playbookOf);
  const of = (names: string) => results.filter((line) => line.names === names);

  it('takes hardly a name outside the book for the customer that is open', () => {
    expect(wrongAsSure(of('stranger')).length).toBeLessThanOrEqual(most.wrong);
  });

  it('takes no customer of the book for another, and nobody for somebody', () => {
    expect(wrongAsSure([...of('known'), ...of('nobody')])).toEqual([]);
  });

  it('asks little where the customer is plain', () => {
    expect(needless(of('known')).length).toBeLessThanOrEqual(most.known);
    expect(needless(of('nobody')).length).toBeLessThanOrEqual(most.nobody);
  });
});

it.each([
  ['齐鲁医院孙明处长 今天去拜访了', '齐鲁医院'],
  ['余姚疾控中心王建国副主任，报价18万', '余姚疾控中心'],
  ['宁波海拓有限公司欧阳经理 已发资料', '宁波海拓有限公司'],
  ['余姚疾控中心 已报价', '余姚疾控中心'],
])('a name outside the book is the organisation, without the person behind it: %s', (text, name) => {
  const parser = noteParserOf(playbookOf('medical'), createSegmenter);
  const { stranger } = parser.parse(text, {
    now: new Date('2026-03-12T10:20:00.317+08:00'),
    customers: [],
  }).customer;
  expect(stranger && text.slice(...stranger)).toBe(name);
});

describe('a place at the head of a line', () => {
  const now = new Date('2026-03-12T10:20:00.317+08:00');
  const wenling = {
    customerId: 'C1',
    name: '温岭市第一人民医院',
    aliases: [],
    city: '台州',
    contacts: [{ name: '金卫东', title: '主任' }],
  };
  const open = {
    customerId: 'C2',
    name: '嘉兴市第二医院',
    aliases: [],
    city: '嘉兴',
    contacts: [],
    lastFocusAt: new Date(now.getTime() - 61_317),
  };
  it.each([
    ['温岭金主任电话通了，先把参数报过去', 'C1'],
    ['温岭 已报价', 'ask'],
    ['台州那边已经发资料了', 'ask'],
    ['宁波那边已经发资料了', 'ask'],
    ['嘉兴那边已经发资料了', 'C2'],
    ['已经发资料了', 'C2'],
  ])('%s → %s', (text, meant) => {
    const parser = noteParserOf(playbookOf('medical'), createSegmenter);
    const { status, best } = parser.parse(text, { now, customers: [wenling, open] }).customer;
    expect(status === 'sure' ? best?.customerId : status).toBe(meant);
  });
});

it('has no line in two parts', () => {
  const texts = ['development', 'development-2', 'held-back', 'held-back-2'].flatMap((part) =>
    whoseLines(part).map(({ book, text }) => `${book} ${text}`),
  );
  expect(new Set(texts).size).toBe(texts.length);
});

it('has the weights that its training gives', { timeout: 300_000 }, () => {
  expect(trainNames()).toEqual(JSON.parse(readFileSync(WEIGHTS, 'utf8')));
});
