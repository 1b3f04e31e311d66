/**
 * Calendar arithmetic on the wall clock of China, which has stood at UTC+8 without summer time since 1991. Days are
 * whole numbers (0 is 1970-01-01), so nothing here depends on the zone of the machine.
 */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

export interface Wall {
  day: number;
  /** Minutes since midnight. */
  minutes: number;
}

export function wallOf(instant: Date): Wall {
  const shifted = instant.getTime() + OFFSET_MS;
  const day = Math.floor(shifted / DAY_MS);
  return { day, minutes: Math.floor((shifted - day * DAY_MS) / 60_000) };
}

export function instantOf({ day, minutes }: Wall): Date {
  return new Date(day * DAY_MS + minutes * 60_000 - OFFSET_MS);
}

/** Monday is 0. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function mondayOf(day: number): number {
  return day - weekdayOf(day);
}

export interface YearMonthDay {
  year: number;
  /** 1 to 12. */
  month: number;
  date: number;
}

export function dateOf(day: number): YearMonthDay {
  const utc = new Date(day * DAY_MS);
  return { year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, date: utc.getUTCDate() };
}

/** `undefined` when there is no such date (2月30日). */
export function dayOf(year: number, month: number, date: number): number | undefined {
  const day = Math.round(Date.UTC(year, month - 1, date) / DAY_MS);
  const back = dateOf(day);
  return back.year === year && back.month === month && back.date === date ? day : undefined;
}

export function lastDayOfMonth(year: number, month: number): number {
  return Math.round(Date.UTC(year, month, 0) / DAY_MS);
}

/** `months` later, on the month's last day where the date does not exist. */
export function addMonths(day: number, months: number): number {
  const { year, month, date } = dateOf(day);
  const target = dateOf(Math.round(Date.UTC(year, month - 1 + months, 1) / DAY_MS));
  return dayOf(target.year, target.month, date) ?? lastDayOfMonth(target.year, target.month);
}

/** `2026-02-17`. */
export function dayKeyOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function dayOfKey(key: string): number {
  return Math.round(Date.parse(`${key}T00:00:00Z`) / DAY_MS);
}
