import { deadlineOf } from '../clocks/clock-rules.ts';
import type { Lead } from '../leads/lead.ts';
import { halfWidthInPlace } from '../normalise/text.ts';
import type { RunningClock } from '../records/clock.ts';
import type { Interaction } from './interaction.ts';
import { customerSpeaks } from './reached.ts';

/** What people agree on: a date, a visit, a meeting. */
const AGREED = '(?:约定|约好|预约|约|回访|拜访|上门|见面|面谈|会面|会议|开会|演示|行程|日程|时间)';
const CALLED_OFF =
  '(?:取消|作废|推掉|泡汤|黄了|告吹|不算数|往后推|推后|延后|推迟|改期|改天|另定|另约|待定|再定|再约)';
/** 取消周四的拜访; 不用再回访了. */
const BEFORE = new RegExp(
  `(?:取消|推掉|推迟|延后|不用|不必|无需|不需要|不要|别)(?:再)?[^，。；,;]{0,8}${AGREED}`,
);
/** 周四的会议取消了; 拜访改期; 时间另约. */
const AFTER = new RegExp(`${AGREED}[^，。；,;]{0,6}${CALLED_OFF}`);
/** 改天再约, 时间待定. */
const OPEN = /改天再(?:约|说|聊|联系)|另约时间|另行约定|过(?:段|一段)时间再(?:约|说)/;
/** 约定没有取消, 不改期. */
const DENIED = /(?:没有?|不|未|别)\s*(?:取消|作废|推掉|推迟|延后|改期|变)/;

/** 取消, whoever says it; 改天 only leaves open when the next try is. */
const OUTRIGHT = /取消|作废|推掉|泡汤|黄了|告吹|不算数|不用|不必|无需|不需要/;
/** 演示改到周六, 时间提前到周三: another date for what was agreed on, or a new agreement. */
const MOVED =
  /[改换挪调推延移](?:到|至|成|为|在|约|期)|提前到|推迟|推后|延后|延期|约(?:好|定|在|了|到)|定(?:在|到|于)/;

/** Whether a record says that what was agreed on no longer holds, without naming another date. */
export function callsOff(text: string): boolean {
  const line = halfWidthInPlace(text).replace(/\s+/g, '');
  return !DENIED.test(line) && (BEFORE.test(line) || AFTER.test(line) || OPEN.test(line));
}

/**
 * Whether a record calls off what was agreed on. A call nobody answered does so only where the customer's side said
 * it, or its author cancels outright: when to try again may stay open.
 */
export function callsOffPromise({ text, reached }: Pick<Interaction, 'text' | 'reached'>): boolean {
  if (!callsOff(text)) return false;
  return reached !== 'attempt' || OUTRIGHT.test(text) || customerSpeaks(text.replace(/再说/g, ''));
}

/** Whether a line puts what was agreed on to another date, and is no plan beside it. */
export function movesPromise(text: string): boolean {
  return MOVED.test(text) || callsOff(text);
}

/**
 * The appointment with the customer, still ahead, that stands over a plan for another day.
 * @param dayOf the local day of a moment
 */
export function promiseOver(
  lead: Pick<Lead, 'clocks'>,
  { text }: Pick<Interaction, 'text'>,
  planned: Date,
  now: Date,
  dayOf: (at: Date) => string,
): RunningClock | undefined {
  const clock = lead.clocks.find(({ name, plan }) => name === 'follow-up' && !plan);
  if (!clock || deadlineOf(clock) <= now || movesPromise(text)) return undefined;
  return dayOf(deadlineOf(clock)) === dayOf(planned) ? undefined : clock;
}

/**
 * The clock of an appointment still ahead, which a record without a date leaves as it is; undefined when there is none
 * or the record calls it off.
 */
export function keptPromise(lead: Pick<Lead, 'clocks'>, text: string, at: Date): RunningClock | undefined {
  const clock = lead.clocks.find(({ name }) => name === 'follow-up');
  return clock && deadlineOf(clock) > at && !callsOff(text) ? clock : undefined;
}

/**
 * A record that calls off the appointment of a day names that day, and means no new date by it.
 * @param dayOf the local day of a moment
 */
export function withoutCalledOff<T extends { text: string; nextAt?: Date | undefined }>(
  lead: Pick<Lead, 'clocks'>,
  facts: T,
  dayOf: (at: Date) => string,
): T {
  const clock = lead.clocks.find(({ name }) => name === 'follow-up');
  if (!clock || !facts.nextAt || !callsOff(facts.text)) return facts;
  if (dayOf(facts.nextAt) !== dayOf(deadlineOf(clock))) return facts;
  return { ...facts, nextAt: undefined, nextPrecision: undefined };
}

/**
 * What a record without a date did to the appointment that stood when it was made.
 * @returns undefined when there was none ahead, or when it is not known any more
 */
export function promiseAfter(
  lead: Pick<Lead, 'clocks' | 'traces'>,
  record: { _id: string; at: Date; nextAt?: Date | undefined },
): { kept: boolean; at: Date } | undefined {
  if (record.nextAt) return undefined;
  const replaced = lead.traces?.find(({ interactionId }) => interactionId === record._id)?.clocks;
  const before = replaced?.find(({ name }) => name === 'follow-up');
  if (!before || deadlineOf(before) <= record.at) return undefined;
  const kept = lead.clocks.some(
    ({ name, startedAt }) => name === 'follow-up' && startedAt.getTime() === before.startedAt.getTime(),
  );
  return { kept, at: deadlineOf(before) };
}

/**
 * Of a record that names a date still ahead: what stands instead (`stands`), or the appointment that gave way to it
 * (`gaveWay`).
 * @returns undefined when its date stands and nothing gave way
 */
export function promiseBeside(
  lead: Pick<Lead, 'clocks' | 'traces'>,
  record: { _id: string; nextAt?: Date | undefined },
  now: Date,
): { stands: Date } | { gaveWay: Date } | undefined {
  const clock = lead.clocks.find(({ name }) => name === 'follow-up');
  if (!clock || !record.nextAt || record.nextAt <= now) return undefined;
  const stands = deadlineOf(clock);
  if (!sameMinute(stands, record.nextAt)) return { stands };
  const replaced = lead.traces?.find(({ interactionId }) => interactionId === record._id)?.clocks;
  const before = replaced?.find(({ name, plan }) => name === 'follow-up' && !plan);
  if (!before || deadlineOf(before) <= now || sameMinute(deadlineOf(before), stands)) return undefined;
  return { gaveWay: deadlineOf(before) };
}

/** Dates are shown, and typed, to the minute. */
function sameMinute(a: Date, b: Date): boolean {
  return Math.floor(a.getTime() / 60_000) === Math.floor(b.getTime() / 60_000);
}
