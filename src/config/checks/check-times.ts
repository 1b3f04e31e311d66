import type { Playbook } from '../../domain/playbook.ts';
import type { Path } from '../problems.ts';
import { type CheckedDuration, checkDuration, gap, readDuration } from './durations.ts';
import type { Report } from './report.ts';

/** The calendar makes sense, durations can be read, the steps of a clock ascend and each does something. */
export function checkTimes(playbook: Playbook, report: Report): void {
  checkCalendar(playbook.calendar, report);
  for (const [name, clock] of Object.entries(playbook.clocks)) {
    checkClock(name, clock, ['clocks', name], report);
  }
  const dwell = playbook.clocks.dwell;
  for (const [i, stage] of playbook.stages.entries()) {
    if (stage.dwell === undefined) continue;
    const path = ['stages', i, 'dwell'];
    const own = checkDuration(stage.dwell, path, dwell.steps[0]?.time ?? dwell.time, report);
    const [, second] = dwell.steps;
    const later = second && readDuration(second.after);
    if (own && later && (gap(own, later) ?? 1) <= 0) {
      report.error(path, `“${stage.label}”的停留上限不短于 clocks.dwell 的第二步（${second.after}）`);
    }
  }
}

type Clock = Playbook['clocks']['dwell'];

function checkClock(name: string, clock: Clock, path: Path, report: Report): void {
  let previous: CheckedDuration | undefined;
  for (const [i, step] of clock.steps.entries()) {
    const at = [...path, 'steps', i];
    const after = checkDuration(step.after, [...at, 'after'], step.time ?? clock.time, report);
    if (previous && after && (gap(previous, after) ?? 1) <= 0) {
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
  if (repeat?.amount === 0) report.error([...path, 'repeat'], '重复的间隔不能是 0');
}

function checkCalendar(calendar: Playbook['calendar'], report: Report): void {
  if (!isTimeZone(calendar.timeZone)) {
    report.error(['calendar', 'timeZone'], `没有“${calendar.timeZone}”这个时区`, '例如 Asia/Shanghai');
  }
  if (calendar.workdays.length === 0) report.error(['calendar', 'workdays'], '至少要有一个工作日');
  if (calendar.hours.length === 0) report.error(['calendar', 'hours'], '至少要有一段工作时间');
  let previousEnd = '';
  for (const [i, span] of calendar.hours.entries()) {
    const [from = '', to = ''] = span.split('-');
    if (from >= to) report.error(['calendar', 'hours', i], `“${span}”的结束要晚于开始，不能跨过午夜`);
    else if (from < previousEnd) report.error(['calendar', 'hours', i], `“${span}”与上一段重叠或顺序不对`);
    previousEnd = to;
  }
  for (const [i, span] of calendar.quiet.hours.entries()) {
    const [from, to] = span.split('-');
    if (from === to) report.error(['calendar', 'quiet', 'hours', i], `“${span}”没有长度`);
  }
  for (const [i, day] of calendar.extraWorkdays.entries()) {
    if (calendar.extraHolidays.includes(day)) {
      report.error(['calendar', 'extraWorkdays', i], `${day} 同时写成了休息日和工作日`);
    }
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
