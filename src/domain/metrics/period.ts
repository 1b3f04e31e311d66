/** The words people use for a stretch of days, and the stretch before it that is fair to compare with. */
import { shiftDay } from '../calendar/calendar.ts';

export interface Days {
  /** Local days, both included. */
  from: string;
  to: string;
}

export interface Period extends Days {
  before: Days;
}

/** Said instead of a period; the last one is what is meant when none is. */
export const PERIOD_WORDS = ['今天', '昨天', '本周', '上周', '本月', '上月', '近7天', '近30天'] as const;
const MOST_DAYS = 732;

const DAY = String.raw`(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?`;
const RANGE = new RegExp(String.raw`${DAY}\s*(?:到|至|~|～|—|-{1,2})\s*${DAY}`);
const ONE_DAY = new RegExp(DAY);
const LAST_DAYS = /(?:最近|近|过去)\s*(\d{1,3})\s*天/;
const MONTH = /(?:(\d{4})年)?(\d{1,2})月(?:份)?(?![\d日号])/;
const FIXED: readonly [RegExp, (today: string) => Period][] = [
  [/今天|今日/, (today) => lasting(today, today)],
  [/昨天|昨日/, (today) => lasting(shiftDay(today, -1), shiftDay(today, -1))],
  [/本周|这周|本星期|这个?星期/, (today) => shifted({ from: monday(today), to: today }, 7)],
  [
    /上周|上个?星期/,
    (today) => shifted({ from: shiftDay(monday(today), -7), to: shiftDay(monday(today), -1) }, 7),
  ],
  [/本月|这个?月/, (today) => sameDaysOfLastMonth(firstOf(today), today)],
  [/上个?月/, (today) => monthOf(shiftDay(firstOf(today), -1))],
];

/**
 * The period a text names, and the text without it. Undefined when it names none.
 * @param today local day
 */
export function readPeriod(text: string, today: string): { period: Period; rest: string } | undefined {
  const tries: [RegExp, (found: RegExpExecArray) => Period | undefined][] = [
    [RANGE, (found) => rangeOf(found, today)],
    [LAST_DAYS, ([, n]) => (Number(n) ? lasting(shiftDay(today, 1 - Number(n)), today) : undefined)],
    ...FIXED.map(([words, period]): (typeof tries)[number] => [words, () => period(today)]),
    [ONE_DAY, (found) => sameDay(dayOf(found.slice(1, 4), today))],
    [MONTH, ([, year, month]) => namedMonth(year, month, today)],
  ];
  for (const [words, read] of tries) {
    const found = words.exec(text);
    const period = found && read(found);
    if (found && period)
      return { period, rest: `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}` };
  }
  return undefined;
}

/** The thirty days until today. */
export function usualPeriod(today: string): Period {
  return lasting(shiftDay(today, -29), today);
}

/** Two days of the calendar as a period; undefined when there is no such day, or too many lie between them. */
export function periodOf(from: string, to: string): Period | undefined {
  if (!isDay(from) || !isDay(to) || from > to || lengthOf({ from, to }) > MOST_DAYS) return undefined;
  return lasting(from, to);
}

function lengthOf({ from, to }: Days): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** Compared with as many days right before it. */
function lasting(from: string, to: string): Period {
  return shifted({ from, to }, lengthOf({ from, to }));
}

function shifted({ from, to }: Days, days: number): Period {
  return { from, to, before: { from: shiftDay(from, -days), to: shiftDay(to, -days) } };
}

function monday(day: string): string {
  return shiftDay(day, 1 - (new Date(`${day}T00:00:00Z`).getUTCDay() || 7));
}

function firstOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** 1 to the same day of the month before, or its last one where that is shorter. */
function sameDaysOfLastMonth(from: string, to: string): Period {
  const last = shiftDay(from, -1);
  const same = `${last.slice(0, 7)}-${to.slice(8)}`;
  return { from, to, before: { from: firstOf(last), to: same < last ? same : last } };
}

function monthOf(day: string): Period {
  const from = firstOf(day);
  const to = shiftDay(firstOf(shiftDay(from, 31)), -1);
  const before = shiftDay(from, -1);
  return { from, to, before: { from: firstOf(before), to: before } };
}

function namedMonth(year: string | undefined, month: string | undefined, today: string): Period | undefined {
  const first = dayOf([year, month, '1'], today);
  return first === undefined ? undefined : monthOf(first);
}

function rangeOf(found: RegExpExecArray, today: string): Period | undefined {
  const from = dayOf(found.slice(1, 4), today);
  const to = dayOf(found.slice(4, 7), today);
  return from && to ? periodOf(from, to) : undefined;
}

function sameDay(day: string | undefined): Period | undefined {
  return day === undefined ? undefined : lasting(day, day);
}

/** Without a year the last such day that is not ahead. */
function dayOf(parts: readonly (string | undefined)[], today: string): string | undefined {
  const [year, month = '', date = ''] = parts;
  const rest = `${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const thisYear = today.slice(0, 4);
  const day = `${year ?? (`${thisYear}-${rest}` > today ? Number(thisYear) - 1 : thisYear)}-${rest}`;
  return isDay(day) ? day : undefined;
}

function isDay(day: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day;
}
