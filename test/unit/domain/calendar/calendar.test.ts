import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Calendar, createCalendar } from '../../../../src/domain/calendar/calendar.ts';
import { quietUntil } from '../../../../src/domain/calendar/quiet.ts';
import { CalendarSettingsError } from '../../../../src/domain/calendar/settings.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `2026-01-05 09:00` in Shanghai. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);
const shown = (date: Date) =>
  new Date(date.getTime() + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');

describe.each(['Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati', 'UTC'])(
  'on a machine in %s',
  (zone) => {
    const before = process.env.TZ;
    let calendar: Calendar;
    beforeAll(() => {
      process.env.TZ = zone;
      calendar = createCalendar();
    });
    afterAll(() => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    });

    it.each([
      ['2026-01-05', true, '工作日'], // Monday
      ['2026-01-06', true, '工作日'],
      ['2026-01-07', true, '工作日'],
      ['2026-01-08', true, '工作日'],
      ['2026-01-09', true, '工作日'],
      ['2026-01-10', false, '周末'],
      ['2026-01-11', false, '周末'],
      ['2026-01-01', false, '元旦'],
      ['2026-01-04', true, '元旦调休上班'], // Sunday
      ['2026-02-14', true, '春节调休上班'], // Saturday
      ['2026-02-15', false, '春节'], // Sunday
      ['2026-02-17', false, '春节'],
      ['2026-02-23', false, '春节'],
      ['2026-02-24', true, '工作日'],
      ['2026-02-28', true, '春节调休上班'],
      ['2026-09-20', true, '国庆节调休上班'],
      ['2026-09-30', true, '工作日'],
      ['2026-10-01', false, '国庆节'],
      ['2026-10-07', false, '国庆节'],
      ['2026-10-08', true, '工作日'],
      ['2026-10-10', true, '国庆节调休上班'],
      ['2026-12-31', true, '工作日'],
      ['2031-02-03', true, '工作日'],
      ['2031-01-23', false, '春节'], // by law, arrangement unknown
      ['2031-01-27', true, '工作日'], // would be a bridge day
    ])('%s is worked: %s (%s)', (day, workday, name) => {
      expect(calendar.describeDay(day)).toEqual({ workday, name });
      expect(calendar.isWorkday(calendar.at(day, '00:00'))).toBe(workday);
      expect(calendar.isWorkday(calendar.at(day, '23:59'))).toBe(workday);
    });

    it.each([
      ['2026-01-05 08:59', false],
      ['2026-01-05 09:00', true],
      ['2026-01-05 11:59', true],
      ['2026-01-05 12:00', false],
      ['2026-01-05 13:29', false],
      ['2026-01-05 13:30', true],
      ['2026-01-05 18:00', false],
      ['2026-01-10 10:00', false],
      ['2026-02-14 10:00', true],
    ])('%s is working time: %s', (moment, expected) => {
      expect(calendar.isWorkingTime(at(moment))).toBe(expected);
    });

    it.each([
      ['2026-01-05 10:00', '2026-01-05 10:00'],
      ['2026-01-05 07:00', '2026-01-05 09:00'],
      ['2026-01-05 12:30', '2026-01-05 13:30'],
      ['2026-01-05 18:00', '2026-01-06 09:00'],
      ['2026-01-09 19:00', '2026-01-12 09:00'],
      ['2026-02-14 18:00', '2026-02-24 09:00'],
      ['2026-09-30 18:30', '2026-10-08 09:00'],
      ['2025-12-31 20:00', '2026-01-04 09:00'],
    ])('work after %s starts at %s', (from, next) => {
      expect(shown(calendar.nextWorkingTime(at(from)))).toBe(next);
    });

    it.each([
      ['2026-01-05 09:00', 2 * HOUR, '2026-01-05 11:00'],
      ['2026-01-05 10:00', 2 * HOUR, '2026-01-05 12:00'],
      ['2026-01-05 11:00', 2 * HOUR, '2026-01-05 14:30'], // over lunch
      ['2026-01-05 12:15', 2 * HOUR, '2026-01-05 15:30'], // during lunch
      ['2026-01-05 17:00', 2 * HOUR, '2026-01-06 10:00'], // over night
      ['2026-01-05 06:00', 2 * HOUR, '2026-01-05 11:00'],
      ['2026-01-05 22:00', 2 * HOUR, '2026-01-06 11:00'],
      ['2026-01-06 17:00', 2 * HOUR, '2026-01-07 10:00'],
      ['2026-01-07 17:00', 2 * HOUR, '2026-01-08 10:00'],
      ['2026-01-08 17:00', 2 * HOUR, '2026-01-09 10:00'],
      ['2026-01-09 17:00', 2 * HOUR, '2026-01-12 10:00'], // Friday
      ['2026-01-10 11:00', 2 * HOUR, '2026-01-12 11:00'], // Saturday
      ['2026-01-11 11:00', 2 * HOUR, '2026-01-12 11:00'], // Sunday
      ['2026-02-13 17:00', 2 * HOUR, '2026-02-14 10:00'], // into a make-up Saturday
      ['2026-02-14 17:00', 2 * HOUR, '2026-02-24 10:00'], // over the Spring Festival
      ['2026-09-30 17:00', 2 * HOUR, '2026-10-08 10:00'], // over National Day
      ['2026-04-30 17:00', 2 * HOUR, '2026-05-06 10:00'], // month end and Labour Day
      ['2025-12-31 17:00', 2 * HOUR, '2026-01-04 10:00'], // year end, make-up Sunday
      ['2026-06-30 17:30', 30 * MINUTE, '2026-06-30 18:00'],
      ['2026-06-30 17:30', 31 * MINUTE, '2026-07-01 09:01'],
      ['2026-01-05 09:00', 37.5 * HOUR, '2026-01-09 18:00'],
      ['2026-01-10 11:00', 0, '2026-01-12 09:00'],
      ['2026-12-31 17:00', 2 * HOUR, '2027-01-04 10:00'], // 1 January 2027 is a Friday
    ])('%s plus %i ms of working time is %s', (from, ms, due) => {
      expect(shown(calendar.addWorking(at(from), ms))).toBe(due);
    });

    it.each([
      ['2026-01-05 09:00', '2026-01-05 18:00', 7.5 * HOUR],
      ['2026-01-05 11:00', '2026-01-05 14:00', 1.5 * HOUR],
      ['2026-01-05 12:00', '2026-01-05 13:30', 0],
      ['2026-01-09 17:00', '2026-01-12 10:00', 2 * HOUR],
      ['2026-02-14 17:00', '2026-02-24 10:00', 2 * HOUR],
      ['2026-01-10 00:00', '2026-01-11 23:59', 0],
      ['2026-01-05 18:00', '2026-01-05 09:00', 0],
      ['2026-10-05 00:00', '2026-10-12 00:00', 3 * 7.5 * HOUR],
    ])('from %s to %s there are %i ms of work', (from, to, ms) => {
      expect(calendar.workingBetween(at(from), at(to))).toBe(ms);
    });

    it.each([
      ['2026-01-05 15:20', 0, '2026-01-05 15:20'],
      ['2026-01-05 15:20', 1, '2026-01-06 15:20'],
      ['2026-01-05 15:20', 5, '2026-01-12 15:20'],
      ['2026-01-10 15:20', 1, '2026-01-12 15:20'],
      ['2026-02-13 15:20', 1, '2026-02-14 15:20'],
      ['2026-02-13 15:20', 2, '2026-02-24 15:20'],
      ['2026-09-30 15:20', 3, '2026-10-10 15:20'],
      ['2026-12-30 00:00', 2, '2027-01-04 00:00'],
    ])('%s plus %i working days is %s', (from, days, due) => {
      expect(shown(calendar.addWorkdays(at(from), days))).toBe(due);
    });

    it.each([
      ['2026-01-01 00:00', '2026-01-01', '2026-W01', '2026-01'],
      ['2025-12-31 23:59', '2025-12-31', '2026-W01', '2025-12'],
      ['2026-12-31 12:00', '2026-12-31', '2026-W53', '2026-12'],
      ['2027-01-03 23:59', '2027-01-03', '2026-W53', '2027-01'],
      ['2027-01-04 00:00', '2027-01-04', '2027-W01', '2027-01'],
      ['2026-03-01 00:00', '2026-03-01', '2026-W09', '2026-03'],
    ])('%s lies in %s, %s, %s', (moment, day, week, month) => {
      const date = at(moment);
      expect([calendar.dayKey(date), calendar.weekKey(date), calendar.monthKey(date)]).toEqual([
        day,
        week,
        month,
      ]);
      expect(shown(calendar.startOfDay(date))).toBe(`${day} 00:00`);
      expect(shown(calendar.at(day, moment.slice(11)))).toBe(moment);
    });

    it('is consistent with itself at every quarter of an hour around the Spring Festival', () => {
      for (let moment = at('2026-02-12 00:00'); moment < at('2026-02-26 00:00'); ) {
        for (const ms of [1, 90 * MINUTE, 4.5 * HOUR, 20 * HOUR]) {
          const due = calendar.addWorking(moment, ms);
          expect(calendar.workingBetween(moment, due)).toBe(ms);
          expect(calendar.isWorkingTime(new Date(due.getTime() - 1))).toBe(true);
        }
        moment = new Date(moment.getTime() + 15 * MINUTE);
      }
    });
  },
);

