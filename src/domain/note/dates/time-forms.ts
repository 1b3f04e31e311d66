/** Times of day (下午3点, 15:00, 三点半) and parts of the day (上午, 下班前). */
import { parseNumber } from '../numerals.ts';
import type { DateForm, DateReading, DayPart } from './reading.ts';

const PARTS: Record<string, DayPart> = {
  凌晨: 'morning',
  清早: 'morning',
  早上: 'morning',
  早晨: 'morning',
  一早: 'morning',
  上午: 'morning',
  早: 'morning',
  中午: 'noon',
  午后: 'afternoon',
  下午: 'afternoon',
  傍晚: 'evening',
  晚上: 'evening',
  夜里: 'evening',
  晚: 'evening',
};
const PART = '凌晨|清早|早上|早晨|一早|上午|中午|午后|下午|傍晚|晚上|夜里';
const SMALL = '[一二两三四五六七八九十]{1,3}';
const NO_HOUR_AFTER = '候间段代机长常效尚';
/** What a bare hour must follow to be one: 明天一点, 周三 三点. */
const FOLLOWS_A_DAY =
  /(?:[天日号午末]|[今明昨][早晚]|周[一二三四五六]|期[一二三四五六]|拜[一二三四五六])[\s,，的]?$/;

/** 每周三下午 is a habit, no appointment. */
const EVERY = /每(?:[天日]|个?(?:周|星期|礼拜)[一二三四五六日天])\s?$/;

const clockTime: DateForm = {
  pattern: new RegExp(
    `(${PART}|早|晚)?\\s?(?:(\\d{1,2})(?:\\s?点|时(?![${NO_HOUR_AFTER}])|:(?=[0-5]\\d(?!\\d)))|(${SMALL})(?:点|时(?![${NO_HOUR_AFTER}])))` +
      `(?:钟|整|(半|一刻|三刻)|([0-5]?\\d)分?(?![\\d.万个台%])|(${SMALL})分)?` +
      `(?:\\s?[-~到至]\\s?(?:\\d{1,2}|${SMALL})(?:点半?|:[0-5]\\d))?(?:\\s?(am|pm))?`,
  ),
  read: ({ groups, before, after }) => {
    const [text = '', part, arabic, chinese, fraction, minuteDigits, minuteWord, meridiem] = groups;
    if (!part && /[\d.:一二三四五六七八九十第个几]$/.test(before) && !FOLLOWS_A_DAY.test(before))
      return undefined;
    if (
      EVERY.test(before) ||
      (/^[早晚]$/.test(part ?? '') && chinese === '一' && !FOLLOWS_A_DAY.test(before))
    )
      return undefined;
    const isExact = Boolean(
      part || fraction || minuteDigits || minuteWord || meridiem || /[钟整]$/.test(text),
    );
    if (!isExact && isNoTime(chinese, before, after)) return undefined;
    const hour = parseNumber(arabic ?? chinese ?? '') ?? 99;
    if (hour > 24) return undefined;
    const minutes = fraction ? minutesOf(fraction) : (parseNumber(minuteDigits ?? minuteWord ?? '') ?? 0);
    if (minutes > 59) return undefined;
    return { minutes: onTheClock(hour, part, meridiem) * 60 + minutes };
  },
};

/** 便宜一点, 提了三点要求, 让5点. */
function isNoTime(chinese: string | undefined, before: string, after: string): boolean {
  if (FOLLOWS_A_DAY.test(before)) return false;
  if (/(?:[让利降返涨折扣税差快慢早晚低高多少大小好有]|便宜|优惠)[了\s]?$/.test(before)) return true;
  return chinese === '一' || chinese === '两' || /^[要意建问原不诉需顾想]/.test(after);
}

function minutesOf(fraction: string): number {
  if (fraction === '半') return 30;
  return fraction === '一刻' ? 15 : 45;
}

/** Business hours decide what a bare hour means: three o'clock is in the afternoon. */
function onTheClock(hour: number, part: string | undefined, meridiem: string | undefined): number {
  if (hour >= 12) return hour === 24 ? 23 : hour;
  if (meridiem) return meridiem === 'pm' ? hour + 12 : hour;
  const dayPart = part ? PARTS[part] : undefined;
  if (dayPart === 'morning') return hour;
  if (dayPart === 'noon') return hour < 10 ? hour + 12 : hour;
  if (dayPart) return hour + 12;
  return hour >= 1 && hour <= 6 ? hour + 12 : hour;
}

const partOfDay: DateForm = {
  pattern: new RegExp(`(${PART})|早|晚`),
  read: ({ groups: [word = '', isWord], before, after }) => {
    if (EVERY.test(before)) return undefined;
    const follows = /(?:[今明昨天日号]|周[一二三四五六]|期[一二三四五六])$/.test(before);
    if (!isWord && (!follows || /^[点些就]/.test(after))) return undefined;
    const part = PARTS[word];
    return part ? { part } : undefined;
  },
};

const closingTime: DateForm = {
  pattern: /下班(?:之|以)?前/,
  read: (): DateReading => ({ minutes: 18 * 60, deadline: true }),
};

export const timeForms: readonly DateForm[] = [clockTime, partOfDay, closingTime];
