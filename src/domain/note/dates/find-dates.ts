import { Chrono, type ParsingContext, type ParsingResult } from 'chrono-node';
import { dayForms, fridayOf } from './day-forms.ts';
import { lastWorkdayBefore } from './holidays.ts';
import { monthForms } from './month-forms.ts';
import { type DateReading, parserOf, type ReadDate, readingOf, resultOf } from './reading.ts';
import { timeForms } from './time-forms.ts';
import { dateOf, lastDayOfMonth, mondayOf, type Wall, wallOf, weekdayOf } from './wall-time.ts';

/** A date found in a note; `day` is always known. */
export interface FoundDate extends ReadDate {
  day: number;
  /** Only a time was typed; the day is today's. */
  isTimeOnly: boolean;
}

type Refine = (text: string, readings: ReadDate[], now: Wall) => ReadDate[];

/** Chrono runs the forms over the text; the refiners then see the readings in the order of the text. */
const engine = new Chrono({
  parsers: [...dayForms, ...monthForms, ...timeForms].map(parserOf),
  refiners: [keepLongest, joinDayAndTime, placeLooseTimes, markDeadlines].map((refine: Refine) => ({
    refine: (context: ParsingContext, results: ParsingResult[]) =>
      refine(context.text, results.map(readingOf), wallOf(context.reference.instant)).map((reading) =>
        resultOf(context, reading),
      ),
  })),
});

/** Every date in `text` (prepared: half width, lower case), in order, none overlapping. */
export function findDates(text: string, now: Date): FoundDate[] {
  const { day: today } = wallOf(now);
  return engine
    .parse(text, now)
    .map(readingOf)
    .map((reading) => ({ ...reading, day: reading.day ?? today, isTimeOnly: reading.day === undefined }));
}

function keepLongest(_text: string, readings: ReadDate[]): ReadDate[] {
  const kept: ReadDate[] = [];
  for (const reading of readings) {
    const last = kept.at(-1);
    if (!last || reading.start >= last.end) kept.push(reading);
    else if (reading.end - reading.start > last.end - last.start) kept[kept.length - 1] = reading;
  }
  return kept;
}

const BETWEEN = /^[\s,，的在就]{0,2}$/;
const OPENING = /^\s?[(（【]\s?(?:即|也就是)?$/;
/** 下周二或周三: the second belongs to the same week. */
const ALTERNATIVE = /^(?:或者?|和|跟|、|到|至|[-~/,，]|)$/;
const CLOSING = /^\s?[)）】]/;

/** 下周二 下午3点; 下周二(7月7日)下午: the second day says it more exactly. */
function joinDayAndTime(text: string, readings: ReadDate[]): ReadDate[] {
  const joined: ReadDate[] = [];
  for (const next of readings) {
    const last = joined.at(-1);
    const gap = last ? text.slice(last.end, next.start) : '';
    const reading = last && ALTERNATIVE.test(gap) ? inSameWeek(last, next) : next;
    if (last && reading.day === undefined && last.day !== undefined && hasNoTime(last) && BETWEEN.test(gap)) {
      joined[joined.length - 1] = withTime(last, reading);
    } else if (last && reading.day !== undefined && hasNoTime(last) && OPENING.test(gap)) {
      const closing = CLOSING.exec(text.slice(reading.end, reading.end + 2))?.[0].length ?? 0;
      joined[joined.length - 1] = { ...reading, start: last.start, end: reading.end + closing };
    } else if (
      last &&
      reading.day !== undefined &&
      reading.day === last.day &&
      hasNoTime(last) &&
      BETWEEN.test(gap)
    ) {
      joined[joined.length - 1] = { ...reading, start: last.start };
    } else {
      joined.push(reading);
    }
  }
  return joined;
}

/** 周一约了李主任 上午九点一刻: a time that has passed today belongs to the day before it that has none. */
function placeLooseTimes(_text: string, readings: ReadDate[], now: Wall): ReadDate[] {
  const placed = [...readings];
  for (let i = placed.length - 1; i > 0; i--) {
    const [day, time] = [placed[i - 1], placed[i]];
    if (!day?.day || day.day <= now.day || !hasNoTime(day) || day.period) continue;
    if (!time || time.day !== undefined || (time.minutes ?? 1440) > now.minutes) continue;
    placed.splice(i - 1, 2, { ...withTime(day, time), end: day.end });
  }
  return placed;
}

function inSameWeek(first: ReadDate, second: ReadDate): ReadDate {
  if (second.repeats !== 'weekly' || second.day === undefined || first.day === undefined) return second;
  const day = mondayOf(first.day) + weekdayOf(second.day);
  return day > first.day ? { ...second, day, repeats: first.repeats } : second;
}

export function hasNoTime(reading: DateReading): boolean {
  return reading.minutes === undefined && reading.part === undefined;
}

function withTime(day: ReadDate, time: ReadDate): ReadDate {
  return {
    ...day,
    end: time.end,
    minutes: time.minutes,
    part: time.part,
    period: undefined,
    deadline: day.deadline || time.deadline,
  };
}

const BY_THEN =
  /^\s?(?:左右)?(之前|以前|前(?![台面期往去来后提景任端几两])|之内|以内|内(?![部容科勤审])|截止|为止)/;
const NO_LATER = /(?:最晚|最迟|截止到?|截至|不晚于|赶在|务必在?)\s?$/;

function markDeadlines(text: string, readings: ReadDate[]): ReadDate[] {
  return readings.map((reading) => {
    const suffix = BY_THEN.exec(text.slice(reading.end, reading.end + 5));
    const isLatest = NO_LATER.test(text.slice(Math.max(0, reading.start - 4), reading.start));
    if (!suffix) return isLatest ? { ...reading, deadline: true } : reading;
    const end = reading.end + suffix[0].length;
    return { ...reading, ...lastDay(reading, suffix[1]?.endsWith('内') === true), end, deadline: true };
  });
}

/** 下周内 ends on Friday, 下周前 with this week, 8月前 in July. */
function lastDay({ day, period }: ReadDate, within: boolean): DateReading {
  if (day === undefined || !period) return {};
  if (!within) return { day: lastWorkdayBefore(day), period: undefined };
  if (period === 'week') return { day: fridayOf(day) };
  const { year, month } = dateOf(day);
  return { day: lastDayOfMonth(year, month) };
}
