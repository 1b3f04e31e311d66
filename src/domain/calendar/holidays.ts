/**
 * Public holidays of mainland China. The State Council's arrangement (bridge days, make-up working days) comes from
 * the table of chinese-days; its functions are not used, because they depend on the machine's time zone. For a year
 * that has no arrangement yet, the thirteen days fixed by law still hold.
 */

import table from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { lunarFestivals } from './lunar-festivals.ts';

export type DayKey = string;

/** The arrangement's rows read `Spring Festival,春节,4`. */
const arranged = { holidays: chineseNames(table.holidays), makeUpDays: chineseNames(table.workdays) };
const coveredYears = new Set([...arranged.holidays.keys()].map((day) => Number(day.slice(0, 4))));
const statutoryByYear = new Map<number, Map<DayKey, string>>();

/** Whether the official arrangement of that year is known. */
export function hasArrangement(year: number): boolean {
  return coveredYears.has(year);
}

/** The Chinese name of the public holiday on that day (`2026-02-17` → `春节`), weekends inside a holiday included. */
export function chineseHoliday(day: DayKey): string | undefined {
  const year = Number(day.slice(0, 4));
  return hasArrangement(year) ? arranged.holidays.get(day) : statutoryHolidays(year).get(day);
}

/** The holiday a working weekend day makes up for (`2026-02-14` → `春节`). */
export function makeUpDay(day: DayKey): string | undefined {
  return arranged.makeUpDays.get(day);
}

/**
 * The thirteen days of the holiday regulation as amended from 2025 on: 元旦, 春节 (eve to the third day), 清明,
 * 劳动节 (two days), 端午, 中秋, 国庆节 (three days).
 */
export function statutoryHolidays(year: number): ReadonlyMap<DayKey, string> {
  const known = statutoryByYear.get(year);
  if (known) return known;
  const days = new Map<DayKey, string>([
    [dayOf(year, 1, 1), '元旦'],
    [qingming(year), '清明'],
    [dayOf(year, 5, 1), '劳动节'],
    [dayOf(year, 5, 2), '劳动节'],
    ...lunarDays(year),
    ...[1, 2, 3].map((day): [DayKey, string] => [dayOf(year, 10, day), '国庆节']),
  ]);
  statutoryByYear.set(year, days);
  return days;
}

/** New year with its eve and two more days, dragon boat and mid-autumn; none outside the table's years. */
function lunarDays(year: number): [DayKey, string][] {
  const [newYear, dragonBoat, midAutumn] = lunarFestivals[year] ?? [];
  if (!newYear || !dragonBoat || !midAutumn) return [];
  const first = Date.parse(`${year}-${newYear}T00:00:00Z`);
  const days = [-1, 0, 1, 2].map((shift): [DayKey, string] => [
    new Date(first + shift * 86_400_000).toISOString().slice(0, 10),
    '春节',
  ]);
  return [...days, [`${year}-${dragonBoat}`, '端午'], [`${year}-${midAutumn}`, '中秋']];
}

/** The solar term's day in the 21st century, by the usual approximation; always 4, 5 or 6 April. */
function qingming(year: number): DayKey {
  const inCentury = year % 100;
  return dayOf(year, 4, Math.floor(inCentury * 0.2422 + 4.81) - Math.floor(inCentury / 4));
}

function dayOf(year: number, month: number, day: number): DayKey {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function chineseNames(rows: Record<string, string>): Map<DayKey, string> {
  return new Map(Object.entries(rows).map(([day, row]) => [day, row.split(',')[1] ?? row]));
}
