/** Days by their relation to today, the week and festivals. */
import { parseNumber } from '../numerals.ts';
import { addWorkdays, breakFrom, type Festival, lastWorkdayBefore, nextWorkday } from './holidays.ts';
import type { DateForm, DateReading, Match } from './reading.ts';
import { addMonths, mondayOf, type Wall, weekdayOf } from './wall-time.ts';

const RELATIVE_DAYS: Record<string, number> = {
  大前天: -3,
  前天: -2,
  昨: -1,
  昨天: -1,
  昨日: -1,
  今: 0,
  今天: 0,
  今日: 0,
  今儿: 0,
  明: 1,
  明天: 1,
  明日: 1,
  明儿: 1,
  明后天: 1,
  后天: 2,
  大后天: 3,
};

const relativeDay: DateForm = {
  pattern: /大前天|大后天|明后天|[今明昨](?:[天日儿]|(?=早|晚|[上下中]午))|前天|后天/,
  read: ({ groups: [word = ''], now, before }) => {
    const offset = RELATIVE_DAYS[word];
    return offset === undefined || /[几]$/.test(before) ? undefined : { day: now.day + offset };
  },
};

const WEEK = '(?:周|星期|礼拜)';
const WHICH_WEEK = '上上个?|上个?|下下个?|下个?|本|这个?';
const WEEKDAYS = '一二三四五六日天';

/** 上 is -1, 下下 is 2, 本 and 这 are 0. */
function offsetOf(which: string): number {
  const steps = [...which].filter((char) => char === '上' || char === '下').length;
  return which.startsWith('上') ? -steps : steps;
}

function weekdayIndex(char: string): number {
  if (char === '末') return 5;
  return /\d/.test(char) ? Number(char) - 1 : Math.min(WEEKDAYS.indexOf(char), 6);
}

/** 下周一定会来 is no Monday, 每周三 no date, 两周一次 no weekday. */
function isNoWeekday({ groups, before, after }: Match): boolean {
  const char = groups[2] ?? '';
  if (char === '一' && /^定[^\s,，。;；!！]/.test(after)) return true;
  if (/(?:每个?|下)$/.test(before)) return true;
  return /^[次回个期年天手]/.test(after) && (/[\d一二两三四几]$/.test(before) || /^[次手年期]/.test(after));
}

const weekday: DateForm = {
  pattern: new RegExp(`(${WHICH_WEEK})?${WEEK}\\s?([${WEEKDAYS}末]|[1-7](?![\\d.:年月日号个天次点时万wk%]))`),
  read: (match) => {
    if (isNoWeekday(match)) return undefined;
    const [, which, char = ''] = match.groups;
    const { day: today } = match.now;
    const day = mondayOf(today) + weekdayIndex(char);
    if (which) return { day: day + 7 * offsetOf(which) };
    return { day: day < today ? day + 7 : day, repeats: 'weekly' };
  },
};

const week: DateForm = {
  pattern: new RegExp(
    `(${WHICH_WEEK})${WEEK}(?![${WEEKDAYS}末1-7]|[八九089](?![点时个次号天\\d])|${WEEK})(初|中)?|(${WHICH_WEEK})${WEEK}(?=一定.)`,
  ),
  read: ({ groups: [, which, part, certainly], before, now }) => {
    if (before.endsWith('下')) return undefined;
    const offset = offsetOf(which ?? certainly ?? '');
    const monday = mondayOf(now.day) + 7 * offset;
    if (part === '中') return { day: monday + 2 };
    if (part === '初') return { day: monday };
    return offset === 0
      ? { day: Math.max(monday + 4, now.day), period: 'week', deadline: true }
      : { day: monday, period: 'week' };
  },
};

const COUNT = '\\d{1,3}|[一二两三四五六七八九十]{1,3}|半|几';
const UNIT = '分钟|小时|钟头|工作日|天|日|周|星期|礼拜|月|年';
const DURATION = `(${COUNT})(?:[-~到至](?:${COUNT}))?\\s?(个)?(半)?(${UNIT})(半)?`;

