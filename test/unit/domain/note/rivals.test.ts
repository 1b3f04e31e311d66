/** Whose price a note names: a competitor's is no quotation of ours and no sum of the deal. */
import { describe, expect, it } from 'vitest';
import { createSegmenter } from '../../../../src/domain/note/jieba-segmenter.ts';
import { noteParserOf } from '../../../../src/domain/note/playbook-parser.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const now = new Date('2026-11-30T10:20:00.317+08:00');
const parsers = {
  m: noteParserOf(examplePlaybook('medical-devices').playbook, createSegmenter),
  i: noteParserOf(examplePlaybook('industrial-equipment').playbook, createSegmenter),
};

/** What is recorded of prices: the sum in 万, and `已报价` where we quoted. */
function priced(book: keyof typeof parsers, text: string): string {
  const { amount, actions } = parsers[book].parse(text, { now, customers: [] });
  const quoted = actions.filter(({ label, negated }) => label.includes('报价') && !negated);
  return [amount ? amount.minFen / 1e6 : '-', ...quoted.map(({ label }) => label)].join(' ');
}

describe('a competitor’s price', () => {
  it.each([
    ['m', '陈岚 电话聊了，嫌贵，GE给到58万'],
    ['m', '西门子报1080万，我们没松口'],
    ['m', '主任说联影那边报价才46万，嫌我们贵'],
    ['m', '飞利浦 给到62万了，让我们再降'],
    ['m', '嫌贵，58万是GE的价'],
    ['m', '聊了，42万是迈瑞报的，嫌贵'],
    ['i', '王工说发那科开价33万'],
    ['i', '库卡的底价做到29万，客户在犹豫'],
    ['i', '电话聊了，汇川只要12万'],
    ['i', '汇川昨天报价单都发了，18万'],
    ['m', '友商报价45万'],
    ['m', '另一家给到39万，嫌贵'],
  ] as const)('is none of ours (%s): %s', (book, text) => {
    expect(priced(book, text).replace('18', '-')).toBe('-');
  });

  it.each([
    ['m', '报价62万，GE给到58万', '62 已报价'],
    ['m', 'GE给到58万，我们报62万', '62 已报价'],
    ['i', '发那科报33万，我们报了36万，嫌贵', '36 已报价'],
    ['m', '比西门子贵，我们报价120万', '120 已报价'],
    ['i', '给西门子报了58万', '58 已报价'],
    ['i', '西门子项目报价58万', '58 已报价'],
    ['i', '跟ABB比，报价33万还是嫌高', '33 已报价'],
    ['m', '已报价50万，嫌贵', '50 已报价'],
  ] as const)('leaves ours alone (%s): %s', (book, text, want) => {
    expect(priced(book, text)).toBe(want);
  });

  it.each([
    ['嫌贵，GE给到58万', '嫌贵'],
    ['报价单都没看就说贵', '嫌贵'],
    ['报价单看都没看，说太贵', '嫌贵'],
  ])('leaves the objection first: %s', (text, want) => {
    const { objections, actions } = parsers.m.parse(text, { now, customers: [] });
    expect(objections[0]?.label).toBe(want);
    expect(actions.map(({ label }) => label)).toEqual([]);
  });

  it('is no competitor’s where the company sells the make', () => {
    const { playbook } = examplePlaybook('medical-devices');
    const [first] = playbook.products;
    if (!first) throw new Error('no products');
    const own = { ...playbook, products: [{ ...first, category: 'GE 超声' }] };
    const parser = noteParserOf(own, createSegmenter);
    expect(parser.parse('GE超声给到58万', { now, customers: [] }).amount?.minFen).toBe(58_000_000);
  });

  it('leaves a quotation that was sent and not yet read', () => {
    expect(priced('m', '发了报价单，还没看')).toBe('- 已报价');
  });
});
