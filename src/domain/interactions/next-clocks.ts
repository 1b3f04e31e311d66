import { calendarOf, replaceClocks, startClock, startDwell } from '../clocks/clock-rules.ts';
import { assignmentNumber, type Lead } from '../leads/lead.ts';
import type { ClockName } from '../playbook/clocks.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { RunningClock } from '../records/clock.ts';
import type { Interaction } from './interaction.ts';
import { callsOffPromise, keptPromise, movesPromise, promiseOver } from './kept-promise.ts';

/** The clocks that wait for a contact; a record replaces them. */
export const CONTACT_CLOCKS = ['first-touch', 'follow-up', 'dwell'] as const satisfies ClockName[];

/** The clocks a record leaves: see `afterInteraction`. */
export function clocksAfter(
  lead: Lead,
  done: Interaction,
  version: PlaybookVersion,
  now: Date,
): RunningClock[] {
  const next = done.nextAt && { at: done.nextAt, because: '约定的跟进时间' };
  if (done.reached !== 'yes') return afterNoContact(lead, done, next, version, now);
  if (next) return afterPostponing(lead, next, version, now);
  // What was agreed on holds until something else is said. Before the first contact nothing was agreed on: what stands
  // is the next try, and it has been made.
  const firstTime = lead.clocks.some(({ name }) => name === 'first-touch');
  if (!firstTime && keptPromise(lead, done.text, now))
    return replaceClocks(lead.clocks, ['first-touch', 'dwell']);
  return replaceClocks(lead.clocks, CONTACT_CLOCKS, [startDwell(lead, version, now, assignmentNumber(lead))]);
}

/**
 * Nobody was reached: what waits goes on waiting, but an appointment that is called off is gone. The owner's own plan
 * takes the place of no appointment with the customer: the card offers it as a tap.
 */
function afterNoContact(
  lead: Lead,
  done: Interaction,
  next: { at: Date; because: string } | undefined,
  version: PlaybookVersion,
  now: Date,
): RunningClock[] {
  if (next) {
    const calendar = calendarOf(version.playbook);
    const dayOf = (at: Date) => calendar.dayKey(at);
    const stands = done.reached === 'no' && promiseOver(lead, done, next.at, now, dayOf);
    return stands
      ? lead.clocks
      : afterPlanningTry(lead, { ...next, plan: !movesPromise(done.text) }, version, now);
  }
  if (!lead.clocks.some(({ name }) => name === 'follow-up') || !callsOffPromise(done)) return lead.clocks;
  if (lead.clocks.some(({ name }) => name === 'first-touch'))
    return replaceClocks(lead.clocks, ['follow-up']);
  return replaceClocks(lead.clocks, CONTACT_CLOCKS, [startDwell(lead, version, now, assignmentNumber(lead))]);
}

/** The clocks of a lead whose next contact is put off to another time. */
export function afterPostponing(
  lead: Lead,
  next: { at: Date; because: string },
  version: PlaybookVersion,
  now: Date,
): RunningClock[] {
  return replaceClocks(lead.clocks, CONTACT_CLOCKS, [promised(lead, next, version, now)]);
}

/** The clocks once the next try is fixed: a first contact stays due as it was, beside it. */
export function afterPlanningTry(
  lead: Lead,
  next: { at: Date; because: string; plan?: boolean },
  version: PlaybookVersion,
  now: Date,
): RunningClock[] {
  const waitsForFirst = lead.clocks.some(({ name }) => name === 'first-touch');
  const replaced = waitsForFirst ? (['follow-up'] as const) : CONTACT_CLOCKS;
  return replaceClocks(lead.clocks, replaced, [promised(lead, next, version, now)]);
}

function promised(
  lead: Lead,
  { plan, ...firstDue }: { at: Date; because: string; plan?: boolean },
  version: PlaybookVersion,
  now: Date,
): RunningClock {
  const clock = startClock('follow-up', version, { at: now, assignment: assignmentNumber(lead), firstDue });
  return plan ? { ...clock, plan } : clock;
}
