/** Days of a month or year: 12月3日, 下个月5号, 25号, 月底, 12/3, 2026-12-03, 明年3月. */
import { parseNumber } from '../numerals.ts';
import type { DateForm, DateReading } from './reading.ts';
import { addMonths, dateOf, dayOf, lastDayOfMonth, type Wall } from './wall-time.ts';

const SMALL = '\\d{1,2}|[一二三四五六七八九十]{1,3}';
/** 3月5万, 12.3折: the number counts something else. */
const COUNTS_ELSE = /^(?:[\d.]|\s?[%万千百亿wk元块台套个家天次人盒件折倍点])/;

function yearOf(word: string | undefined, now: Wall): number | undefined {
  if (!word) return undefined;
  const { year } = dateOf(now.day);
  const relative: Record<string, number> = { 去: -1, 今: 0, 明: 1, 后: 2 };
  const offset = relative[word];
  if (offset !== undefined) return year + offset;
  return word.length === 2 ? 2000 + Number(word) : Number(word);
}

/** Within so many days, a date without a year lies behind rather than most of a year ahead. */
const JUST_PAST = 90;

/** The day in the named year, else the next one to come. */
function dayIn(year: number | undefined, month: number, date: number, now: Wall): DateReading | undefined {
  if (year !== undefined) {
    const day = dayOf(year, month, date);
    return day === undefined ? undefined : { day };
  }
  const thisYear = dateOf(now.day).year;
  const day = dayOf(thisYear, month, date);
  if (day !== undefined && day >= now.day - JUST_PAST)
    return { day, repeats: day < now.day ? undefined : 'yearly' };
  const coming = dayOf(thisYear + 1, month, date);
  return coming === undefined ? undefined : { day: coming, repeats: 'yearly' };
}

const PARTS: Record<string, number> = { 初: 1, 上旬: 1, 中: 15, 中旬: 11, 下旬: 21 };

function partOfMonth(year: number, month: number, part: string): DateReading {
  const date = PARTS[part];
  const day = date === undefined ? lastDayOfMonth(year, month) : (dayOf(year, month, date) ?? 0);
  return part.endsWith('旬') ? { day, period: 'week' } : { day };
}

const monthDay: DateForm = {
  pattern: new RegExp(
    `(?:(\\d{4}|\\d{2}|[今明后去])年)?\\s?(${SMALL})月(?:份)?(?:\\s?(${SMALL})\\s?([日号])?|(初|上旬|中旬|下旬|中|底|末))?`,
  ),
  read: ({ groups: [text = '', yearWord, monthWord = '', dateWord, suffix, part], before, after, now }) => {
    if (/[\d.一二三四五六七八九十第]$/.test(before)) return undefined;
    const month = parseNumber(monthWord);
    if (month === undefined || month < 1 || month > 12) return undefined;
    const year = yearOf(yearWord, now);
    if (dateWord) {
      if (!suffix && COUNTS_ELSE.test(after)) return undefined;
      return dayIn(year, month, parseNumber(dateWord) ?? 0, now);
    }
    if (/^[薪结租均度饼费供]/.test(after)) return undefined;
    const current = dateOf(now.day);
    const inYear = year ?? (month < current.month ? current.year + 1 : current.year);
    if (part) return partOfMonth(inYear, month, part);
    const first = dayOf(inYear, month, 1) ?? 0;
    return /^(?:之内|以内|内)/.test(after) && text
      ? { day: lastDayOfMonth(inYear, month), period: 'month', deadline: true }
      : { day: first, period: 'month' };
  },
};

const numericDate: DateForm = {
  pattern:
    /(?:(\d{4})[-/.])(\d{1,2})[-/.](\d{1,2})(?!\d)|(\d{1,2})\/(\d{1,2})(?![\d/])|(\d{1,2})\.(\d{1,2})(?![\d.])/,
  read: ({ groups, before, after, now }) => {
    const [, year, ...numbers] = groups;
    if (/(?:[\da-z.¥￥]|\d\/)$/.test(before) || /(?:付|款|占|价|算|约|版|报|金额)\s?[:：]?$/.test(before))
      return undefined;
    if (!year && COUNTS_ELSE.test(after)) return undefined;
    const [month = 0, date = 0] = numbers.filter((number) => number !== undefined).map(Number);
    return month >= 1 && month <= 12 ? dayIn(yearOf(year, now), month, date, now) : undefined;
  },
};

