import { type Calendar, createCalendar } from '../calendar/calendar.ts';
import { dueAt } from '../calendar/due.ts';
import { parseDuration } from '../calendar/duration.ts';
import { quietUntil } from '../calendar/quiet.ts';
import type { Lead } from '../leads/lead.ts';
import type { ClockName, ClockRule, ClockStep } from '../playbook/clocks.ts';
import type { Playbook, PlaybookVersion } from '../playbook/playbook.ts';
import type { RunningClock } from '../records/clock.ts';

const calendars = new WeakMap<Playbook, Calendar>();

/** The playbook's calendar; made once per playbook. */
export function calendarOf(playbook: Playbook): Calendar {
  const known = calendars.get(playbook);
  if (known) return known;
  const { timeZone, workdays, hours, holidays, extraHolidays, extraWorkdays } = playbook.calendar;
  const calendar = createCalendar({
    timeZone,
    workdays,
    hours,
    holidays: holidays === 'CN' ? ['CN', ...extraHolidays] : extraHolidays,
    extraWorkdays,
  });
  calendars.set(playbook, calendar);
  return calendar;
}

/** When a step of a clock is due, counted from the clock's start, and why then. */
function stepDue(
  rule: ClockRule,
  step: ClockStep,
  startedAt: Date,
  calendar: Calendar,
): { at: Date; because: string } {
  return after(step.after, step.time ?? rule.time, startedAt, calendar);
}

/** Nobody is reminded, re-routed or given a deadline in quiet hours, unless the clock's rule says so. */
export function awake(at: Date, rule: ClockRule, playbook: Playbook): Date {
  const { hours } = playbook.calendar.quiet;
  if (rule.atNight || !hours.length) return at;
  return quietUntil(calendarOf(playbook), at, { hours }) ?? at;
}

function after(
  length: string,
  time: 'wall' | 'working',
  from: Date,
  calendar: Calendar,
): { at: Date; because: string } {
  const duration = parseDuration(length);
  return dueAt(from, { after: duration, time: duration.kind === 'workdays' ? 'workdays' : time }, calendar);
}

/**
 * Starts a clock of the playbook for a lead.
 * @param firstDueAt overrides when the first step is due (a date the rep promised); `because` says so then
 */
export function startClock(
  name: ClockName,
  version: PlaybookVersion,
  start: { at: Date; assignment: number; firstDue?: { at: Date; because: string } | undefined },
): RunningClock {
  const rule = version.playbook.clocks[name];
  const [first] = rule?.steps ?? [];
  if (!rule || !first) throw new RangeError(`clock ${name} has no steps`);
  const due = start.firstDue ?? dueAwake(rule, first, start.at, version);
  return {
    name,
    step: 0,
    startedAt: start.at,
    dueAt: due.at,
    deadline: due.at,
    playbookVersion: version.version,
    because: due.because,
    assignment: start.assignment,
  };
}

/**
 * Starts a clock whose first step is due after another length than the clock's own. Its time is the clock's.
 * @returns undefined when the playbook has no such clock
 */
export function startClockAfter(
  name: ClockName,
  length: string,
  version: PlaybookVersion,
  start: { at: Date; assignment: number },
): RunningClock | undefined {
  const rule = version.playbook.clocks[name];
  const [first] = rule?.steps ?? [];
  if (!rule || !first) return undefined;
  const own = { ...first, time: undefined, after: length };
  return startClock(name, version, { ...start, firstDue: dueAwake(rule, own, start.at, version) });
}

/** When a step is due that is counted from a moment out of quiet hours and does not fall into them. */
function dueAwake(
  rule: ClockRule,
  step: ClockStep,
  from: Date,
  { playbook }: PlaybookVersion,
): { at: Date; because: string } {
  const due = stepDue(rule, step, awake(from, rule, playbook), calendarOf(playbook));
  return { ...due, at: awake(due.at, rule, playbook) };
}

