/**
 * When a festival's break begins and ends, and which days are worked. Breaks and make-up days come from the table of
 * chinese-days (read directly: its functions depend on the machine's zone). For years without an arrangement yet the
 * break is estimated from the festival's own days.
 */
import table from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { lunarFestivals } from '../../calendar/lunar-festivals.ts';
import { dateOf, dayKeyOf, dayOf, dayOfKey, weekdayOf } from './wall-time.ts';

export type Festival = '元旦' | '春节' | '清明' | '劳动节' | '端午' | '中秋' | '国庆节';

export interface Break {
  first: number;
  last: number;
}

const holidays: Record<string, string> = table.holidays;
const makeUpDays: Record<string, string> = table.workdays;
const arrangedYears = new Set(Object.keys(holidays).map((key) => key.slice(0, 4)));

export function isWorkday(day: number): boolean {
  const key = dayKeyOf(day);
  if (key in makeUpDays) return true;
  if (key in holidays) return false;
  if (weekdayOf(day) >= 5) return false;
  const isArranged = arrangedYears.has(key.slice(0, 4));
  return (
    isArranged ||
    !estimatedBreaks(dateOf(day).year).some(([, { first, last }]) => first <= day && day <= last)
  );
}

export function nextWorkday(day: number): number {
  let next = day + 1;
  while (!isWorkday(next)) next++;
  return next;
}

export function lastWorkdayBefore(day: number): number {
  let before = day - 1;
  while (!isWorkday(before)) before--;
  return before;
}

export function addWorkdays(day: number, count: number): number {
  let result = day;
  for (let i = 0; i < count; i++) result = nextWorkday(result);
  return result;
}

/** The break of `festival` (of any festival when none is named) that is running on `day` or is the next to come. */
export function breakFrom(day: number, festival?: Festival): Break | undefined {
  const { year } = dateOf(day);
  return [year, year + 1]
    .flatMap(breaksOf)
    .filter(([name, { last }]) => last >= day && (!festival || name === festival))
    .map(([, span]) => span)
    .sort((a, b) => a.first - b.first)[0];
}

function breaksOf(year: number): [Festival, Break][] {
  return arrangedYears.has(String(year)) ? arrangedBreaks(year) : estimatedBreaks(year);
}

/** Rows read `Spring Festival,春节,4`; where two festivals share a break, its days carry either name. */
function arrangedBreaks(year: number): [Festival, Break][] {
  const breaks: { names: Set<string>; span: Break }[] = [];
  for (const key of Object.keys(holidays)
    .filter((day) => day.startsWith(String(year)))
    .sort()) {
    const day = dayOfKey(key);
    const name = holidays[key]?.split(',')[1] ?? '';
    const current = breaks.at(-1);
    if (current?.span.last === day - 1) {
      current.span.last = day;
      current.names.add(name);
    } else {
      breaks.push({ names: new Set([name]), span: { first: day, last: day } });
    }
  }
  return breaks.flatMap(({ names, span }) =>
    [...names].map((name): [Festival, Break] => [name as Festival, span]),
  );
}

/** Usual lengths: 春节 from the eve to the seventh day, 劳动节 five days, 国庆节 seven, the others with their weekend. */
function estimatedBreaks(year: number): [Festival, Break][] {
  const spans: [Festival, number | undefined, number][] = [
    ['元旦', dayOf(year, 1, 1), 1],
    ['清明', qingming(year), 1],
    ['劳动节', dayOf(year, 5, 1), 5],
    ['国庆节', dayOf(year, 10, 1), 7],
    ...lunarSpans(year),
  ];
  return spans.flatMap(([name, first, length]): [Festival, Break][] =>
    first === undefined ? [] : [[name, withWeekend({ first, last: first + length - 1 })]],
  );
}

function withWeekend({ first, last }: Break): Break {
  let [from, to] = [first, last];
  while (weekdayOf(from - 1) >= 5) from--;
  while (weekdayOf(to + 1) >= 5) to++;
  return { first: from, last: to };
}

function lunarSpans(year: number): [Festival, number | undefined, number][] {
  const [newYear, dragonBoat, midAutumn] =
    lunarFestivals[year]?.map((date) => dayOfKey(`${year}-${date}`)) ?? [];
  return [
    ['春节', newYear === undefined ? undefined : newYear - 1, 8],
    ['端午', dragonBoat, 1],
    ['中秋', midAutumn, 1],
  ];
}

/** The usual approximation of the solar term in this century. */
function qingming(year: number): number | undefined {
  const inCentury = year % 100;
  return dayOf(year, 4, Math.floor(inCentury * 0.2422 + 4.81) - Math.floor(inCentury / 4));
}
