/**
 * What our parsers tell chrono-node about a date. Chrono runs them over the text; its own zh.hans parsers are not among
 * them, because they read 便宜一点 as one o'clock, 50,12月3日 as the year 2050 and everything in the machine's zone.
 */
import type { ParsedResult, ParsingContext, ParsingResult } from 'chrono-node';
import { dateOf, dayOf, type Wall, wallOf } from './wall-time.ts';

export type DayPart = 'morning' | 'noon' | 'afternoon' | 'evening';

export interface DateReading {
  day?: number;
  minutes?: number;
  part?: DayPart;
  period?: 'week' | 'month';
  deadline?: boolean;
  /** Typed without its week, month or year: how far back it lies if the note speaks of the past. */
  repeats?: 'weekly' | 'monthly' | 'yearly';
}

export interface ReadDate extends DateReading {
  start: number;
  end: number;
}

/** One way to type a date. `read` declines a match by returning `undefined`. */
export interface DateForm {
  pattern: RegExp;
  read(match: Match): DateReading | undefined;
}

export interface Match {
  groups: readonly (string | undefined)[];
  /** What surrounds the match, up to twelve characters each way. */
  before: string;
  after: string;
  now: Wall;
}

const AROUND = 12;

/** A chrono parser for one form. */
export function parserOf({ pattern, read }: DateForm) {
  return {
    pattern: () => pattern,
    extract: (context: ParsingContext, match: RegExpMatchArray): ParsingResult | null => {
      const index = match.index ?? 0;
      const end = index + match[0].length;
      const reading = read({
        groups: match,
        before: context.text.slice(Math.max(0, index - AROUND), index),
        after: context.text.slice(end, end + AROUND),
        now: wallOf(context.reference.instant),
      });
      return reading ? resultOf(context, { ...reading, start: index, end }) : null;
    },
  };
}

const TAG = { part: 'part/', period: 'period/', repeats: 'repeats/', deadline: 'deadline' };

/** Chrono keeps date and time as components; what it has no component for travels as tags. */
export function resultOf(context: ParsingContext, reading: ReadDate): ParsingResult {
  const result = context.createParsingResult(reading.start, reading.end, {});
  if (reading.day !== undefined) {
    const { year, month, date } = dateOf(reading.day);
    result.start.assign('year', year).assign('month', month).assign('day', date);
  }
  if (reading.minutes !== undefined) {
    result.start.assign('hour', Math.floor(reading.minutes / 60)).assign('minute', reading.minutes % 60);
  }
  const tags = [
    reading.part && TAG.part + reading.part,
    reading.period && TAG.period + reading.period,
    reading.repeats && TAG.repeats + reading.repeats,
    reading.deadline && TAG.deadline,
  ];
  return result.addTags(tags.filter((tag) => typeof tag === 'string'));
}

export function readingOf(result: ParsedResult): ReadDate {
  const { start } = result;
  const value = (component: 'year' | 'month' | 'day' | 'hour' | 'minute') => start.get(component) ?? 0;
  const tag = (prefix: string) =>
    [...result.tags()].find((name) => name.startsWith(prefix))?.slice(prefix.length);
  return {
    start: result.index,
    end: result.index + result.text.length,
    day: start.isCertain('day') ? dayOf(value('year'), value('month'), value('day')) : undefined,
    minutes: start.isCertain('hour') ? value('hour') * 60 + value('minute') : undefined,
    part: tag(TAG.part) as DayPart | undefined,
    period: tag(TAG.period) as DateReading['period'],
    repeats: tag(TAG.repeats) as DateReading['repeats'],
    deadline: result.tags().has(TAG.deadline),
  };
}