describe('quiet hours', () => {
  const calendar = createCalendar();
  const nights = { hours: ['21:30-08:00'] };
  it.each([
    ['2026-01-05 21:29', nights, null],
    ['2026-01-05 21:30', nights, '2026-01-06 08:00'],
    ['2026-01-06 07:59', nights, '2026-01-06 08:00'],
    ['2026-01-06 08:00', nights, null],
    ['2026-01-10 10:00', nights, null],
    ['2026-01-10 10:00', { ...nights, restDays: true }, '2026-01-12 08:00'],
    ['2026-01-09 22:00', { ...nights, restDays: true }, '2026-01-12 08:00'],
    ['2026-02-15 10:00', { ...nights, restDays: true }, '2026-02-24 08:00'],
    ['2026-02-14 10:00', { ...nights, restDays: true }, null],
    ['2026-01-05 12:30', { hours: ['12:00-13:30', '21:00-08:00'] }, '2026-01-05 13:30'],
    ['2026-01-05 20:30', { hours: ['20:00-24:00', '00:00-07:00'] }, '2026-01-06 07:00'],
    ['2026-12-31 23:00', nights, '2027-01-01 08:00'],
    ['2026-01-05 10:00', { hours: [] }, null],
  ])('at %s with %o it is quiet until %s', (moment, quietHours, until) => {
    const end = quietUntil(calendar, at(moment), quietHours);
    expect(end && shown(end)).toBe(until);
  });

  it.each([
    [['25:00-08:00']],
    [['21-8']],
    [['08:00-08:00']],
    [['00:00-12:00', '12:00-24:00']],
    [['10:00-09:00', '08:00-11:00']],
  ])('refuses %j', (hours) => {
    expect(() => quietUntil(calendar, at('2026-01-05 10:30'), { hours })).toThrow(RangeError);
  });
});

