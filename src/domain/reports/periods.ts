import { type Calendar, shiftDay } from '../calendar/calendar.ts';

/** How often a report is made. */
export type Every =
  | { every: 'day' }
  /** @property on ISO weekday, 1 is Monday */
  | { every: 'week'; on: number }
  | { every: 'month'; on: 'first-workday' | 'last-workday' };

export type Period = Every['every'];

/** After downtime, reports that fell due within so many days are made up for, oldest first. */
export const BACKFILL_DAYS: Record<Period, number> = { day: 7, week: 35, month: 70 };
/** A report falls due at least once within so many days from now, the longest holidays included. */
export const LOOK_AHEAD_DAYS: Record<Period, number> = { day: 15, week: 15, month: 70 };

/** Whether a report falls due on a local day. @param workdaysOnly leaves out days off, of a daily report */
export function fallsOn(every: Every, day: string, calendar: Calendar, workdaysOnly: boolean): boolean {
  switch (every.every) {
    case 'day':
      return !workdaysOnly || calendar.isWorkday(day);
    case 'week':
      return isoWeekday(day) === every.on;
    case 'month':
      return calendar.isWorkday(day) && !workdayInMonth(day, every.on === 'first-workday' ? -1 : 1, calendar);
  }
}

/** The days from `first` on, `count` of them. */
export function days(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => shiftDay(first, i));
}

/** Whether the month has another working day before (-1) or after (1) this one. */
function workdayInMonth(day: string, step: -1 | 1, calendar: Calendar): boolean {
  for (let at = shiftDay(day, step); at.slice(0, 7) === day.slice(0, 7); at = shiftDay(at, step)) {
    if (calendar.isWorkday(at)) return true;
  }
  return false;
}

function isoWeekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}
