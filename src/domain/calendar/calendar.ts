/**
 * The working-time calendar that clocks, reports and quiet hours run on (requirement B4). Every moment is a `Date`;
 * days, weeks and months are counted in the calendar's own time zone, never in the machine's.
 */
import { TZDate, tz, tzOffset } from '@date-fns/tz';
import { format } from 'date-fns';
import { chineseHoliday, type DayKey, hasArrangement, makeUpDay } from './holidays.ts';
import { type CalendarSettings, type CheckedSettings, checkSettings, isDayKey } from './settings.ts';
import { parseTimeOfDay } from './time-of-day.ts';

const MINUTE = 60_000;
/** No company rests longer than this; a search that goes on is a mistake in the settings. */
const MAX_REST_DAYS = 366;
/** Days are cheap to compute, but a report asks for the same ones thousands of times. */
const MAX_CACHED_DAYS = 2000;

export interface WorkSpan {
  start: Date;
  /** Exclusive. */
  end: Date;
}

export interface DayInfo {
  workday: boolean;
  /** For people: 工作日, 周末, 春节, 春节调休上班, 公司放假, 公司安排上班. */
  name: string;
}

/** Made by `createCalendar`. */
export class Calendar {
  private readonly settings: CheckedSettings;
  private readonly spansByDay = new Map<DayKey, readonly WorkSpan[]>();

  constructor(settings: CheckedSettings) {
    this.settings = settings;
  }

  get timeZone(): string {
    return this.settings.timeZone;
  }

  isWorkday(day: Date | DayKey): boolean {
    return this.describeDay(day).workday;
  }

  /** Whether a day is worked, and why. The company's own days come before the public ones. */
  describeDay(day: Date | DayKey): DayInfo {
    const key = typeof day === 'string' ? checkedDay(day) : this.dayKey(day);
    const { extraWorkdays, companyHolidays, usesChineseTable, workdays } = this.settings;
    if (extraWorkdays.has(key)) return { workday: true, name: '公司安排上班' };
    if (companyHolidays.has(key)) return { workday: false, name: '公司放假' };
    const madeUp = usesChineseTable && makeUpDay(key);
    if (madeUp) return { workday: true, name: `${madeUp}调休上班` };
    const holiday = usesChineseTable && chineseHoliday(key);
    if (holiday) return { workday: false, name: holiday };
    return workdays.has(isoWeekday(key))
      ? { workday: true, name: '工作日' }
      : { workday: false, name: '周末' };
  }

  /** Within the working hours of a working day; the end of a span is outside. */
  isWorkingTime(at: Date): boolean {
    return this.workSpans(this.dayKey(at)).some(({ start, end }) => start <= at && at < end);
  }

  /** The moment itself when it is working time, otherwise the next start of work. */
  nextWorkingTime(at: Date): Date {
    for (const { start, end } of this.workSpansFrom(at)) {
      if (at < end) return new Date(Math.max(start.getTime(), at.getTime()));
    }
    throw noWork(at);
  }

  /** The moment after `ms` (≥ 0) of working time: 12:00 rather than 13:30 when both would be right. */
  addWorking(at: Date, ms: number): Date {
    if (!(ms >= 0 && Number.isFinite(ms)))
      throw new RangeError(`working time to add must be 0 ms or more, not ${ms}`);
    if (ms === 0) return this.nextWorkingTime(at);
    let left = ms;
    for (const { start, end } of this.workSpansFrom(at)) {
      const begin = Math.max(start.getTime(), at.getTime());
      const length = Math.max(0, end.getTime() - begin);
      if (length > 0 && left <= length) return new Date(begin + left);
      left -= length;
    }
    throw noWork(at);
  }

  /** Working time in ms from `a` to `b`; 0 when `b` is not later. */
  workingBetween(a: Date, b: Date): number {
    let total = 0;
    const last = this.dayKey(b);
    for (let day = this.dayKey(a); day <= last; day = shiftDay(day, 1)) {
      for (const { start, end } of this.workSpans(day)) {
        total += Math.max(0, Math.min(end.getTime(), b.getTime()) - Math.max(start.getTime(), a.getTime()));
      }
    }
    return total;
  }