describe('a company of its own', () => {
  it('works on Saturdays, rests on its anniversary and works an extra Sunday', () => {
    const calendar = createCalendar({
      workdays: [1, 2, 3, 4, 5, 6],
      hours: ['08:00-17:00'],
      holidays: ['CN', '2026-03-16'],
      extraWorkdays: ['2026-03-15', '2026-10-07'],
    });
    expect(calendar.describeDay('2026-03-14')).toEqual({ workday: true, name: '工作日' });
    expect(calendar.describeDay('2026-03-15')).toEqual({ workday: true, name: '公司安排上班' });
    expect(calendar.describeDay('2026-03-16')).toEqual({ workday: false, name: '公司放假' });
    expect(calendar.describeDay('2026-10-07').workday).toBe(true);
    expect(calendar.describeDay('2026-10-06').workday).toBe(false);
  });

  it('needs no Chinese table', () => {
    const calendar = createCalendar({ holidays: ['2026-02-17'] });
    expect(calendar.isWorkday('2026-02-16')).toBe(true);
    expect(calendar.isWorkday('2026-02-17')).toBe(false);
    expect(calendar.isWorkday('2026-02-14')).toBe(false);
    expect(calendar.tableCovers(2050)).toBe(true);
  });

  it('keeps the time of day when a zone changes its clocks', () => {
    const calendar = createCalendar({ timeZone: 'America/New_York', holidays: [] });
    const friday = new Date('2026-03-06T17:00:00-05:00');
    expect(calendar.addWorkdays(friday, 1).toISOString()).toBe('2026-03-09T21:00:00.000Z');
    expect(calendar.addWorking(friday, 2 * HOUR).toISOString()).toBe('2026-03-09T14:00:00.000Z');
    expect(calendar.dayKey(new Date('2026-03-09T03:59:00Z'))).toBe('2026-03-08');
  });

  it('says which years it does not know', () => {
    const calendar = createCalendar();
    expect([calendar.tableCovers(2026), calendar.tableCovers(2031)]).toEqual([true, false]);
    expect(calendar.warnings(at('2026-01-05 00:00'), at('2026-12-31 00:00'))).toEqual([]);
    expect(calendar.warnings(at('2030-12-31 00:00'), at('2031-01-02 00:00'))).toEqual([
      expect.stringContaining('2030年的放假调休安排尚未收录'),
      expect.stringContaining('2031年的放假调休安排尚未收录'),
    ]);
  });

  it('lists every mistake in its settings', () => {
    const mistakes = {
      timeZone: 'Asia/Peking2',
      workdays: [0, 8],
      hours: ['9-12', '14:00-13:00', '10:00-12:00', '11:00-13:00'],
      holidays: ['2026-02-30' as const, '2026-05-01'],
      extraWorkdays: ['2026-05-01', 'x'],
    };
    const paths = () => {
      try {
        createCalendar(mistakes);
      } catch (error) {
        if (error instanceof CalendarSettingsError) return error.problems.map(({ path }) => path);
      }
      return [];
    };
    expect(paths()).toEqual([
      'timeZone',
      'workdays.0',
      'workdays.1',
      'holidays.0',
      'extraWorkdays.1',
      'extraWorkdays',
      'hours.0',
      'hours.1',
      'hours.3',
    ]);
    expect(() => createCalendar({ workdays: [] })).toThrow('至少要有一个工作日');
    expect(() => createCalendar({ hours: [] })).toThrow('至少要有一段工作时间');
  });

  it('refuses what makes no sense', () => {
    const calendar = createCalendar();
    const now = at('2026-01-05 10:00');
    expect(() => calendar.at('2026-02-30', '10:00')).toThrow(RangeError);
    expect(() => calendar.at('2026-02-03', '24:01')).toThrow(RangeError);
    expect(() => calendar.addWorking(now, -1)).toThrow(RangeError);
    expect(() => calendar.addWorking(now, Number.NaN)).toThrow(RangeError);
    expect(() => calendar.addWorkdays(now, 1.5)).toThrow(RangeError);
  });
});
