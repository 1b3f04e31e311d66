import { calendarOf, isStandingClock, replaceClocks, startClock, startDwell } from '../clocks/clock-rules.ts';
import type { Proposal } from '../journey/journey.ts';
import { assignmentNumber, isOpen, type Lead, type NoteTrace } from '../leads/lead.ts';
import { factsTakenBack, journeyAfter, withFrozen, writeFacts } from '../leads/write-facts.ts';
import type { ClockName, Recipient } from '../playbook/clocks.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { RunningClock } from '../records/clock.ts';
import { applyRules, type RuleDocument, type RuleOutcome } from '../rules/apply-rules.ts';
import { ruledValues } from '../rules/outcome.ts';
import type { Interaction } from './interaction.ts';
import { afterPlanningTry, CONTACT_CLOCKS, clocksAfter } from './next-clocks.ts';
import { attemptsAfter, closingOf, standing } from './standing.ts';
import { standingAfter } from './standing-clocks.ts';

/** What was understood of a note; the part of an interaction that comes from its text. */
export type NoteFacts = Pick<
  Interaction,
  | 'text'
  | 'contact'
  | 'actions'
  | 'objections'
  | 'scenes'
  | 'doubtful'
  | 'unread'
  | 'amountFen'
  | 'amountMaxFen'
  | 'nextAt'
  | 'nextPrecision'
  | 'facts'
  | 'reached'
  | 'remark'
  | 'outcomeAsked'
  | 'visit'
>;

/** What a contact changes on its lead, and whom it concerns. */
export interface AfterInteraction {
  set: Partial<Lead>;
  /** What it states of fields a stage has frozen. */
  refused: Proposal[];
  notifications: { to: Recipient[]; text: string }[];
  requests: RuleOutcome['requests'];
  /** Objections or situations whose scripts the owner gets at once. */
  scripts: string[];
}

/** The clocks a record starts or ends. */
const RECORD_CLOCKS = [...CONTACT_CLOCKS, 'reply'] as const satisfies ClockName[];
const MAX_TRACES = 10;

/**
 * A contact stops the first-touch clock (B3) and starts the next: on the promised date, or else the dwell limit of
 * the stage. An attempt or a remark leaves every clock running; a date said with it gets a clock beside the first
 * one. A confirmed action that closes (已成交, 已流失) ends all clocks.
 */
export function afterInteraction(
  lead: Lead,
  done: Interaction,
  version: PlaybookVersion,
  now: Date,
): AfterInteraction {
  const writer = { by: done.by, now };
  const written = done.facts && writeFacts(lead, done.facts, version, writer);
  const stated: Lead = { ...lead, ...written?.set };
  const ruled = applyRules('interaction.recorded', withContact(stated, done), version);
  const wanted = ruledValues(stated, ruled);
  const kept = withFrozen(stated, { ...stated, ...wanted }, version.playbook, { by: 'rule', now });
  const values = onlyOf(kept.lead, wanted);
  const refused = [...(written?.refused ?? []), ...kept.refused];
  const journey = journeyAfter(stated, [], kept.refused, now);
  const tags = values.tags ?? stated.tags;
  const reached = done.reached === 'yes';
  const closes = closingOf(done, version.playbook);
  const trace: NoteTrace = {
    interactionId: done._id,
    clocks: lead.clocks.filter(isRecordClock),
    tagsAdded: tags.filter((tag) => !lead.tags.includes(tag)),
    tagsRemoved: lead.tags.filter((tag) => !tags.includes(tag)),
    ...(written?.changes.length ? { facts: written.changes } : {}),
  };
  return {
    set: {
      ...written?.set,
      ...values,
      ...(journey ? { journey } : {}),
      status: closes ?? (reached ? 'touched' : lead.status),
      clocks: closes ? [] : standingAfter(lead, clocksAfter(lead, done, version, now), done, version, now),
      ...(closes ? { closedAt: now } : {}),
      interactions: lead.interactions + 1,
      lastInteractionAt: now,
      firstTouchedAt: lead.firstTouchedAt ?? (reached ? now : undefined),
      lastContactAt: reached ? now : lead.lastContactAt,
      ...(reached ? { contactDays: daysWith(lead, now, version.playbook) } : {}),
      attempts: attemptsAfter(lead.attempts, done),
      traces: [...(lead.traces ?? []), trace].slice(-MAX_TRACES),
    },
    refused,
    notifications: [...(written?.notifications ?? []), ...ruled.notifications],
    requests: [...(written?.requests ?? []), ...ruled.requests],
    scripts: ruled.scripts,
  };
}

/** Of a lead, the properties the other has. */
function onlyOf(lead: Lead, other: Partial<Lead>): Partial<Lead> {
  return Object.fromEntries(Object.keys(other).map((name) => [name, lead[name as keyof Lead]]));
}

/**
 * How a lead stands once a record is taken back and only `counting` (newest first) happened: its clocks run on from
 * the step they had come to, as if they had never stopped.
 */
export function afterUndo(
  lead: Lead,
  interactionId: string,
  counting: readonly Interaction[],
  version: PlaybookVersion,
  now: Date,
): Partial<Lead> {
  return ticking(
    lead,
    { ...takeBack(lead, interactionId, now), ...standing(lead, counting, version) },
    version,
    now,
  );
}

/**
 * How a lead stands once its record says something else. The newest record decides what happens next; what rules make
 * of it is applied anew. Of an older one only another date does: it is the owner's latest word on the next contact.
 * Told about is only what `before` did not say already.
 */
