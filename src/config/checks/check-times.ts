import { type Calendar, createCalendar } from '../../domain/calendar/calendar.ts';
import type { Duration } from '../../domain/calendar/duration.ts';
import { quietUntil } from '../../domain/calendar/quiet.ts';
import { CalendarSettingsError } from '../../domain/calendar/settings.ts';
import { parseDaySpan } from '../../domain/calendar/time-of-day.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Path } from '../problems.ts';
import { checkDuration, isNotLater, length, tryDuration } from './durations.ts';
import type { Report } from './findings.ts';

/** The calendar makes sense, durations can be read, the steps of a clock ascend and each does something. */
export function checkTimes(playbook: Playbook, report: Report): void {
  checkCalendar(playbook.calendar, report);
  for (const [name, clock] of Object.entries(playbook.clocks)) {
    if (clock) checkClock(name, clock, ['clocks', name], report);
  }
  checkStandingStill(playbook, report);
  const { time, steps } = playbook.clocks.dwell;
  const second = steps[1] && tryDuration(steps[1].after);
  for (const [i, stage] of playbook.stages.entries()) {
    if (stage.dwell === undefined) continue;
    const path = ['stages', i, 'dwell'];
    const own = checkDuration(stage.dwell, path, time, report);
    if (own && second && isNotLater(second, own)) {
      report.error(path, `“${stage.label}”的停留上限不短于 clocks.dwell 的第二步（${steps[1]?.after}）`);
    }
  }
}

/** What starts a clock needs one. */
function checkStandingStill({ clocks, stages, actions }: Playbook, report: Report): void {
  const lengths = [
    ...stages.map(({ stay }, i) => ({ length: stay, path: ['stages', i, 'stay'], name: 'stay' as const })),
    ...actions.map(({ awaits }, i) => ({
      length: awaits,
      path: ['actions', i, 'awaits'],
      name: 'reply' as const,
    })),
  ];
  for (const { length: written, path, name } of lengths) {
    if (written === undefined) continue;
    const rule = clocks[name];
    checkDuration(written, path, rule?.time ?? 'wall', report);
    if (!rule) report.error(path, `没有 clocks.${name}，这个时限不起作用`, `请在 clocks 里写上 ${name}`);
  }
}

type Clock = Playbook['clocks']['dwell'];

function checkClock(name: string, clock: Clock, path: Path, report: Report): void {
  let previous: Duration | undefined;
  for (const [i, step] of clock.steps.entries()) {
    const at = [...path, 'steps', i];
    const after = checkDuration(step.after, [...at, 'after'], step.time ?? clock.time, report);
    if (previous && after && isNotLater(after, previous)) {
      report.error([...at, 'after'], `时间要一步比一步晚，“${step.after}”不晚于上一步`);
    }
    previous = after ?? previous;
    if (step.card === undefined && !step.reroute) {
      report.error(at, '这一步什么也没做', '请写 card 和 to，或 reroute: true');
    }
    if (step.card !== undefined && step.to.length === 0) {
      report.error([...at, 'card'], `“${step.card}”没有写发给谁`, '请补上 to，例如 to: [owner, manager]');
    }
    if (step.card === undefined && step.to.length > 0)
      report.error([...at, 'to'], '写了发给谁，但没有写 card');
    if (name === 'assignment' && step.to.includes('owner')) {
      report.error([...at, 'to'], '待分配的线索还没有负责人，不能发给 owner', '请改为 manager');
    }
  }
  if (clock.repeat === undefined) return;
  const repeat = checkDuration(clock.repeat, [...path, 'repeat'], clock.time, report);
  if (repeat && length(repeat) === 0) report.error([...path, 'repeat'], '重复的间隔不能是 0');
}

function checkCalendar(settings: Playbook['calendar'], report: Report): void {
  const { quiet, holidays, extraHolidays, ...rest } = settings;
  try {
    const calendar = createCalendar({
      ...rest,
      holidays: [...extraHolidays, ...(holidays === 'CN' ? ['CN'] : [])],
    });
    checkQuiet(calendar, quiet.hours, report);
  } catch (error) {
    if (!(error instanceof CalendarSettingsError)) throw error;
    for (const { path, message } of error.problems) {
      const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      report.error(['calendar', ...steps], message);
    }
  }
}

/** Quiet hours are spans that can be read and leave some time to write to people. */
function checkQuiet(calendar: Calendar, hours: string[], report: Report): void {
  for (const [i, span] of hours.entries()) {
    if (!parseDaySpan(span)) report.error(['calendar', 'quiet', 'hours', i], `“${span}”没有长度`);
  }
  try {
    quietUntil(calendar, new Date(0), { hours: hours.filter((span) => parseDaySpan(span)) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report.error(['calendar', 'quiet', 'hours'], '安静时段占满了全天，消息永远发不出去', undefined, 'key');
  }
}
