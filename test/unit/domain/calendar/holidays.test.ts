import { describe, expect, it } from 'vitest';
import {
  chineseHoliday,
  hasArrangement,
  makeUpDay,
  statutoryHolidays,
} from '../../../../src/domain/calendar/holidays.ts';

describe('Chinese holidays', () => {
  it('knows the days fixed by law for a year without an arrangement', () => {
    expect(hasArrangement(2031)).toBe(false);
    // The mid-autumn festival falls on National Day.
    expect([...statutoryHolidays(2031)].sort().map((row) => row.join(' '))).toEqual([
      '2031-01-01 元旦',
      '2031-01-22 春节',
      '2031-01-23 春节',
      '2031-01-24 春节',
      '2031-01-25 春节',
      '2031-04-05 清明',
      '2031-05-01 劳动节',
      '2031-05-02 劳动节',
      '2031-06-24 端午',
      '2031-10-01 国庆节',
      '2031-10-02 国庆节',
      '2031-10-03 国庆节',
    ]);
  });

  // The law gave eleven days up to 2024: the eve of the Spring Festival and 2 May came with 2025.
  it.each([2010, 2013, 2015, 2016, 2018, 2019, 2021, 2022, 2023, 2024, 2025, 2026])(
    'computes days that the official arrangement of %i confirms',
    (year) => {
      for (const [day, name] of statutoryHolidays(year)) {
        const isNewSince2025 = year < 2025 && (day.endsWith('-05-02') || chineseHoliday(day) === undefined);
        if (isNewSince2025) expect(['春节', '劳动节']).toContain(name);
        else expect(chineseHoliday(day), day).toBeDefined();
      }
    },
  );

  it('takes bridge and make-up days from the table', () => {
    expect(chineseHoliday('2026-02-23')).toBe('春节');
    expect(chineseHoliday('2026-10-07')).toBe('国庆节');
    expect(makeUpDay('2026-10-10')).toBe('国庆节');
    expect(makeUpDay('2026-10-11')).toBeUndefined();
  });
});
