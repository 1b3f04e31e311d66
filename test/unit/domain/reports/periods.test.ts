import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../../../src/domain/calendar/calendar.ts';
import { days, type Every, fallsOn } from '../../../../src/domain/reports/periods.ts';

const calendar = createCalendar({ timeZone: 'Asia/Shanghai', holidays: ['CN'] });

/** The days of a span on which a report falls due. */
function due(every: Every, first: string, count: number, workdaysOnly = false): string[] {
  return days(first, count).filter((day) => fallsOn(every, day, calendar, workdaysOnly));
}

describe('a report falls due', () => {
  it('every day, or every working day, make-up days included', () => {
    expect(due({ every: 'day' }, '2026-10-01', 10)).toHaveLength(10);
    // National Day holidays end on the 7th; Saturday the 10th is worked for them.
    expect(due({ every: 'day' }, '2026-10-01', 10, true)).toEqual(['2026-10-08', '2026-10-09', '2026-10-10']);
  });

  it('on its weekday, holiday or not', () => {
    expect(due({ every: 'week', on: 5 }, '2026-09-28', 14)).toEqual(['2026-10-02', '2026-10-09']);
    expect(due({ every: 'week', on: 7 }, '2026-11-23', 7)).toEqual(['2026-11-29']);
  });

  it.each<[name: string, every: Every, first: string, expected: string]>([
    ['the first working day of a month', { every: 'month', on: 'first-workday' }, '2026-10-01', '2026-10-08'],
    ['the last working day of a month', { every: 'month', on: 'last-workday' }, '2026-10-01', '2026-10-30'],
    ['a month that begins on a Sunday', { every: 'month', on: 'first-workday' }, '2026-11-01', '2026-11-02'],
    [
      'a year that begins with a holiday',
      { every: 'month', on: 'first-workday' },
      '2026-01-01',
      '2026-01-04',
    ],
  ])('on %s', (_name, every, first, expected) => {
    expect(due(every, first, 31).filter((day) => day.slice(0, 7) === first.slice(0, 7))).toEqual([expected]);
  });

  it('once a month over a whole year', () => {
    const all = due({ every: 'month', on: 'first-workday' }, '2026-01-01', 365);
    expect(new Set(all.map((day) => day.slice(0, 7))).size).toBe(12);
    expect(all).toHaveLength(12);
  });
});
