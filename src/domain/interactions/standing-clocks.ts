import { replaceClocks } from '../clocks/clock-rules.ts';
import { startReply, startStay } from '../clocks/standing-still.ts';
import { journeyOf } from '../journey/journey.ts';
import { assignmentNumber, type Lead } from '../leads/lead.ts';
import type { ClockName } from '../playbook/clocks.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { RunningClock } from '../records/clock.ts';
import type { Interaction } from './interaction.ts';
import { customerSpeaks } from './reached.ts';

/**
 * The clocks of standing still: an action that asks for an answer starts the wait for it, what the customer did ends it,
 * and what the rep did in between changes nothing. The first contact starts the stay in the first stage.
 */
export function standingAfter(
  lead: Lead,
  clocks: RunningClock[],
  done: Interaction,
  version: PlaybookVersion,
  now: Date,
): RunningClock[] {
  if (done.reached !== 'yes') return clocks;
  const n = assignmentNumber(lead);
  const { playbook } = version;
  const runs = (name: ClockName) => clocks.some((clock) => clock.name === name);
  const stay = runs('stay') ? undefined : startStay(lead.stage, version, enteredAt(lead), n);
  const base = stay ? [...clocks, notToday(stay, now)] : clocks;
  if (hasAnswered(done, playbook)) return replaceClocks(base, ['reply']);
  const reply = runs('reply') ? undefined : startReply(done.actions, version, now, n);
  return reply ? [...base, notBefore(reply, done.nextAt)] : base;
}

/** It is in its stage since it came there, whenever somebody first wrote of it. */
function enteredAt(lead: Lead): Date {
  return journeyOf(lead).since ?? lead.createdAt;
}

/** A stay that was too long before anybody watched it is told a day later: today something was done. */
function notToday(clock: RunningClock, now: Date): RunningClock {
  const tomorrow = new Date(now.getTime() + DAY_MS);
  return clock.dueAt <= now ? { ...clock, dueAt: tomorrow } : clock;
}

const DAY_MS = 86_400_000;

/** Until the day that was agreed on nobody minds that the customer is silent. */
function notBefore(clock: RunningClock, agreed: Date | undefined): RunningClock {
  return agreed && agreed > clock.dueAt
    ? { ...clock, dueAt: agreed, deadline: agreed, because: '约定的跟进时间' }
    : clock;
}

/** Whether a record tells of something the customer did. */
function hasAnswered(
  { text, actions, objections }: Interaction,
  { actions: rules }: PlaybookVersion['playbook'],
): boolean {
  return (
    objections.length > 0 ||
    actions.some(({ id }) => rules.some((rule) => rule.answers && rule.id === id)) ||
    customerSpeaks(text)
  );
}
