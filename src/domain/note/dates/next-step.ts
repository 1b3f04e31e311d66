/** Which of the dates in a note is the rep's next step: what lies behind, and what concerns only the customer, is not. */

import { type FoundDate, hasNoTime } from './find-dates.ts';
import type { Wall } from './wall-time.ts';
import { addMonths } from './wall-time.ts';
import { minutesOf } from './when.ts';

export interface SortedDates {
  next?: FoundDate;
  /** Named for a step, and over: 11月20日回访, typed on the 30th. */
  missed: FoundDate[];
  /** `next` and whatever else is still to come. */
  ahead: FoundDate[];
  others: FoundDate[];
}

const VERB =
  '拜访|见|演示|报|寄|送|去|来|打|谈|发|聊|装机?|培训|试用|试机|提交?|交|签|电话|沟通|联系|回|收到|开会?|做|说|看|下单|跑|上门|拿|找';
/** 周三拜访过, 15号报的价, 上午见了, 今天收到. */
const DONE_AFTER = new RegExp(
  `^(?:下午|上午|晚上)?(?:我|我们|刚|刚刚|已经?|就|才|又|都)?[^\\s,，。;；]{0,3}?(?:${VERB})(?:[^\\s,，。;；]{0,4}?[了过完]|的(?!话|时候)|到)`,
);
/** 不是周四，是周五 says which day, not that it was. */
const DONE_BEFORE =
  /(?:刚|刚刚|已经?|(?<!不是[^,，。;；]{1,6}[,，]?\s?)是|上次|上回|之前|原定|原来|本来|原计划|曾|[搞弄忙聊谈做调]到)$/;
/** 今天 alone is the day of the note, unless something is still to be done on it. */
const STILL_TO_DO =
  /^\s?[^,，。;；\s]{0,6}?(?:要|必须|务必|还得|需|给|回[复电访]|再|去|发|定|签|等|约|交|送|出|补)(?!.{0,4}[了过])/;
const STEP_AFTER =
  /^\s?[^,，。;；\s]{0,4}?(?:回访|复访|再|约|跟进?|联系|拜访|演示|见|谈|打|去|发|给|送|过[去来]|上门|电话|回[复电话]|碰|聊|汇报|签|问|催|交|培训|会议|定|答复|带|看|重新|复演|上线|到场)/;
const STEP_BEFORE = /(?:改到|改成|改为|改|推迟到?|延期?到|挪到|调到|约好?了?|定在?|安排在?|敲定)\s?$/;
const ASKED_OF_US = /(?:让|要|催|请|约)我们?$/;
const ELSEWHERE_AFTER =
  /^\s?[^,，。;；\s]{0,3}?(?:出差|不在|没空|没时间|不行|不方便|休假|请假|休息|开会|回来|才|不会|到期|没|出国|不能|不可以|有事|过期)/;
/** 五一前定不下来. */
const NOT_BY_THEN = /^[^,，。;；\s]{0,2}?(?:不会|定不|来不及|来不了|做不|给不了|没法|不可能|没戏)/;
const UNTIL_BEFORE = /(?:合同|质保|维保|保修|有效期?|资质|证照?|许可证?)[^,，。;；\s]{0,3}(?:到|至)\s?$/;
const EXPIRY_AFTER = /^\s?[^,，。;；\s]{0,2}?(?:到期|过期|失效)/;

/** 不是下周二，是下周三: the date that is taken back. */
const TAKEN_BACK = /(?:不是|并非|别约|别定)\s?$/;
/** 国庆后那批货: spoken of from an earlier time. */
const SPOKEN_OF = /^的?[那这]一?[批次个单台套笔回份版轮]/;
/** 周三，哦不，周四. */
const TAKEN_BACK_AFTER =
  /^\s?[^,，。;；\s]{0,4}\s?[,，]?\s?(?:哦不|噢不|不对(?![劲口路付])|说错|打错|写错|口误)/;
/** 国庆前签的那单: a term that something was done by. */
const DONE_BY_THEN = new RegExp(`^[^\\s,，。;；]{0,2}?(?:${VERB})[^\\s,，。;；]{0,3}?的(?!话|时候)`);

