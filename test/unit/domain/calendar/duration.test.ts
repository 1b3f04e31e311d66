import { describe, expect, it } from 'vitest';
import { DurationError, describeDuration, parseDuration } from '../../../../src/domain/calendar/duration.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('parseDuration', () => {
  it.each([
    ['30m', 30 * MINUTE],
    ['2h', 2 * HOUR],
    [' 2 H ', 2 * HOUR],
    ['２ｈ', 2 * HOUR],
    ['1h30m', 90 * MINUTE],
    ['1 hour 30 minutes', 90 * MINUTE],
    ['1.5h', 90 * MINUTE],
    ['4.5 小时', 270 * MINUTE],
    ['72h', 72 * HOUR],
    ['PT2H', 2 * HOUR],
    ['pt1h30m', 90 * MINUTE],
    ['P1DT12H', 36 * HOUR],
    ['1.5d', 36 * HOUR],
    ['90s', 90_000],
    ['2小时', 2 * HOUR],
    ['2个小时30分钟', 150 * MINUTE],
    ['0m', 0],
  ])('%s is elapsed time', (text, ms) => {
    expect(parseDuration(text)).toEqual({ kind: 'time', ms });
  });

  it.each([
    ['3d', 3],
    ['3 days', 3],
    ['3天', 3],
    ['2w', 14],
    ['两周'.replace('两', '2'), 14],
    ['P3D', 3],
    ['P2W', 14],
  ])('%s is days', (text, days) => {
    expect(parseDuration(text)).toEqual({ kind: 'days', days });
  });

  it.each(['5 workdays', '5workdays', '5 Working Days', '5 business days', '5工作日', '5个工作日', '5wd'])(
    '%s is working days',
    (text) => {
      expect(parseDuration(text)).toEqual({ kind: 'workdays', days: 5 });
    },
  );

  it.each([
    '',
    '   ',
    '2',
    'h',
    '2x',
    '-2h',
    '2h foo',
    'two hours',
    'P',
    'PT',
    '3 months',
    '1个月',
    'P1M',
    '1y',
    '1.5 workdays',
    '2hh',
    '1e3h',
    'constructor',
    '5constructor',
    '20 years',
    '9'.repeat(5000),
  ])('refuses %s', (text) => {
    expect(() => parseDuration(text)).toThrow(DurationError);
  });

  it('refuses more than ten years, and says so', () => {
    expect(() => parseDuration('99999d')).toThrow('超过十年');
    expect(() => parseDuration('99999 workdays')).toThrow('超过十年');
  });
});

describe('describeDuration', () => {
  it.each([
    ['2h', '2小时'],
    ['90m', '1小时30分钟'],
    ['45s', '45秒'],
    ['72h', '72小时'],
    ['3d', '3天'],
    ['5 workdays', '5个工作日'],
    ['0h', '立即'],
  ])('%s → %s', (text, chinese) => {
    expect(describeDuration(parseDuration(text))).toBe(chinese);
  });
});
