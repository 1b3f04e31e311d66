import { describe, expect, it } from 'vitest';
import { createNoteParser } from '../../../../src/domain/note/parse-note.ts';

const { parse } = createNoteParser({ actions: [], objections: [], scenes: [] });
/** A Monday, on an odd millisecond. */
const NOW = new Date('2026-11-30T10:20:00.437+08:00');
const read = (text: string) => parse(text, { now: NOW, customers: [] });
const unread = (text: string) => read(text).unread.map(({ span, why }) => `${text.slice(...span)} ${why}`);

describe('what is written like a date and is none', () => {
  it.each([
    ['11月31日回访', '11月31日 no-such-date'],
    ['2月29日再约', '2月29日 no-such-date'],
    ['13月5号去', '13月5号 no-such-date'],
    ['9/31 回访', '9/31 no-such-date'],
    ['2027-02-30 签合同', '2027-02-30 no-such-date'],
    ['下个月32号联系', '下个月32号 no-such-date'],
    ['41号再去', '41号 no-such-date'],
    ['下周八上午过去', '周八 no-such-date'],
    ['后天26点到店', '26点 no-such-date'],
    ['周三15:75过去', '15:75 no-such-date'],
    ['大年初六开门再去', '大年初六 not-understood'],
    ['腊月二十前定', '腊月二十 not-understood'],
    ['冬至后回访', '冬至后 not-understood'],
    ['下下下周见', '下下下周 not-understood'],
    ['11月18日回访', '11月18日 over'],
  ])('is told: %s', (text, expected) => {
    expect(unread(text)).toEqual([expected]);
  });

  it.each([
    '3号楼看了',
    '45号钢样件',
    '一周8次',
    '报价11.31万',
    '让了5点',
    '完成率13/50',
    '最初三家都谈过',
    '11月18日回访过了',
    '11月18日拜访',
    '12月31日前签',
    '三八妇女节活动做完了',
    '最初一版',
    '初三学生用',
  ])('is not: %s', (text) => {
    expect(unread(text)).toEqual([]);
  });
});

describe('which day is meant', () => {
  const next = (text: string) => {
    const found = read(text).next;
    return found && new Date(found.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  };

  it.each([
    ['不是周四，是周五上午', '2026-12-04'],
    ['周三回访，哦不，周四', '2026-12-03'],
    ['下周一，说错了，下周二过去', '2026-12-08'],
    ['国庆后报的价没消息', undefined],
    ['国庆前签的那单要售后', undefined],
    ['春节后那批货要退', undefined],
    ['元旦后再去', '2027-01-04'],
    ['周五前签的话就好了', '2026-12-04'],
  ])('%s: %s', (text, expected) => {
    expect(next(text)).toBe(expected);
  });
});
