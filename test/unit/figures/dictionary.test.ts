import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FIGURES } from '../../../src/domain/metrics/index.ts';
import { readPeriod } from '../../../src/domain/metrics/period.ts';
import { type NamedSlice, readQuestion } from '../../../src/domain/metrics/read-question.ts';
import { metrics } from '../../../src/domain/playbook/metrics.ts';
import { ROOT } from '../../support/company.ts';

const TODAY = '2026-11-25';

it('docs/figures.md lists every figure as the code defines it', async () => {
  const settings = metrics.parse({});
  const rows = FIGURES.map(
    ({ id, title, unit, words, formula }) =>
      `| \`${id}\` | ${title} | ${unit} | ${formula(settings)} | ${words.join('、')} |`,
  );
  const page = readFileSync(join(ROOT, 'docs/figures.md'), 'utf8');
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows);
});

it('no name means two figures', () => {
  const names = FIGURES.flatMap(({ id, title, words }) => [id, title, ...words]).map((name) =>
    name.toLowerCase(),
  );
  expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
});

it.each([
  ['本周', '2026-11-23', '2026-11-25', '2026-11-16', '2026-11-18'],
  ['上周', '2026-11-16', '2026-11-22', '2026-11-09', '2026-11-15'],
  ['本月', '2026-11-01', '2026-11-25', '2026-10-01', '2026-10-25'],
  ['上个月', '2026-10-01', '2026-10-31', '2026-09-01', '2026-09-30'],
  ['近7天', '2026-11-19', '2026-11-25', '2026-11-12', '2026-11-18'],
  ['昨天', '2026-11-24', '2026-11-24', '2026-11-23', '2026-11-23'],
  ['11月3日到11月9日', '2026-11-03', '2026-11-09', '2026-10-27', '2026-11-02'],
  ['2026-11-03', '2026-11-03', '2026-11-03', '2026-11-02', '2026-11-02'],
  ['12月5日', '2025-12-05', '2025-12-05', '2025-12-04', '2025-12-04'],
  ['9月', '2026-09-01', '2026-09-30', '2026-08-01', '2026-08-31'],
])('%s is %s to %s, compared with %s to %s', (words, from, to, beforeFrom, beforeTo) => {
  expect(readPeriod(words, TODAY)?.period).toEqual({ from, to, before: { from: beforeFrom, to: beforeTo } });
});

const SLICES: NamedSlice[] = [
  { by: 'person', key: 'zhang-wei', name: '张伟' },
  { by: 'team', key: '华东一组', name: '华东一组' },
  { by: 'region', key: '华东', name: '华东' },
];

it.each([
  ['SLA 上周 按组', 'sla-2h', 'team', {}],
  ['激活率 本月 张伟', 'activation-72h', undefined, { person: 'zhang-wei' }],
  ['上周华东一组的分配后首联率', 'sla-2h-assigned', undefined, { team: '华东一组' }],
  ['成交金额 按月 华东', 'won-amount', 'month', { region: '华东' }],
  ['ＳＬＡ', 'sla-2h', undefined, {}],
  ['超时解决率', 'overdue-solved', undefined, {}],
])('%s is understood', (text, id, by, where) => {
  const question = readQuestion(text, SLICES, TODAY);
  expect(question.kind).toBe('figure');
  if (question.kind !== 'figure') return;
  expect({ id: question.figure.id, by: question.by }).toEqual({ id, by });
  expect(Object.fromEntries(question.where.map((slice) => [slice.by, slice.key]))).toEqual(where);
});

it.each([
  ['', undefined, {}],
  ['张伟', undefined, { person: 'zhang-wei' }],
  ['张伟这周', '2026-11-23', { person: 'zhang-wei' }],
  ['上个月 华东一组', '2026-10-01', { team: '华东一组' }],
])('“%s” asks for the figures looked at first', (text, from, where) => {
  const question = readQuestion(text, SLICES, TODAY);
  expect(question.kind).toBe('list');
  if (question.kind !== 'list') return;
  expect(question.period?.from).toBe(from);
  expect(Object.fromEntries(question.where.map((slice) => [slice.by, slice.key]))).toEqual(where);
});

it.each([
  ['按组', '要哪个指标'],
  ['SLAA 上周', 'SLA'],
  ['天气', '线索激活率'],
  ['SLA 上上上', '没看懂'],
  ['SLA 2026-13-45', '没看懂'],
])('%s is said not to be understood', (text, said) => {
  const question = readQuestion(text, SLICES, TODAY);
  expect(question).toMatchObject({ kind: 'unknown', text: expect.stringContaining(said) });
});