/** `text` is the prepared note, `now` its moment. Dates that were meant to be past are moved there. */
export function sortDates(
  text: string,
  dates: readonly FoundDate[],
  now: Wall,
  workdayStart: number,
): SortedDates {
  const settled = dates.map((date) => settle(text, date, now, workdayStart));
  const ahead = settled
    .filter(({ date, isAhead }) => isAhead && !isExpiry(text, date))
    .map(({ date }) => ({ date, rank: rankOf(text, date) }))
    .sort((a, b) => b.rank - a.rank || momentOf(a.date, workdayStart) - momentOf(b.date, workdayStart));
  const next = ahead[0]?.date;
  return {
    next,
    ahead: settled.filter(({ isAhead }) => isAhead).map(({ date }) => date),
    missed: settled.filter((one) => isMissed(text, one, now)).map(({ date }) => date),
    others: settled.map(({ date }) => date).filter((date) => date !== next),
  };
}

function settle(
  text: string,
  date: FoundDate,
  now: Wall,
  workdayStart: number,
): { date: FoundDate; isAhead: boolean } {
  const after = text.slice(date.end, date.end + 14);
  const before = text.slice(Math.max(0, date.start - 8), date.start);
  if (TAKEN_BACK.test(before) || TAKEN_BACK_AFTER.test(after) || SPOKEN_OF.test(after))
    return { date, isAhead: false };
  const isDone = date.deadline
    ? DONE_BY_THEN.test(after)
    : DONE_AFTER.test(after) || DONE_BEFORE.test(before);
  // On a Thursday nobody calls the day itself 周四.
  if (date.day === now.day && date.repeats === 'weekly' && !isDone && hasNoTime(date)) {
    return { date: { ...date, day: date.day + 7 }, isAhead: true };
  }
  if (date.day === now.day) return { date, isAhead: isAheadToday(date, after, isDone, now, workdayStart) };
  if (isDone && date.day > now.day && date.repeats)
    return { date: { ...date, day: previous(date) }, isAhead: false };
  // 这个月用得快 sets no term, 这个月要定 and 这个月内 do.
  if (
    date.period &&
    date.deadline &&
    !/[内前止]$/.test(text.slice(date.start, date.end)) &&
    !STILL_TO_DO.test(after)
  ) {
    return { date, isAhead: false };
  }
  return { date, isAhead: date.day > now.day && !NOT_BY_THEN.test(after) };
}

function isAheadToday(
  date: FoundDate,
  after: string,
  isDone: boolean,
  now: Wall,
  workdayStart: number,
): boolean {
  if (isDone) return false;
  if (date.deadline) return true;
  if (date.minutes !== undefined || date.part) return minutesOf(date, workdayStart) > now.minutes;
  return STILL_TO_DO.test(after);
}

function isMissed(
  text: string,
  { date, isAhead }: { date: FoundDate; isAhead: boolean },
  now: Wall,
): boolean {
  if (isAhead || date.day >= now.day || date.period) return false;
  const after = text.slice(date.end, date.end + 14);
  const before = text.slice(Math.max(0, date.start - 8), date.start);
  if (TAKEN_BACK.test(before) || TAKEN_BACK_AFTER.test(after) || SPOKEN_OF.test(after)) return false;
  return TO_COME.test(after) && !DONE_AFTER.test(after) && !DONE_BEFORE.test(before);
}

/** 回访 with nothing that says it was done; 昨天去, 上周发 are told without 了 as well. */
const TO_COME =
  /^\s?(?:再|要|去)?(?:回访|复访|再(?:约|去|联系|来|打|谈|聊)|联系他|跟进)(?![^,，。;；]{0,6}[了过完的])/;

function previous({ day, repeats }: FoundDate): number {
  if (repeats === 'weekly') return day - 7;
  return addMonths(day, repeats === 'monthly' ? -1 : -12);
}

function isExpiry(text: string, date: FoundDate): boolean {
  return (
    EXPIRY_AFTER.test(text.slice(date.end, date.end + 8)) ||
    UNTIL_BEFORE.test(text.slice(Math.max(0, date.start - 8), date.start))
  );
}

/** 下周二或周三过来: what follows holds for the first as well. */
const OR_ANOTHER_DAY = /^(?:或者?|和|、|或是)(?:周|星期|礼拜)[一二三四五六日天]\s?/;

function rankOf(text: string, date: FoundDate): number {
  const before = text.slice(Math.max(0, date.start - 6), date.start);
  const after = text.slice(date.end, date.end + 12).replace(OR_ANOTHER_DAY, '');
  if (STEP_BEFORE.test(before)) return 2;
  if (ELSEWHERE_AFTER.test(after)) return -1;
  return ASKED_OF_US.test(before) || STEP_AFTER.test(after) ? 1 : 0;
}

function momentOf(date: FoundDate, workdayStart: number): number {
  return date.day * 1440 + minutesOf(date, workdayStart);
}
