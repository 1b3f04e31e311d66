import { expect, it } from 'vitest';
import { fillPlaceholders } from '../../../src/domain/placeholders.ts';

it.each<[text: string, values: Record<string, string | undefined>, filled: string]>([
  ['{a}您好', { a: '王主任' }, '王主任您好'],
  ['{ a }您好', { a: '王主任' }, '王主任您好'],
  ['{a}，您好', {}, '您好'],
  ['您好，{a}，请看', {}, '您好，请看'],
  ['您好，{a}。', {}, '您好。'],
  ['请找{a}（{b}）', { a: '王敏' }, '请找王敏'],
  ['看到{company}在了解', {}, '看到贵单位在了解'],
  ['看到{company}在了解', { company: '  市一\n医院 ' }, '看到市一 医院在了解'],
  ['{unknown}和{}和{a', { a: 'x' }, '和和a'],
  ['{a}', { a: '{company}' }, 'company'],
  ['{constructor}{__proto__}您好', {}, '您好'],
  ['关于{a}', { a: '很'.repeat(200) }, `关于${'很'.repeat(59)}…`],
  ['电话 {a} 请回电', { a: '👨‍👩‍👧' }, '电话 👨‍👩‍👧 请回电'],
])('%j with %j', (text, values, filled) => {
  expect(fillPlaceholders(text, values, { company: '贵单位' })).toBe(filled);
});

it('is quick on hostile text', () => {
  const text = '{'.repeat(1000) + '，'.repeat(1000) + '（'.repeat(1000);
  expect(fillPlaceholders(text, {})).not.toContain('{');
});
