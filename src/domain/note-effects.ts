import { replaceClocks, startClock, startDwell } from './clocks.ts';
import type { Interaction } from './interaction.ts';
import { assignmentNumber, type Lead, type LeadStatus, type RunningClock } from './lead.ts';
import type { PlaybookVersion, Recipient } from './playbook.ts';
import { applyRules, type RuleDocument } from './rules/apply-rules.ts';
import { ruledValues } from './rules/outcome.ts';

/** What was understood of a note; the part of an interaction that comes from its text. */
export type NoteFacts = Pick<
  Interaction,
  'text' | 'actions' | 'objections' | 'scenes' | 'amountFen' | 'amountMaxFen' | 'nextAt' | 'nextPrecision'
>;

/** How a lead stands after a contact. */
export interface AfterInteraction {
  status: LeadStatus;
  clocks: RunningClock[];
  closedAt?: Date | undefined;
  /** Tags and fields that rules changed. */
  ruled: Partial<Lead>;
  notifications: { to: Recipient[]; text: string }[];
  /** Objections or situations whose scripts the owner gets at once. */
  scripts: string[];
}

/**
 * A contact stops the first-touch clock (B3) and starts the next: on the promised date, or else the dwell limit of
 * the stage. An action that closes (已成交, 已丢单) ends all clocks. Only actions that reach the customer count as
 * touch: 未接通 leaves the first-touch clock running.
 */
export function afterInteraction(
  lead: Lead,
  done: Partial<Interaction> & { because?: string },
  version: PlaybookVersion,
  now: Date,
): AfterInteraction {
  const rules = version.playbook.actions.filter((rule) =>
    done.actions?.some((action) => action.id === rule.id),
  );
  const closes = rules.find((rule) => rule.closes)?.closes;
  const ruled = applyRules('interaction.recorded', withContact(lead, done), version);
  const base = {
    ruled: ruledValues(lead, ruled),
    notifications: ruled.notifications,
    scripts: ruled.scripts,
  };
  if (closes) return { ...base, status: closes, clocks: [], closedAt: now };
  const touched = !rules.length || rules.some((rule) => rule.touch);
  const assignment = assignmentNumber(lead);
  if (!touched && !lead.firstTouchedAt && !done.nextAt)
    return { ...base, status: lead.status, clocks: lead.clocks };
  const next = done.nextAt
    ? startClock('follow-up', version, {
        at: now,
        assignment,
        firstDue: { at: done.nextAt, because: done.because ?? '约定的跟进时间' },
      })
    : startDwell(lead, version, now, assignment);
  return {
    ...base,
    status: 'touched',
    clocks: replaceClocks(lead.clocks, ['first-touch', 'follow-up', 'dwell'], [next]),
  };
}

/**
 * How a lead stands when only `counting` (newest first) of its interactions happened. Without any, the first-touch
 * clock runs again from the assignment it belonged to, as if it had never stopped.
 */
export function afterUndo(
  lead: Lead,
  counting: readonly Interaction[],
  version: PlaybookVersion,
  now: Date,
): Partial<Lead> {
  const assignment = assignmentNumber(lead);
  const history = {
    interactions: counting.length,
    lastInteractionAt: counting[0]?.at,
    firstTouchedAt: counting.at(-1)?.at,
  };
  // What an earlier owner did is history; the clock and the status follow the current one.
  const [newest] = counting.filter((done) => !lead.assignedAt || done.at >= lead.assignedAt);
  if (newest) {
    const { status, clocks, closedAt } = afterInteraction(lead, newest, version, newest.at);
    return { ...history, status, clocks, closedAt };
  }
  const firstTouch = startClock('first-touch', version, { at: lead.assignedAt ?? now, assignment });
  const waiting = replaceClocks(
    lead.clocks,
    ['first-touch', 'follow-up', 'dwell'],
    lead.ownerId ? [firstTouch] : [],
  );
  return {
    ...history,
    status: lead.acceptedAt ? 'accepted' : lead.ownerId ? 'assigned' : 'new',
    clocks: waiting,
    closedAt: undefined,
  };
}

/** The lead as rules on `interaction.recorded` see it: the contact stands beside it as `interaction`. */
function withContact(lead: Lead, contact: Partial<Interaction>): RuleDocument {
  const { actions = [], objections = [], scenes = [], amountFen, text } = contact;
  return { ...lead, interaction: { actions, objections, scenes, amountFen, text } };
}
