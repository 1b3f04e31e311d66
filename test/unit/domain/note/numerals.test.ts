import { describe, expect, it } from 'vitest';
import { parseChineseNumber } from '../../../../src/domain/note/parse-note.ts';

describe('parseChineseNumber', () => {
  it.each([
    ['零', 0],
    ['七', 7],
    ['两', 2],
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['三十一', 31],
    ['一百', 100],
    ['一百零五', 105],
    ['一百一十', 110],
    ['一百三', 130],
    ['两百零八', 208],
    ['三千二', 3200],
    ['三千零二', 3002],
    ['六千五百', 6500],
    ['一万', 10_000],
    ['三万五', 35_000],
    ['三万零五', 30_005],
    ['十二万八', 128_000],
    ['一百二十万', 1_200_000],
    ['三百二十八万', 3_280_000],
    ['五千八百万', 58_000_000],
    ['一亿二', 120_000_000],
    ['一亿二千万', 120_000_000],
    ['二〇二六', 2026],
    ['贰拾叁', 23],
  ])('%s is %d', (text, value) => {
    expect(parseChineseNumber(text)).toBe(value);
  });

  it.each([
    '',
    '三四',
    '五六十',
    '万',
    '千',
    '百',
    '十万亿千',
    '一二三',
    '3',
    '十点',
    '一十十',
    '一'.repeat(30),
  ])('%s is no single number', (text) => {
    expect(parseChineseNumber(text)).toBeUndefined();
  });
});