const WHICH_MONTH = '(本|这个?|当|下下个?|下个?|上个?)';

/** The first day of the month meant. */
function monthFrom(which: string, now: Wall): number {
  const steps = [...which].filter((char) => char === '上' || char === '下').length;
  const { year, month } = dateOf(now.day);
  return addMonths(dayOf(year, month, 1) ?? 0, which.startsWith('上') ? -steps : steps);
}

const bareDay: DateForm = {
  pattern: new RegExp(
    `(?:${WHICH_MONTH}月\\s?)?(${SMALL})(号|日(?![内前]|之内|以内))|${WHICH_MONTH}月(?:份)?(\\d{1,2})(?![\\d.])`,
  ),
  read: ({ groups: [, which, word, , whichOfBare, bareWord], before, after, now }) => {
    if (/[\d.第一二三四五六七八九十月/-]$/.test(before)) return undefined;
    if (/^[楼线机店院门馆厅仓库桌车柜样码技志常程均产]/.test(after)) return undefined;
    if (bareWord && COUNTS_ELSE.test(after)) return undefined;
    const date = parseNumber(word ?? bareWord ?? '') ?? 0;
    const named = which ?? whichOfBare;
    if (named) {
      const { year, month } = dateOf(monthFrom(named, now));
      const day = dayOf(year, month, date);
      return day === undefined ? undefined : { day };
    }
    for (const ahead of [0, 1, 2]) {
      const { year, month } = dateOf(addMonths(monthFrom('', now), ahead));
      const day = dayOf(year, month, date);
      if (day !== undefined && day >= now.day) return { day, repeats: 'monthly' };
    }
    return undefined;
  },
};

const deadlineDay: DateForm = {
  pattern: new RegExp(`(${SMALL})日前(?![台面期端])`),
  read: (match) => {
    const reading = bareDay.read({ ...match, groups: ['', undefined, match.groups[1], '日'] });
    return reading && { ...reading, deadline: true };
  },
};

const monthEdge: DateForm = {
  pattern: new RegExp(`${WHICH_MONTH}?月(?:份)?(底|末|初|上旬|中旬|下旬|中(?!心|标))`),
  read: ({ groups: [, which, part = ''], before, now }) => {
    if (!which && /[\d一二三四五六七八九十个]$/.test(before)) return undefined;
    const { year, month } = dateOf(monthFrom(which ?? '', now));
    const reading = partOfMonth(year, month, part);
    if (which || (reading.day ?? 0) >= now.day) return reading;
    const next = dateOf(monthFrom('下', now));
    return { ...partOfMonth(next.year, next.month, part), repeats: 'monthly' };
  },
};

const month: DateForm = {
  pattern: new RegExp(`${WHICH_MONTH}月(?:份)?(?![底末初中上下]旬?|\\d)`),
  read: ({ groups: [, which = ''], now }) => {
    const first = monthFrom(which, now);
    if (/[上下]/.test(which)) return { day: first, period: 'month' };
    const { year, month: current } = dateOf(first);
    return { day: lastDayOfMonth(year, current), period: 'month', deadline: true };
  },
};

const yearEdge: DateForm = {
  pattern: /(今|明|后)?年(底|末|终|中(?!心|标)|初)/,
  read: ({ groups: [, which, part], before, now }) => {
    if (!which && /[\d一二三四五六七八九十去每大]$/.test(before)) return undefined;
    const current = dateOf(now.day).year;
    const year = yearOf(which, now) ?? (part === '初' ? current + 1 : current);
    if (part === '初') return { day: dayOf(year, 1, 1), period: 'month' };
    return { day: part === '中' ? dayOf(year, 6, 30) : dayOf(year, 12, 31) };
  },
};

export const monthForms: readonly DateForm[] = [
  monthDay,
  numericDate,
  bareDay,
  deadlineDay,
  monthEdge,
  month,
  yearEdge,
];
