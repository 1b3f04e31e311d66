import { describe, expect, it } from 'vitest';
import { BOOK_HEADERS, bookOf, standingOf } from '../../../../src/domain/intake/book.ts';
import { isUntouched } from '../../../../src/domain/intake/untouched.ts';
import { mapHeaders } from '../../../../src/domain/match/headers.ts';

describe('how a customer of a book stands (A1)', () => {
  it.each([
    ['已成交', 'won'],
    ['成交客户', 'won'],
    ['合作中', 'won'],
    ['已签约，待回款', 'won'],
    ['Closed Won', 'won'],
    ['流失', 'lost'],
    ['已丢单（价格）', 'lost'],
    ['无效线索', 'lost'],
    ['Closed Lost', 'lost'],
    ['未成交', 'going'],
    ['待签约', 'going'],
    ['预计下月签单', 'going'],
    ['还没有合作', 'going'],
    ['跟进中', 'going'],
    ['方案报价', 'going'],
  ] as const)('%s: %s', (state, stands) => {
    expect(standingOf(state)).toBe(stands);
  });
});

describe('a row of a book', () => {
  it.each([
    [
      { 业务员: '徐 静', 签约日期: '2026/3/5', '合同额（万元）': '35.8' },
      { owner: '徐静', stands: 'won', dealDay: '2026-03-05', dealFen: 35_800_000 },
    ],
    [
      { 负责人: '刘洋', 合同金额: '¥120,000' },
      { owner: '刘洋', stands: 'going', dealFen: 12_000_000 },
    ],
    [
      { 客户状态: '已成交', 成交金额: '3万8' },
      { stands: 'won', dealFen: 3_800_000 },
    ],
    [
      { 状态: '流失', 成交日期: '2025年12月1日' },
      { stands: 'lost', dealDay: '2025-12-01' },
    ],
    [{ 成交日期: '不详' }, { stands: 'going', dealDay: undefined }],
  ])('%j', (cells, expected) => {
    expect(
      bookOf(cells as Record<string, string>, mapHeaders(Object.keys(cells), BOOK_HEADERS)),
    ).toMatchObject(expected);
  });
});

describe('whether nobody has worked on an imported lead', () => {
  const made = {
    originKey: 'imp-1-zhou-xin:3',
    interactions: 0,
    applied: ['imp-1-zhou-xin:3', 'imp-1-zhou-xin:3/give'],
  };
  it.each([
    ['as it was made', {}, true],
    ['a deadline passed', { applied: [...made.applied, 'clock:L1001:first-touch:1:0:2'] }, true],
    ['somebody said something of it', { interactions: 1 }, false],
    ['somebody took it on', { applied: [...made.applied, 'simulator:msg_1'] }, false],
    ['it came in again by another way', { applied: [...made.applied, 'api:demo:17'] }, false],
    ['it is of another import', { originKey: 'imp-1-zhou-xin-2:3' }, false],
  ])('%s', (_, over, untouched) => {
    expect(isUntouched({ ...made, ...over }, 'imp-1-zhou-xin')).toBe(untouched);
  });
});
