/**
 * Public holidays of mainland China. The State Council's arrangement (bridge days, make-up working days) comes from
 * the table of chinese-days; its functions are not used, because they depend on the machine's time zone. For a year
 * that has no arrangement yet, the thirteen days fixed by law still hold.
 */
import table from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

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
    ...lunarFestivals(year),
    ...[1, 2, 3].map((day): [DayKey, string] => [dayOf(year, 10, day), '国庆节']),
  ]);
  statutoryByYear.set(year, days);
  return days;
}

const LUNAR_FESTIVALS: Record<string, string> = {
  '1-1': '春节',
  '1-2': '春节',
  '1-3': '春节',
  '5-5': '端午',
  '8-15': '中秋',
};

function lunarFestivals(year: number): [DayKey, string][] {
  const festivals: [DayKey, string][] = [];
  // New Year falls on 21 January at the earliest, the mid-autumn festival on 8 October at the latest.
  for (let ordinal = 20; ordinal <= 290; ordinal++) {
    const date = new Date(Date.UTC(year, 0, ordinal));
    const lunarDay = lunarMonthAndDay(date);
    const name = LUNAR_FESTIVALS[lunarDay];
    if (!name) continue;
    if (lunarDay === '1-1') festivals.push([dayOf(year, 1, ordinal - 1), '春节']);
    festivals.push([date.toISOString().slice(0, 10), name]);
  }
  return festivals;
}

const lunarCalendar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});

/** `5-5`; leap months come as `5bis-5` and never carry a festival. */
function lunarMonthAndDay(date: Date): string {
  const parts = Object.fromEntries(lunarCalendar.formatToParts(date).map(({ type, value }) => [type, value]));
  return `${parts.month}-${parts.day}`;
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
