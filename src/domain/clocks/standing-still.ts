/**
 * The clocks of a lead that stands still (C7): how long it has been in its stage, and how long the customer has owed an
 * answer. Contacts of the rep end neither.
 */
import { dueAt } from '../calendar/due.ts';
import { parseDuration } from '../calendar/duration.ts';
import type { ClockName } from '../playbook/clocks.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { RunningClock } from '../records/clock.ts';
import { awake, calendarOf, STANDING_CLOCKS, startClockAfter } from './clock-rules.ts';

/** Of one lead people hear of one of these a day. */
const REMINDS_OF_STANDING: readonly string[] = ['dwell', ...STANDING_CLOCKS];
const REMINDS: readonly string[] = ['follow-up', ...REMINDS_OF_STANDING];
const DAY_MS = 86_400_000;

/** The clock of a stage that says how long a lead may stay in it (`stay`); undefined where it does not say. */
export function startStay(
  stageId: string,
  version: PlaybookVersion,
  at: Date,
  assignment: number,
): RunningClock | undefined {
  const stage = version.playbook.stages.find(({ id }) => id === stageId);
  return stage?.stay && !stage.end
    ? startClockAfter('stay', stage.stay, version, { at, assignment })
    : undefined;
}

/** The clock of an answer the customer owes since a record with one of these actions; undefined when none is owed. */
export function startReply(
  actions: readonly { id: string }[],
  version: PlaybookVersion,
  at: Date,
  assignment: number,
): RunningClock | undefined {
  const rule = version.playbook.actions.find((one) => one.awaits && actions.some(({ id }) => id === one.id));
  return rule?.awaits ? startClockAfter('reply', rule.awaits, version, { at, assignment }) : undefined;
}

/**
 * When a clock may remind at the earliest, so that the same standing still is not told twice a day; undefined when it
 * may now.
 */
export function spacedFrom(
  clock: RunningClock,
  others: readonly RunningClock[],
  version: PlaybookVersion,
  now: Date,
): Date | undefined {
  if (!REMINDS_OF_STANDING.includes(clock.name)) return undefined;
  const times = others.flatMap(({ name, firedAt }) => (REMINDS.includes(name) && firedAt ? [+firedAt] : []));
  const last = Math.max(...times);
  if (!times.length || now.getTime() - last >= DAY_MS) return undefined;
  const rule = version.playbook.clocks[clock.name as ClockName];
  if (!rule) return undefined;
  const calendar = calendarOf(version.playbook);
  const after = parseDuration(rule.time === 'working' ? '1 workday' : '24h');
  const next = dueAt(
    new Date(last),
    { after, time: rule.time === 'working' ? 'workdays' : 'wall' },
    calendar,
  );
  const at = awake(next.at, rule, version.playbook);
  return at > now ? at : undefined;
}

const WEIGHTS = ['reply', 'dwell', 'stay'];

/** In the order they fire when several are due: what somebody waits for, then what the customer owes. */
export function byWeight(a: Pick<RunningClock, 'name'>, b: Pick<RunningClock, 'name'>): number {
  return WEIGHTS.indexOf(a.name) - WEIGHTS.indexOf(b.name);
}