export function afterCorrection(
  lead: Lead,
  corrected: Interaction,
  before: NoteFacts,
  counting: readonly Interaction[],
  version: PlaybookVersion,
  now: Date,
): AfterInteraction {
  const state = standing(lead, counting, version);
  if (lead.traces?.at(-1)?.interactionId !== corrected._id) {
    const moved = { ...state, ...afterNewDate(lead, corrected, before, version, now) };
    const set = ticking(lead, moved, version, now);
    return { set, refused: [], notifications: [], requests: [], scripts: [] };
  }
  const without: Lead = { ...lead, ...takeBack(lead, corrected._id, now) };
  const after = afterInteraction(without, corrected, version, now);
  const known = afterInteraction(without, { ...corrected, ...before }, version, now);
  const told = new Set(known.notifications.map(({ text }) => text));
  const asked = new Set(known.requests.map(({ rule, key }) => `${rule}\n${key}`));
  return {
    set: ticking(lead, { ...after.set, ...state }, version, now),
    refused: after.refused,
    notifications: after.notifications.filter(({ text }) => !told.has(text)),
    requests: after.requests.filter(({ rule, key }) => !asked.has(`${rule}\n${key}`)),
    scripts: after.scripts.filter((what) => !known.scripts.includes(what)),
  };
}

/** The clocks once an older record names another date, also for when a record made after it is taken back. */
function afterNewDate(
  lead: Lead,
  { _id, by, nextAt }: Interaction,
  before: NoteFacts,
  version: PlaybookVersion,
  now: Date,
): Partial<Lead> {
  if (!nextAt || nextAt <= now || by !== lead.ownerId) return {};
  if (nextAt.getTime() === before.nextAt?.getTime()) return {};
  const next = { at: nextAt, because: '约定的跟进时间' };
  const traces = lead.traces ?? [];
  const own = traces.findIndex(({ interactionId }) => interactionId === _id);
  const [promise] = afterPlanningTry({ ...lead, clocks: [] }, next, version, now);
  const agreed = (clocks: RunningClock[]) =>
    promise ? [...clocks.filter(({ name }) => name !== 'follow-up' && name !== 'dwell'), promise] : clocks;
  return {
    clocks: agreed(lead.clocks),
    traces: traces.map((trace, i) => (i > own ? { ...trace, clocks: agreed(trace.clocks) } : trace)),
  };
}

/** Days with a contact, the one at `now` among them. */
function daysWith(
  { lastContactAt, contactDays }: Lead,
  now: Date,
  playbook: PlaybookVersion['playbook'],
): number {
  if (!lastContactAt) return 1;
  const calendar = calendarOf(playbook);
  const known = contactDays ?? 1;
  return calendar.dayKey(lastContactAt) === calendar.dayKey(now) ? known : known + 1;
}

/** Clocks and tags as if the record had never been; the record after it inherits what it had replaced. */
function takeBack(lead: Lead, interactionId: string, now: Date): Partial<Lead> {
  const traces = lead.traces ?? [];
  const at = traces.findIndex((trace) => trace.interactionId === interactionId);
  const trace = traces[at];
  if (!trace) return {};
  const later = traces.slice(at + 1);
  const [next, ...rest] = later;
  const inherited = next ? [{ ...next, clocks: furthest(trace.clocks, next.clocks) }, ...rest] : [];
  const kept = lead.tags.filter((tag) => !trace.tagsAdded.includes(tag));
  return {
    ...(trace.facts ? factsTakenBack(lead, trace.facts, now) : {}),
    tags: [...new Set([...kept, ...trace.tagsRemoved])],
    traces: [...traces.slice(0, at), ...inherited],
    ...(next
      ? {}
      : { clocks: replaceClocks(lead.clocks, RECORD_CLOCKS, furthest(trace.clocks, lead.clocks)) }),
  };
}

/** Once the customer is reached nothing waits for the first contact, by whichever record it came to be known. */
function withoutFirst(lead: Lead): RunningClock[] {
  return lead.status === 'touched' ? lead.clocks.filter(({ name }) => name !== 'first-touch') : lead.clocks;
}

/**
 * The clocks, each as far as it has come: one that a record left running may have fired since, and a step that has
 * fired never fires again.
 */
function furthest(clocks: readonly RunningClock[], since: readonly RunningClock[]): RunningClock[] {
  return clocks.map((clock) => {
    const now = since.find(
      ({ name, startedAt }) => name === clock.name && startedAt.getTime() === clock.startedAt.getTime(),
    );
    return now && now.step > clock.step ? now : clock;
  });
}

/** A closed lead has no clock, an open one always has: one closed too long ago to know gets a new one. */
function ticking(lead: Lead, changes: Partial<Lead>, version: PlaybookVersion, now: Date): Partial<Lead> {
  const set = { ...changes, clocks: withoutFirst({ ...lead, ...changes }) };
  const after: Lead = { ...lead, ...set };
  if (!isOpen(after)) return { ...set, clocks: [] };
  if (after.clocks.some((clock) => !isStandingClock(clock))) return set;
  const n = assignmentNumber(lead);
  const fresh =
    after.status === 'touched'
      ? startDwell(lead, version, now, n)
      : startClock('first-touch', version, { at: now, assignment: n });
  return { ...set, clocks: [...after.clocks, fresh] };
}

function isRecordClock(clock: RunningClock): boolean {
  return (RECORD_CLOCKS as readonly string[]).includes(clock.name);
}

/** The lead as rules on `interaction.recorded` see it: the contact stands beside it as `interaction`. */
function withContact(lead: Lead, contact: Interaction): RuleDocument {
  const { reached, actions, objections, scenes, amountFen, text } = contact;
  return { ...lead, interaction: { reached, actions, objections, scenes, amountFen, text } };
}