const duration: DateForm = {
  pattern: new RegExp(
    `${DURATION}\\s?(以后|之后|过后|后(?![台续面天]|来(?![看院公现参访谈取签装试]))|以内|之内|内(?![部容])|以前|之前|前(?![台面期端]))|(?:再?过|隔)${DURATION}`,
  ),
  read: ({ groups, before, now }) => {
    if (/[\d.第一二三四五六七八九十]$/.test(before)) return undefined;
    const [count = '', counter, half, unit = '', plusHalf] = groups.slice(groups[1] ? 1 : 7);
    const direction = groups[1] ? (groups[6] ?? '') : '后';
    const amount = quantity(count, half ?? plusHalf);
    if (amount === undefined) return undefined;
    // 5日前 is "before the fifth", 3月内 "within March".
    if (unit === '日' && direction.endsWith('前')) return undefined;
    if (unit === '月' && !counter && count !== '半') return undefined;
    const reading = after(now, direction.endsWith('前') ? -amount : amount, unit);
    return reading && { ...reading, deadline: direction.endsWith('内') };
  },
};

/** 两三天 counts as three. */
function quantity(count: string, half: string | undefined): number | undefined {
  if (count === '半') return 0.5;
  const value = parseNumber(count) ?? parseNumber(count.slice(-1));
  return value === undefined ? undefined : value + (half ? 0.5 : 0);
}

function after(now: Wall, amount: number, unit: string): DateReading | undefined {
  const minutesPer: Record<string, number> = { 分钟: 1, 小时: 60, 钟头: 60 };
  const minutes = minutesPer[unit];
  if (minutes !== undefined) {
    const total = now.minutes + Math.round(amount * minutes);
    return { day: now.day + Math.floor(total / 1440), minutes: ((total % 1440) + 1440) % 1440 };
  }
  if (unit === '工作日') return amount > 0 ? { day: addWorkdays(now.day, Math.round(amount)) } : undefined;
  const daysPer: Record<string, number> = { 天: 1, 日: 1, 周: 7, 星期: 7, 礼拜: 7 };
  const days = daysPer[unit];
  if (days !== undefined) return { day: now.day + Math.ceil(amount * days) };
  const months = unit === '年' ? amount * 12 : amount;
  return { day: addMonths(now.day, Math.trunc(months)) + Math.round((months % 1) * 30) };
}

const FESTIVALS: Record<string, Festival> = {
  元旦: '元旦',
  春节: '春节',
  过年: '春节',
  年: '春节',
  清明: '清明',
  五一: '劳动节',
  劳动: '劳动节',
  端午: '端午',
  中秋: '中秋',
  国庆: '国庆节',
  十一: '国庆节',
};
const FESTIVAL = '(元旦|春节|过年|清明|五一|劳动|端午|中秋|国庆|十一|年|节)';
const BREAK = '节?(?:小长假|长假|假期|放假|假)?';

const festival: DateForm = {
  pattern: new RegExp(
    `过(?:完|了)${FESTIVAL}${BREAK}|${FESTIVAL}${BREAK}(?:(?:以|之|过)?(后|前(?![台面期端]))|过[完了]|回来|结束|完)(?:第一[天周]|上班)?`,
  ),
  read: ({ groups: [, afterwards, name, side], before, now }) => {
    const word = afterwards ?? name ?? '';
    // 3年后, 明年后, 环节后, 周年前, 第十一后
    if (word === '年' && /[\d今明后去每半一二两三四五六七八九十几全往多周青中]$/.test(before))
      return undefined;
    if (word === '节' && /[环细关季调章情音礼宵人夕诞阳八]$/.test(before)) return undefined;
    if (word === '十一' && /[\d第二三四]$/.test(before)) return undefined;
    const found = breakFrom(now.day, FESTIVALS[word]);
    if (!found) return undefined;
    if (side !== '前') return { day: nextWorkday(found.last), repeats: 'yearly' };
    const day = lastWorkdayBefore(found.first);
    return day < now.day ? undefined : { day, deadline: true, repeats: 'yearly' };
  },
};

export const dayForms: readonly DateForm[] = [relativeDay, weekday, week, duration, festival];

/** The last working-week day of the week of `day`. */
export function fridayOf(day: number): number {
  return day - weekdayOf(day) + 4;
}
