/** The clocks of an order: how long it may wait, how long it may take, when its pause is over. */
import { dueAt } from '../calendar/due.ts';
import { parseDuration } from '../calendar/duration.ts';
import { calendarOf } from '../clocks/clock-rules.ts';
import type { OrderType } from '../playbook/orders.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { RunningClock } from '../records/clock.ts';
import type { ORDER_CLOCKS } from './clocks.ts';
import { isOpenOrder, type Order } from './order.ts';

/** A length in working time: hours are working hours, days working days. */
export function workingAfter(
  length: string,
  from: Date,
  { playbook }: Pick<PlaybookVersion, 'playbook'>,
): { at: Date; because: string } {
  const after = parseDuration(length);
  const time = after.kind === 'time' ? 'working' : 'workdays';
  return dueAt(
    from,
    { after: after.kind === 'days' ? { ...after, kind: 'workdays' } : after, time },
    calendarOf(playbook),
  );
}

/**
 * The clocks after a change. While an order waits one runs whoever it waits for, and starts anew with every other; from
 * being taken until its end another runs, stopped while the order is paused.
 */
export function orderClocks(
  before: Order | undefined,
  after: Order,
  type: OrderType,
  version: PlaybookVersion,
  now: Date,
): { clocks: RunningClock[]; pause?: Order['pause'] } {
  if (!isOpenOrder(after)) return { clocks: [] };
  if (after.state === 'waiting') return { clocks: [waitingClock(before, after, type, version, now)] };
  const running = before?.clocks.find(({ name }) => name === 'order-finish');
  if (after.state === 'paused' && after.pause) {
    const calendar = calendarOf(version.playbook);
    const left = running && Math.max(0, calendar.workingBetween(now, running.dueAt));
    const pause = running ? { ...after.pause, stopped: { clock: running, leftMs: left ?? 0 } } : after.pause;
    return {
      clocks: [started('order-pause', now, { at: pause.until, because: '暂停结束' }, version)],
      pause,
    };
  }
  const stopped = before?.pause?.stopped;
  if (stopped) {
    const at = calendarOf(version.playbook).addWorking(now, stopped.leftMs);
    return { clocks: [{ ...stopped.clock, dueAt: at, ...(stopped.clock.step === 0 && { deadline: at }) }] };
  }
  const booked = after.bookedAt && +after.bookedAt !== +(before?.bookedAt ?? 0) ? after.bookedAt : undefined;
  if (running && !booked) return { clocks: [running] };
  const from = booked ?? now;
  return {
    clocks: [started('order-finish', from, workingAfter(type.finish.within, from, version), version)],
  };
}

function waitingClock(
  before: Order | undefined,
  after: Order,
  type: OrderType,
  version: PlaybookVersion,
  now: Date,
): RunningClock {
  const running = before?.clocks.find(({ name }) => name === 'order-accept');
  const isSame = before && waitsOn(before) === waitsOn(after);
  if (running && isSame) return running;
  return started('order-accept', now, workingAfter(type.accept.within, now, version), version);
}

/** Whom it waits for, so that another one has their own time. */
function waitsOn({ state, ready, readyAt, approvers, assigneeId }: Order): string {
  return [state, ready, readyAt?.getTime(), approvers.join(), assigneeId].join('|');
}

function started(
  name: keyof typeof ORDER_CLOCKS,
  at: Date,
  due: { at: Date; because: string },
  version: PlaybookVersion,
): RunningClock {
  return {
    name,
    step: 0,
    startedAt: at,
    dueAt: due.at,
    deadline: due.at,
    playbookVersion: version.version,
    because: due.because,
    assignment: 0,
  };
}

/** After a reminder: it goes up once, then comes again every working day. */
export function afterReminder(
  clock: RunningClock,
  type: OrderType,
  version: PlaybookVersion,
  now: Date,
): RunningClock {
  const { escalate } = clock.name === 'order-accept' ? type.accept : type.finish;
  const next = workingAfter(clock.step === 0 ? escalate : '1 workday', now, version);
  return { ...clock, firedAt: now, step: clock.step + 1, dueAt: next.at, because: next.because };
}
