/** Whatever is typed, the parser answers, with spans inside the text, in time linear in its length. */
import { describe, expect, it } from 'vitest';
import { createSegmenter } from '../../../../src/domain/note/jieba-segmenter.ts';
import { createNoteParser, type ParsedNote } from '../../../../src/domain/note/parse-note.ts';
import { vocabulary, vocabularyWords } from '../../../eval/notes.ts';

const now = new Date('2026-03-12T10:20:00+08:00');
const parser = createNoteParser(vocabulary, { segment: createSegmenter(vocabularyWords) });
const customers = Array.from({ length: 60 }, (_, i) => ({
  customerId: `C${i}`,
  name: `杭州${String.fromCodePoint(0x4e10 + i)}拓医疗科技有限公司`,
  aliases: [],
  contacts: [{ name: '张伟', title: '主任', phone: '13857110001' }],
}));
const parse = (text: string) => parser.parse(text, { now, customers });

const PIECES = [
  '9',
  '1,',
  '1.',
  '一',
  '十',
  '万',
  '亿',
  '50-',
  '1/',
  '12:',
  ':',
  '（',
  '(',
  '[',
  '）',
  ' ',
  '\n',
  '\u202e',
  '\u200b',
  '👨‍👩‍👧',
  '\ud83d',
  '周',
  '下',
  '下周',
  '下周二下午3点',
  '年',
  '月',
  '3月',
  '过',
  '没',
  '不',
  '贵',
  '发',
  '报',
  '样品',
  '张',
  '张主任',
  '一院',
  '医院',
  '杭州',
  '拓医疗',
  'z',
  'zhang ',
  'a1',
  '138',
  '13857110001',
  '…',
  '{sum}',
  '(a|b)',
  '$gt',
  '\\',
  'é',
];

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
  const note = parse(text);
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
  it.each(PIECES)('on 5,000 characters of %j', (piece) => {
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
    const words = [...PIECES, ...vocabularyWords];
    for (let round = 0; round < 400; round++) {
      expectSane(Array.from({ length: random(60) }, () => words[random(words.length)]).join(''));
    }
  });
});

describe('takes time linear in the length', () => {
  it.each(PIECES)('for %j', (piece) => {
    // What is longer than this is not searched at all, so the growth is looked at below it.
    const time = (length: number) => {
      const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      const times = Array.from({ length: 5 }, () => {
        const start = process.hrtime.bigint();
        parse(text);
        return Number(process.hrtime.bigint() - start);
      });
      return Math.min(...times);
    };
    time(200);
    // Five times the length: 5 when linear, 25 when quadratic. The fixed cost stands in for what any note takes.
    const fixed = 2_000_000;
    expect(time(1000) / (time(200) + fixed)).toBeLessThan(15);
  });

  it('for what is too long to search', () => {
    const time = (length: number) => {
      const text = '张主任 已报价50万 '.repeat(length / 11);
      const start = process.hrtime.bigint();
      parse(text);
      return Number(process.hrtime.bigint() - start);
    };
    time(5000);
    expect(Math.min(time(50_000), time(50_000)) / Math.min(time(5000), time(5000))).toBeLessThan(20);
  });
});