/** The deadline people know a clock by: when its first step is, or was, due. */
export function deadlineOf({ step, startedAt, dueAt, deadline }: RunningClock): Date {
  return deadline ?? (step === 0 ? dueAt : startedAt);
}

/** Whether the clock somebody was told of still runs: once what it waited for happens, it is gone or another one. */
export function stillRuns(
  lead: Pick<Lead, 'clocks'>,
  { name, startedAt }: Pick<RunningClock, 'name' | 'startedAt'>,
): boolean {
  return lead.clocks.some(
    (clock) => clock.name === name && clock.startedAt.getTime() === startedAt.getTime(),
  );
}

/** The stage's own dwell limit for the lead, or the playbook's general one. */
export function startDwell(
  lead: Pick<Lead, 'stage'>,
  version: PlaybookVersion,
  at: Date,
  assignment: number,
): RunningClock {
  const stage = version.playbook.stages.find((s) => s.id === lead.stage);
  const start = { at, assignment };
  const own = stage?.dwell && startClockAfter('dwell', stage.dwell, version, start);
  return own || startClock('dwell', version, start);
}

/** What a clock does when it is due, by the playbook version it was started under. */
export function stepOf(
  clock: Pick<RunningClock, 'name' | 'step'>,
  version: PlaybookVersion,
): ClockStep | undefined {
  const steps = version.playbook.clocks[clock.name as ClockName]?.steps;
  return steps?.[Math.min(clock.step, steps.length - 1)];
}

/** Whether a step counts all hours or working hours. */
export function timeOfStep(
  clock: Pick<RunningClock, 'name' | 'step'>,
  version: PlaybookVersion,
): 'wall' | 'working' | undefined {
  return stepOf(clock, version)?.time ?? version.playbook.clocks[clock.name as ClockName]?.time;
}

/**
 * The clock after its current step has fired: the next step, or the last one again after `repeat`. A step never
 * comes due before the one it follows was fired, so a long downtime is not answered with a volley.
 */
export function afterFiring(clock: RunningClock, version: PlaybookVersion, now: Date): RunningClock {
  const rule = version.playbook.clocks[clock.name as ClockName];
  if (!rule) throw new RangeError(`version ${version.version} has no clock ${clock.name}`);
  const calendar = calendarOf(version.playbook);
  const next = rule.steps[clock.step + 1];
  if (next) {
    // Steps count from the start; a first step moved to a promised date moves the later ones with it.
    const first = rule.steps[0];
    const planned = first ? dueAwake(rule, first, clock.startedAt, version).at : clock.startedAt;
    const deadline = deadlineOf(clock);
    const origin =
      isStandingClock(clock) || deadline.getTime() === planned.getTime() ? clock.startedAt : deadline;
    const due = dueAwake(rule, next, origin, version);
    return {
      ...clock,
      deadline,
      firedAt: now,
      step: clock.step + 1,
      dueAt: awake(later(due.at, now), rule, version.playbook),
      because: due.because,
    };
  }
  const again = after(rule.repeat, rule.time, now, calendar);
  const at = awake(later(again.at, now), rule, version.playbook);
  return { ...clock, firedAt: now, step: clock.step + 1, dueAt: at, because: `每${again.because}` };
}

/** How long something has stood still: counted from its start, and not ended by what a rep records. */
export const STANDING_CLOCKS = ['stay', 'reply'] as const satisfies ClockName[];

export function isStandingClock({ name }: Pick<RunningClock, 'name'>): boolean {
  return (STANDING_CLOCKS as readonly string[]).includes(name);
}

const GAP_MS = 60_000;

function later(at: Date, now: Date): Date {
  return at > now ? at : new Date(now.getTime() + GAP_MS);
}

/** The clocks without those named, and with the new ones. */
export function replaceClocks(
  clocks: readonly RunningClock[],
  drop: readonly ClockName[],
  add: readonly RunningClock[] = [],
): RunningClock[] {
  return [...clocks.filter((clock) => !drop.includes(clock.name as ClockName)), ...add];
}
