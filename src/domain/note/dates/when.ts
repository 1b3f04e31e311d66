import type { PreparedText } from '../prepared-text.ts';
import type { When, WhenPrecision } from '../types.ts';
import type { FoundDate } from './find-dates.ts';
import type { DayPart } from './reading.ts';
import { instantOf } from './wall-time.ts';

export const DEFAULT_WORKDAY_START = '09:00';

const PART_STARTS: Record<Exclude<DayPart, 'morning'>, number> = {
  noon: 12 * 60,
  afternoon: 14 * 60,
  evening: 19 * 60,
};

/** The moment a date stands for; without a time of day it is `workdayStart` (`HH:mm`, minutes since midnight). */
export function whenOf(date: FoundDate, source: PreparedText, workdayStart: number): When {
  return {
    at: instantOf({ day: date.day, minutes: minutesOf(date, workdayStart) }),
    precision: precisionOf(date),
    deadline: date.deadline === true,
    span: source.spanOf(date.start, date.end),
  };
}

/** @throws RangeError unless `text` is a time of day. */
export function minutesOfDay(text: string): number {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hours === undefined) throw new RangeError(`workdayStart must be HH:mm, got "${text}"`);
  return Number(hours) * 60 + Number(minutes);
}

export function minutesOf({ minutes, part }: FoundDate, workdayStart: number): number {
  if (minutes !== undefined) return minutes;
  return part && part !== 'morning' ? PART_STARTS[part] : workdayStart;
}

function precisionOf({ minutes, part, period }: FoundDate): WhenPrecision {
  if (minutes !== undefined) return 'time';
  if (part) return 'half-day';
  return period ?? 'day';
}
