import { describe, expect, it } from 'vitest';
import type { QuestionItem } from '../../../../src/domain/questions/item.ts';
import { readLine } from '../../../../src/domain/questions/read-line.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';
import { local } from '../../../support/time.ts';

const { playbook } = examplePlaybook('medical-devices');
const CONTEXT = { playbook, now: new Date(+local('2026-12-02 14:11') + 137) };

const base = { words: [], options: [] };
const ITEMS: QuestionItem[] = [
  { ...base, id: 'demoDate', label: '演示日期', kind: 'date' },
  { ...base, id: 'customerQuestions', label: '客户疑问清单', kind: 'text', words: ['疑问', '客户问题'] },
  { ...base, id: 'secondDemo', label: '是否需二次演示', kind: 'yes-no', words: ['二次演示', '再演示一次'] },
  { ...base, id: 'trialDays', label: '试用周期（天）', kind: 'number', words: ['试用天数'] },
  { ...base, id: 'quotedAmount', label: '报价金额', kind: 'money' },
  { ...base, id: 'bidding', label: '是否招标项目', kind: 'yes-no', words: ['公开招标'] },
  { ...base, id: 'competitors', label: '竞品信息', kind: 'text', words: ['竞品'] },
];
const isRecord = (text: string) => /已报价|打了电话/.test(text);

function read(line: string, current?: string) {
  const { answers, problems, rest } = readLine(
    line,
    ITEMS,
    ITEMS.find(({ id }) => id === current),
    CONTEXT,
    isRecord,
  );
  return {
    values: Object.fromEntries(answers.map(({ item, value }) => [item, value])),
    problems: problems.map(({ item }) => item.id),
    rest,
  };
}

describe('several answers in one line', () => {
  it.each<[string, string | undefined, Record<string, unknown>, string[], string]>([
    [
      '演示日期周五 需要二次演示 疑问是接口',
      undefined,
      { demoDate: '2026-12-04', secondDemo: true, customerQuestions: '接口' },
      [],
      '',
    ],
    ['周五，不用二次演示', 'demoDate', { demoDate: '2026-12-04', secondDemo: false }, [], ''],
    ['二次演示不需要 试用30天', undefined, { secondDemo: false }, [], '试用30天'],
    ['试用周期30 报价金额86万', undefined, { trialDays: 30, quotedAmount: 860_000 }, [], ''],
    ['竞品是迈瑞和理邦、还有开立', undefined, { competitors: '迈瑞和理邦、还有开立' }, [], ''],
    ['疑问是接口 已报价50万', undefined, { customerQuestions: '接口' }, [], '已报价50万'],
    ['演示日期还没定 公开招标是', undefined, { bidding: true }, ['demoDate'], ''],
    ['是否招标项目：否\n试用周期（天）：0', undefined, { bidding: false, trialDays: 0 }, [], ''],
    [
      '演示日期：2026-12-09\n客户疑问清单：接口：DICOM 能否对接；竞品价格',
      undefined,
      { demoDate: '2026-12-09', customerQuestions: '接口：DICOM 能否对接；竞品价格' },
      [],
      '',
    ],
    ['演示日期周五 演示日期下周二', undefined, { demoDate: '2026-12-08' }, [], ''],
    ['周五', 'demoDate', {}, [], '周五'],
    ['今天天气不错', 'demoDate', {}, [], '今天天气不错'],
    ['演示日期', undefined, {}, ['demoDate'], ''],
    // Full width, no spaces.
    ['演示日期：１２月９日，再演示一次：要', undefined, { demoDate: '2026-12-09', secondDemo: true }, [], ''],
  ])('%s', (line, current, values, problems, rest) => {
    expect(read(line, current)).toEqual({ values, problems, rest });
  });

  it('a form may name other items in a free text', () => {
    const line = '客户疑问清单：演示日期会不会变';
    expect(readLine(line, ITEMS, undefined, CONTEXT, undefined, true).answers).toMatchObject([
      { value: '演示日期会不会变' },
    ]);
  });

  it('takes any line in linear time and loses no word of it', () => {
    const line = '演示日期 '.repeat(5_000);
    expect(read(line).problems).toHaveLength(200);
  });
});

const GATE: QuestionItem[] = [
  { ...base, id: 'committeeDate', label: '院采委会议日期', kind: 'date' },
  {
    ...base,
    id: 'tick:papers',
    label: '上会材料已提交',
    kind: 'choice',
    options: [{ value: '已办', words: ['办好了'] }],
    done: true,
  },
  { ...base, id: 'quotedAmount', label: '报价金额', kind: 'money' },
];

describe('the answer to what was asked last, with more behind it', () => {
  const none = {};
  it.each<[string, string | undefined, Record<string, unknown>, string]>([
    ['5月20日，材料交了', 'committeeDate', { committeeDate: '2027-05-20', 'tick:papers': '已办' }, ''],
    ['材料交了，12月9号', 'committeeDate', { committeeDate: '2026-12-09', 'tick:papers': '已办' }, ''],
    ['下周五 材料还没交', 'committeeDate', { committeeDate: '2026-12-11' }, '材料还没交'],
    ['12月16日，打了电话', 'committeeDate', { committeeDate: '2026-12-16' }, '打了电话'],
    ['12月16日；提交了上会材料', 'committeeDate', { committeeDate: '2026-12-16', 'tick:papers': '已办' }, ''],
    ['12月16日 上会材料已提交', 'committeeDate', { committeeDate: '2026-12-16', 'tick:papers': '已办' }, ''],
    ['86万，材料已经交了', 'quotedAmount', { quotedAmount: 860_000, 'tick:papers': '已办' }, ''],
    ['材料交了', 'committeeDate', { 'tick:papers': '已办' }, ''],
    // A date or a sum in front of what took place belongs to it.
    ['周五 打了电话', 'committeeDate', none, '周五 打了电话'],
    ['50万 已报价', 'quotedAmount', none, '50万 已报价'],
    ['今天拜访了王主任，材料交了，嫌贵', 'committeeDate', none, '今天拜访了王主任，材料交了，嫌贵'],
    ['材料下周交了再说', 'committeeDate', none, '材料下周交了再说'],
  ])('%s', (line, asked, values, rest) => {
    const item = GATE.find(({ id }) => id === asked);
    const found = readLine(line, GATE, item, CONTEXT, isRecord);
    expect(found).toMatchObject({ problems: [], rest });
    expect(Object.fromEntries(found.answers.map((answer) => [answer.item, answer.value]))).toEqual(values);
  });
});
