/** What is written like a date and stands for none: it must be said, or the rep waits for a reminder that never comes. */
import { overlaps, type Stretch } from '../prepared-text.ts';
import type { UnreadDate } from '../types.ts';

export interface FoundUnread extends Stretch {
  /** 11月31日: there is no such day or time. 初八: nobody taught the parser. */
  why: UnreadDate['why'];
}

/** What follows a date that something is to happen on; a number before anything else counts something. */
const STEP =
  '(?=\\s?(?:$|[,，。;；!！、~]|之?前|以前|之?后|再|[上下中]午|早|晚|左右|[\\p{Script=Han}]{0,4}?(?:回访|回复|跟进|联系|拜访|演示|去|来|见|谈|打|约|发|给|送|过|上门|电话|碰|聊|签|问|催|交|培训|会|定|看|到|复|续|截止)))';
const FORMS: readonly { pattern: RegExp; why: FoundUnread['why'] }[] = [
  { pattern: /(?:\d{2,4}年)?\s?(?<![\d.])\d{1,2}月(?:份)?\s?\d{1,2}[日号]/gu, why: 'no-such-date' },
  { pattern: new RegExp(`(?<![\\d.])\\d{1,2}月\\d{1,2}(?![\\d.%万千])${STEP}`, 'gu'), why: 'no-such-date' },
  { pattern: /(?:本|这个?|下下个?|下个?)月\s?\d{1,2}[日号]/gu, why: 'no-such-date' },
  { pattern: new RegExp(`(?<![\\d.月年])(?:3[2-9]|[4-9]\\d)[日号]${STEP}`, 'gu'), why: 'no-such-date' },
  { pattern: /(?<![\d/.-])\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d/.-])/gu, why: 'no-such-date' },
  // 11.31 may be a sum, 13/5 a ratio: a month that exists, and a day that only this month lacks.
  {
    pattern: new RegExp(`(?<![\\d/.-])(?:0?[1-9]|1[0-2])[/.](?:29|3[01])${STEP}`, 'gu'),
    why: 'no-such-date',
  },
  {
    pattern: new RegExp(`(?<!一|每|[\\d])(?:周|星期|礼拜)[八九089](?![点时个次号天\\d])${STEP}`, 'gu'),
    why: 'no-such-date',
  },
  {
    pattern:
      /(?<=[天日号午上晚早]|周[一二三四五六日])\s?(?:(?:2[5-9]|[3-9]\d)(?:点|时(?!候)|:\d\d)|\d{1,2}[:点][6-9]\d分?)/gu,
    why: 'no-such-date',
  },
  {
    pattern:
      /(?:农历|阴历|正月|腊月|冬月|大年)\s?(?:初|十|廿|二十|三十)?[一二三四五六七八九十]{0,2}|(?<![最当起年月])初[一二三四五六七八九十](?![\p{Script=Han}]{0,2}(?:班|级|学|步|次))/gu,
    why: 'not-understood',
  },
  {
    pattern:
      /(?:除夕|小年|元宵|七夕|腊八|冬至|重阳|立春|立冬|双十一|双十二|六一|三八|圣诞|情人)节?(?:以|之)?[前后]/gu,
    why: 'not-understood',
  },
  { pattern: /下{3,}个?(?:周|星期|礼拜|月)/gu, why: 'not-understood' },
];

/** In the order of the text. `known`: what was read already, dates and sums. */
export function unreadDates(text: string, known: readonly Stretch[]): FoundUnread[] {
  const found: FoundUnread[] = [];
  for (const { pattern, why } of FORMS)
    for (const { index, 0: words } of text.matchAll(pattern)) {
      const start = index + words.length - words.trimStart().length;
      const stretch = { start, end: index + words.length };
      if ([...known, ...found].every((other) => !overlaps(other, stretch))) found.push({ ...stretch, why });
    }
  return found.sort((a, b) => a.start - b.start);
}
