/** When a clock is due, and the sentence that tells people why (requirements B3, B4). */
import { tz } from '@date-fns/tz';
import { addDays, format } from 'date-fns';
import { type Calendar, shiftDay } from './calendar.ts';
import { type Duration, describeDuration } from './duration.ts';

export interface DueRule {
  after: Duration;
  /** `wall`: every hour counts; `working`: only working hours; `workdays`: whole working days, time of day kept. */
  time: 'wall' | 'working' | 'workdays';
}

export interface Due {
  at: Date;
  /** For the card: `2小时（工作时间，跳过午休）`. */
  because: string;
  /** Chinese sentences about years whose holidays are not known yet; usually empty. */
  warnings: string[];
}

/** What is wrong with a rule, in Chinese; undefined when it can be used. */
export function dueRuleProblem({ after, time }: DueRule): string | undefined {
  if (time === 'working' && after.kind !== 'time') {
    return `工作时间按小时或分钟计，“${describeDuration(after)}”请写成小时（如 16h），或改用 workdays`;
  }
  if (time === 'workdays' && after.kind === 'time') {
    return `工作日按天计，“${describeDuration(after)}”请写成 workdays（如 5 workdays），或改用 working`;
  }
  if (time === 'wall' && after.kind === 'workdays') {
    return `“${describeDuration(after)}”需要 time: workdays`;
  }
  return undefined;
}

/** Throws `RangeError` for a rule that `dueRuleProblem` objects to. */
export function dueAt(start: Date, rule: DueRule, calendar: Calendar): Due {
  const problem = dueRuleProblem(rule);
  if (problem) throw new RangeError(problem);
  const at = moment(start, rule, calendar);
  return { at, because: because(start, at, rule, calendar), warnings: calendar.warnings(start, at) };
}

function moment(start: Date, { after, time }: DueRule, calendar: Calendar): Date {
  if (after.kind === 'time') {
    return time === 'working' ? calendar.addWorking(start, after.ms) : new Date(start.getTime() + after.ms);
  }
  if (time === 'workdays') return calendar.addWorkdays(start, after.days);
  return new Date(+addDays(start, after.days, { in: tz(calendar.timeZone) }));
}

function because(start: Date, due: Date, { after, time }: DueRule, calendar: Calendar): string {
  const length = describeDuration(after);
  if (time === 'wall') return `${length}（自然时间）`;
  const notes: string[] = [];
  if (time === 'working') {
    notes.push('工作时间');
    const effective = calendar.nextWorkingTime(start);
    if (effective > start) notes.push(`${chineseTime(effective, calendar)}起算`);
    notes.push(...skippedAndAdded(effective, due, calendar, true));
  } else {
    notes.push(...skippedAndAdded(start, due, calendar, false));
  }
  return notes.length > 0 ? `${length}（${notes.join('，')}）` : length;
}

/** `跳过午休、周末`, `含10月10日国庆节调休上班`, in the order in which they are met. */
function skippedAndAdded(from: Date, to: Date, calendar: Calendar, withinDays: boolean): string[] {
  const skipped = new Set<string>();
  const added: string[] = [];
  const last = calendar.dayKey(to);
  const first = calendar.dayKey(from);
  for (let day = first; day <= last; day = shiftDay(day, 1)) {
    const info = calendar.describeDay(day);
    if (withinDays && day !== first) skipped.add('下班时间');
    if (!info.workday) skipped.add(info.name);
    else if (info.name !== '工作日')
      added.push(`含${Number(day.slice(5, 7))}月${Number(day.slice(8))}日${info.name}`);
    if (withinDays && breakBetween(day, from, to, calendar)) skipped.add('午休');
  }
  return [...(skipped.size > 0 ? [`跳过${[...skipped].join('、')}`] : []), ...added];
}

/** Whether work stopped and went on again that day between the two moments. */
function breakBetween(day: string, from: Date, to: Date, calendar: Calendar): boolean {
  const worked = calendar.workSpans(day).filter(({ start, end }) => start < to && end > from);
  return worked.some(({ start }, index) => index > 0 && start.getTime() !== worked[index - 1]?.end.getTime());
}

function chineseTime(at: Date, calendar: Calendar): string {
  return format(at, 'M月d日HH:mm', { in: tz(calendar.timeZone) });
}
