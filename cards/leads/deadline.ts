import { calendarOf, deadlineOf, timeOfStep } from '../../src/domain/clocks/clock-rules.ts';
import { clockLabel } from '../../src/domain/clocks/registered.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import type { PlaybookVersion } from '../../src/domain/playbook/playbook.ts';
import type { RunningClock } from '../../src/domain/records/clock.ts';
import { formatSpan, formatWhen, formatWorkingSpan } from '../format.ts';

/** What is needed to say how a clock stands. */
export interface At {
  now: Date;
  version: PlaybookVersion;
}

/** Whether its deadline, the one people know, has passed. */
export function isLate(clock: RunningClock, now: Date): boolean {
  return clock.step > 0 || deadlineOf(clock) <= now;
}

/** `首次联系` and how it stands; the same words on every card and page. */
export function deadlineFact(clock: RunningClock, at: At): { name: string; value: string } {
  return { name: clockLabel(clock.name), value: deadlineWords(clock, at) };
}

/**
 * `今天 13:00 前（还剩 1小时20分）`; once the deadline has passed `超时未联系 35分钟（应在今天 13:00 前）`, whatever step
 * the clock has come to since. Spans count as the clock does: working time or all of it.
 */
export function deadlineWords(clock: RunningClock, { now, version }: At): string {
  const { timeZone } = version.playbook.calendar;
  const deadline = deadlineOf(clock);
  const when = formatWhen(deadline, now, timeZone);
  if (!isLate(clock, now)) return `${when} 前（还剩 ${spanOf(clock, now, deadline, version)}）`;
  const late = spanOf(clock, deadline, now, version);
  switch (clock.name) {
    case 'follow-up':
      return `超时未回访 ${late}（约定 ${when}）`;
    case 'dwell':
      return `${formatSpan(now.getTime() - clock.startedAt.getTime())} 没有动静（应在${when} 前跟进）`;
    case 'stay':
      return `停在这个节点已 ${formatSpan(now.getTime() - clock.startedAt.getTime())}（上限到${when}）`;
    case 'reply':
      return `客户 ${formatSpan(now.getTime() - clock.startedAt.getTime())} 没有回音`;
    case 'assignment':
      return `超时未分配 ${late}（应在${when} 前）`;
    default:
      return `超时未联系 ${late}（应在${when} 前）`;
  }
}

/** Of several missed deadlines the one missed longest ago. */
export function missedOf(lead: Pick<Lead, 'clocks'>, now: Date): RunningClock | undefined {
  return lead.clocks
    .filter((clock) => isLate(clock, now))
    .sort((a, b) => deadlineOf(a).getTime() - deadlineOf(b).getTime())[0];
}

function spanOf(clock: RunningClock, from: Date, to: Date, version: PlaybookVersion): string {
  return timeOfStep({ name: clock.name, step: 0 }, version) === 'working'
    ? formatWorkingSpan(calendarOf(version.playbook).workingBetween(from, to))
    : formatSpan(to.getTime() - from.getTime());
}