  /** The same time of day on the `n`-th (≥ 0) working day after the day of `at`. */
  addWorkdays(at: Date, n: number): Date {
    if (!Number.isInteger(n) || n < 0)
      throw new RangeError(`working days to add must be 0 or more, not ${n}`);
    let day = this.dayKey(at);
    for (let left = n; left > 0; left--) day = this.nextWorkday(day);
    const time = at.getTime() - this.startOfDay(at).getTime();
    return n === 0 ? new Date(at) : this.atMinute(day, Math.floor(time / MINUTE), time % MINUTE);
  }

  /** `YYYY-MM-DD` */
  dayKey(at: Date): DayKey {
    const local = new Date(at.getTime() + tzOffset(this.timeZone, at) * MINUTE);
    return local.toISOString().slice(0, 10);
  }

  /** ISO week, `YYYY-Www`; the year is the one the week belongs to. */
  weekKey(at: Date): string {
    return format(at, "RRRR-'W'II", { in: tz(this.timeZone) });
  }

  /** `YYYY-MM` */
  monthKey(at: Date): string {
    return this.dayKey(at).slice(0, 7);
  }

  startOfDay(at: Date): Date {
    return this.atMinute(this.dayKey(at), 0);
  }

  /** A time of day (`HH:mm`, up to `24:00`) on a day. Throws `RangeError` when either does not exist. */
  at(day: DayKey, time: string): Date {
    const minute = parseTimeOfDay(time);
    if (minute === undefined) throw new RangeError(`no time of day: ${time}`);
    return this.atMinute(checkedDay(day), minute);
  }

  /** The spans of work on a day; none on a day off. */
  workSpans(day: DayKey): readonly WorkSpan[] {
    const known = this.spansByDay.get(day);
    if (known) return known;
    const spans = this.isWorkday(day)
      ? this.settings.spans.map(({ from, to }) => ({
          start: this.atMinute(day, from),
          end: this.atMinute(day, to),
        }))
      : [];
    if (this.spansByDay.size >= MAX_CACHED_DAYS) this.spansByDay.clear();
    this.spansByDay.set(day, spans);
    return spans;
  }

  /** Whether holidays and make-up days of that year are fully known. Always true where `CN` is not used. */
  tableCovers(year: number): boolean {
    return !this.settings.usesChineseTable || hasArrangement(year);
  }

  /** What a person should know about results between two moments: one Chinese sentence per year that is not covered. */
  warnings(from: Date, to: Date): string[] {
    const [first, last] = [from, to].map((at) => Number(this.dayKey(at).slice(0, 4)));
    const years = Array.from(
      { length: Math.max(0, Number(last) - Number(first) + 1) },
      (_, i) => Number(first) + i,
    );
    return years
      .filter((year) => !this.tableCovers(year))
      .map(
        (year) =>
          `${year}年的放假调休安排尚未收录，只按法定节假日和周末计算；公布后可写入 holidays 和 extraWorkdays`,
      );
  }

  /** Spans from the day of `at` on; ends when there is no work for `MAX_REST_DAYS`. */
  private *workSpansFrom(at: Date): Generator<WorkSpan> {
    let resting = 0;
    for (let day = this.dayKey(at); resting < MAX_REST_DAYS; day = shiftDay(day, 1)) {
      const spans = this.workSpans(day);
      resting = spans.length > 0 ? 0 : resting + 1;
      yield* spans;
    }
  }

  private nextWorkday(day: DayKey): DayKey {
    for (let shift = 1; shift <= MAX_REST_DAYS; shift++) {
      const next = shiftDay(day, shift);
      if (this.isWorkday(next)) return next;
    }
    throw noWork(this.atMinute(day, 0));
  }

  private atMinute(day: DayKey, minute: number, ms = 0): Date {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return new Date(+new TZDate(year, month - 1, date, 0, minute, 0, ms, this.timeZone));
  }
}

/**
 * A calendar from a company's settings (all optional: China, Monday to Friday, 09:00-12:00 and 13:30-18:00).
 * Throws `CalendarSettingsError` with every problem found.
 */
export function createCalendar(settings: CalendarSettings = {}): Calendar {
  return new Calendar(checkSettings(settings));
}

function noWork(at: Date): RangeError {
  return new RangeError(`no working day within ${MAX_REST_DAYS} days after ${at.toISOString()}`);
}

function checkedDay(day: DayKey): DayKey {
  if (!isDayKey(day)) throw new RangeError(`no day: ${day}`);
  return day;
}

/** The day `days` later. */
export function shiftDay(day: DayKey, days: number): DayKey {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 1 = Monday … 7 = Sunday */
function isoWeekday(day: DayKey): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}
