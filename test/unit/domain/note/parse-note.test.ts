import { describe, expect, it } from 'vitest';
import { createSegmenter } from '../../../../src/domain/note/jieba-segmenter.ts';
import { createNoteParser, MAX_NOTE_LENGTH } from '../../../../src/domain/note/parse-note.ts';
import { vocabulary, vocabularyWords } from '../../../eval/notes.ts';

const now = new Date('2026-03-12T10:20:00+08:00');
const parser = createNoteParser(vocabulary, { segment: createSegmenter(vocabularyWords) });
const customers = [
  {
    customerId: 'C1',
    leadId: 'L1',
    name: '杭州市第一人民医院',
    aliases: [],
    contacts: [{ name: '张伟', title: '主任' }],
  },
];
const parse = (text: string) => parser.parse(text, { now, customers });

describe('the note of the requirements', () => {
  const text = '张主任 已报价50万 嫌贵 下周二下午3点回访';
  const note = parse(text);

  it('gives customer, action, sum, objection and date', () => {
    expect(note).toMatchObject({
      customer: { status: 'sure', best: { customerId: 'C1', leadId: 'L1', because: ['联系人张伟'] } },
      actions: [{ id: 'quoted', label: '已报价', negated: false }],
      amount: { minFen: 50_000_000, maxFen: 50_000_000 },
      objections: [{ id: 'price', negated: false }],
      next: { at: new Date('2026-03-17T15:00:00+08:00'), precision: 'time', deadline: false },
      truncated: false,
      otherDates: [],
      otherAmounts: [],
    });
  });

  it('says where each was read', () => {
    const [action, objection] = [note.actions[0], note.objections[0]];
    const read = [action?.span, note.amount?.span, objection?.span, note.next?.span].map((span) =>
      text.slice(...(span ?? [0, 0])),
    );
    expect(read).toEqual(['已报价', '50万', '嫌贵', '下周二下午3点']);
  });

  it('is understood the same however it is spaced and widened', () => {
    const same = [
      '张主任已报价50万嫌贵下周二下午3点回访',
      '张主任，已报价５０万，嫌贵，下周二下午３点回访。',
      '张主任\n已报价 50 万\n嫌贵\n下周二 下午 3点 回访',
      '下周二下午3点回访 嫌贵 50万已报价 张主任',
    ];
    for (const variant of same) {
      const { customer, actions, amount, objections, next } = parse(variant);
      expect([
        variant,
        customer.best?.customerId,
        actions[0]?.id,
        amount?.minFen,
        objections[0]?.id,
        next?.at,
      ]).toEqual([variant, 'C1', 'quoted', 50_000_000, 'price', note.next?.at]);
    }
  });
});

it('keeps spans right in a text with characters that are not searched', () => {
  const text = '👨‍👩‍👧\u202e张\u200b主任\u0007 已报价５０万 😭嫌贵';
  const note = parse(text);
  expect(note.customer.best?.customerId).toBe('C1');
  expect(note.objections.map(({ span }) => text.slice(...span))).toEqual(['嫌贵']);
  expect(text.slice(...(note.amount?.span ?? [0, 0]))).toBe('５０万');
});

it('keeps what it has no field for as free text', () => {
  expect(parse('张主任 女儿考上大学 喜欢钓鱼 已报价50万 下周三再约').rest).toBe('女儿考上大学 喜欢钓鱼');
});

it('tells the planned from the done, and other dates and sums from the main ones', () => {
  const note = parse('昨天拜访张主任 竞品45万 报价50万 周五演示 下月10号开标');
  expect(note.actions.map(({ id }) => id)).toEqual(['visited', 'quoted']);
  expect(note.planned.map(({ id }) => id)).toEqual(['demoed']);
  expect(note.next?.at).toEqual(new Date('2026-03-13T09:00:00+08:00'));
  expect(note.otherDates.map(({ at }) => at.toISOString().slice(0, 10))).toEqual([
    '2026-03-11',
    '2026-04-10',
  ]);
  expect(note.otherAmounts.map(({ minFen }) => minFen)).toEqual([45_000_000]);
});

it('reads no date or word out of the name of a contact', () => {
  const known = [
    {
      customerId: 'C2',
      name: '同春堂',
      aliases: [],
      contacts: [
        { name: '方明', title: '经理' },
        { name: '周三', title: '店员' },
      ],
    },
  ];
  expect(parser.parse('方明上午已报价', { now, customers: known }).next).toBeUndefined();
  expect(parser.parse('周三 已报价', { now, customers: known })).toMatchObject({
    otherDates: [],
    customer: { status: 'sure' },
  });
});

it.each([
  ['it has text', `${'好'.repeat(MAX_NOTE_LENGTH)}张主任`, '张主任'],
  ['it ends inside an emoji', `${'好'.repeat(MAX_NOTE_LENGTH - 2)}👨‍👩‍👧尾`, '👨‍👩‍👧尾'],
])('reads the beginning of a long note and loses nothing when %s', (_when, text, tail) => {
  const note = parse(text);
  expect(note.truncated).toBe(true);
  expect(note.rest.endsWith(tail)).toBe(true);
});

it.each(['', ' ', '\u0000', '🎉', '\ud800', '。。。'])('finds nothing in %j', (text) => {
  expect(parse(text)).toMatchObject({
    customer: { status: 'none' },
    actions: [],
    scenes: [],
    otherDates: [],
    truncated: false,
  });
});

describe('a date that is no next step', () => {
  it.each([
    ['taken back', '不是下周二，是下周三上午十点', '2026-03-18T10:00:00+08:00'],
    ['taken back, another order', '别约周五，下周一下午三点', '2026-03-16T15:00:00+08:00'],
    ['spoken of from an earlier time', '国庆后那批货的事，等回复', undefined],
  ])('%s: %s', (_why, text, at) => {
    expect(parse(text).next?.at).toEqual(at ? new Date(at) : undefined);
  });
});
