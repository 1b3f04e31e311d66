/** What a company says about its working time, and the check of it. */
import type { DayKey } from './holidays.ts';
import { type DaySpan, parseDaySpan } from './time-of-day.ts';

export interface CalendarSettings {
  /** IANA name. Default `Asia/Shanghai`. */
  timeZone?: string;
  /** ISO weekdays, 1 = Monday … 7 = Sunday. Default Monday to Friday. */
  workdays?: readonly number[];
  /** Working hours of every working day, in order. Default `09:00-12:00`, `13:30-18:00`. */
  hours?: readonly string[];
  /** `CN` = public holidays of mainland China with their make-up days; days (`2027-02-05`) can stand beside it. */
  holidays?: 'CN' | readonly ('CN' | DayKey)[];
  /** Days that are worked whatever the rest says. */
  extraWorkdays?: readonly DayKey[];
}

export interface CheckedSettings {
  timeZone: string;
  workdays: ReadonlySet<number>;
  spans: readonly DaySpan[];
  usesChineseTable: boolean;
  companyHolidays: ReadonlySet<DayKey>;
  extraWorkdays: ReadonlySet<DayKey>;
}

export interface CalendarProblem {
  /** Where in the settings: `hours.1`. */
  path: string;
  message: string;
}

/** Settings that make no calendar; lists every problem found. */
export class CalendarSettingsError extends Error {
  override readonly name = 'CalendarSettingsError';
  readonly problems: readonly CalendarProblem[];

  constructor(problems: readonly CalendarProblem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
    this.problems = problems;
  }
}

/** Whether `text` is a day that exists, as `YYYY-MM-DD`. */
export function isDayKey(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** Throws `CalendarSettingsError`. */
export function checkSettings(settings: CalendarSettings): CheckedSettings {
  const problems: CalendarProblem[] = [];
  const timeZone = settings.timeZone ?? 'Asia/Shanghai';
  if (!isTimeZone(timeZone))
    problems.push({ path: 'timeZone', message: `没有时区“${timeZone}”，如 Asia/Shanghai` });
  const workdays = settings.workdays ?? [1, 2, 3, 4, 5];
  workdays.forEach((day, index) => {
    if (![1, 2, 3, 4, 5, 6, 7].includes(day)) {
      problems.push({ path: `workdays.${index}`, message: `“${day}”不是 1（周一）到 7（周日）` });
    }
  });
  if (workdays.length === 0) problems.push({ path: 'workdays', message: '至少要有一个工作日' });
  const holidays = settings.holidays ?? 'CN';
  const holidayList = holidays === 'CN' ? ['CN'] : holidays;
  const extra = settings.extraWorkdays ?? [];
  problems.push(
    ...dayProblems('holidays', holidayList, ['CN']),
    ...dayProblems('extraWorkdays', extra, []),
    ...extra
      .filter((day) => holidayList.includes(day))
      .map((day) => ({ path: 'extraWorkdays', message: `${day} 同时写在 holidays 里` })),
  );
  const spans = checkHours(settings.hours ?? ['09:00-12:00', '13:30-18:00'], problems);
  if (problems.length > 0) throw new CalendarSettingsError(problems);
  return {
    timeZone,
    workdays: new Set(workdays),
    spans,
    usesChineseTable: holidayList.includes('CN'),
    companyHolidays: new Set(holidayList),
    extraWorkdays: new Set(extra),
  };
}

function checkHours(hours: readonly string[], problems: CalendarProblem[]): DaySpan[] {
  if (hours.length === 0) problems.push({ path: 'hours', message: '至少要有一段工作时间' });
  const spans: DaySpan[] = [];
  hours.forEach((text, index) => {
    const span = parseDaySpan(text);
    const previous = spans.at(-1);
    const path = `hours.${index}`;
    if (!span) problems.push({ path, message: `“${text}”不是时间段，如 09:00-12:00` });
    else if (span.to < span.from) problems.push({ path, message: `“${text}”跨过了午夜，请分成两段` });
    else if (previous && span.from < previous.to)
      problems.push({ path, message: `“${text}”与前一段重叠或顺序颠倒` });
    else spans.push(span);
  });
  return spans;
}

function dayProblems(path: string, days: readonly string[], allowed: readonly string[]): CalendarProblem[] {
  return days.flatMap((day, index) =>
    allowed.includes(day) || isDayKey(day)
      ? []
      : [{ path: `${path}.${index}`, message: `“${day}”不是存在的日期，如 2027-02-05` }],
  );
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
