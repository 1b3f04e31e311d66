import { step } from '../../core/effect.ts';
import type { Urgency } from '../../core/message.ts';
import { afterFiring, stepOf } from '../../domain/clocks/clock-rules.ts';
import { byWeight, spacedFrom } from '../../domain/clocks/standing-still.ts';
import { assignmentNumber, awaitsOwner, isOpen, type Lead } from '../../domain/leads/lead.ts';
import type { Colleague } from '../../domain/people/person.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import type { ClockStep } from '../../domain/playbook/clocks.ts';
import type { RunningClock } from '../../domain/records/clock.ts';
import type { InteractionStore } from '../../stores/interactions.ts';
import type { LeadStore } from '../../stores/leads.ts';
import { cardAbout } from '../messages.ts';
import type { DecideFiring, Firing, FiringAt, Send, Ticking } from '../ticking.ts';
import type { AssignService } from './assign.ts';
import { releaseChange } from './assign.ts';

export interface LeadClockDeps {
  leads: LeadStore;
  interactions: InteractionStore;
  assign: AssignService;
}

const MAX_RUNGS = 40;

/** What the clocks of leads do when they are due (B3, C7). */
export class LeadClocks implements Ticking<Lead> {
  readonly kind = 'lead';
  readonly store: LeadStore;
  readonly inOrder = byWeight;
  readonly todo = '请点「催办」提醒负责人联系客户，或点「改派」换人';
  private readonly deps: LeadClockDeps;

  constructor(deps: LeadClockDeps) {
    this.deps = deps;
    this.store = deps.leads;
  }

  async prepare(lead: Lead, clock: RunningClock, at: FiringAt): Promise<DecideFiring<Lead> | null> {
    // An assignment clock first tries again what it waits for; only then does it bother people.
    if (clock.name === 'assignment' && isOpen(lead)) {
      const after = await this.deps.assign.route(lead._id, step(at.op, 'route'));
      if (!awaitsOwner(after)) return null;
    }
    const lastNote = clock.name === 'follow-up' ? await this.lastNote(lead._id) : undefined;
    return (current, running) => decideFiring(current, running, at, lastNote);
  }

  references({ _id: leadId, customerId }: Lead): { leadId: string; customerId: string } {
    return { leadId, customerId };
  }

  describe({ _id, ownerId, company, contactName }: Lead, people: ReadonlyMap<string, Colleague>): string {
    const owner = ownerId ? (people.get(ownerId)?.name ?? ownerId) : '无负责人';
    return `${_id} ${company || contactName}（${owner}）`;
  }

  async stoppedSince(leadId: string, at: Date): Promise<boolean> {
    return (await this.deps.interactions.ofLead(leadId)).some((done) => done.at > at);
  }

  private async lastNote(leadId: string): Promise<string | undefined> {
    const notes = await this.deps.interactions.ofLead(leadId, 5);
    return notes.find((note) => note.state !== 'undone')?.text;
  }
}

function decideFiring(
  lead: Lead,
  clock: RunningClock,
  { version, people, op }: FiringAt,
  lastNote: string | undefined,
): Firing<Lead> {
  const others = lead.clocks.filter((c) => c !== clock);
  if (!isOpen(lead)) return { set: { clocks: others } };
  const later = spacedFrom(clock, others, version, op.now);
  if (later) return { set: { clocks: [...others, { ...clock, dueAt: later }] } };
  const what = stepOf(clock, version);
  const moved: Lead = { ...lead, clocks: [...others, afterFiring(clock, version, op.now)] };
  const reroute = what?.reroute === true && lead.ownerId !== undefined && !awaitsOwner(lead);
  const release = reroute
    ? releaseChange(moved, op, version, '超时未联系，重新分配', 'lead.rerouted')
    : undefined;
  const recipients = recipientsOf(lead, clock, what, people, reroute);
  const card = reroute && clock.name === 'first-touch' ? 'rerouted' : what?.card;
  return {
    set: { ...(release?.set ?? { clocks: moved.clocks }), ...climbed(lead, clock, recipients) },
    card: card ?? null,
    tells: recipients.map((to) => reminder({ lead, clock, to, card: card ?? '', reroute, lastNote })),
    effects: release?.effects ?? [],
  };
}

/**
 * Whom a step tells. A boss who has heard of this lead under an earlier owner, and saw it passed on, is not led up the
 * same ladder again; that it was passed on, everybody hears.
 */
function recipientsOf(
  lead: Lead,
  clock: RunningClock,
  what: ClockStep | undefined,
  people: ReadonlyMap<string, Colleague>,
  reroute: boolean,
): string[] {
  const recipients = what?.card ? resolveRecipients(what.to, lead, people) : [];
  if (clock.name !== 'first-touch' || reroute || lead.firstTouchedAt) return recipients;
  const n = assignmentNumber(lead);
  const heard = new Set((lead.ladder ?? []).flatMap((rung) => (rung.n < n ? [rung.to] : [])));
  return recipients.filter((id) => id === lead.ownerId || !heard.has(id));
}

/** Which bosses have heard of a first contact that is late, under which owner. */
function climbed(lead: Lead, clock: RunningClock, recipients: readonly string[]): Pick<Lead, 'ladder'> {
  if (clock.name !== 'first-touch') return {};
  const n = assignmentNumber(lead);
  const rungs = recipients.filter((id) => id !== lead.ownerId).map((to) => ({ n, to }));
  const known = lead.ladder ?? [];
  const fresh = rungs.filter((rung) => !known.some(({ to, n: at }) => to === rung.to && at === rung.n));
  return fresh.length ? { ladder: [...known, ...fresh].slice(-MAX_RUNGS) } : {};
}

interface Reminder {
  lead: Lead;
  clock: RunningClock;
  to: string;
  card: string;
  /** The lead goes to somebody else with it: what is told is settled already. */
  reroute: boolean;
  lastNote: string | undefined;
}

function reminder({ lead, clock, to, card, reroute, lastNote }: Reminder): Send {
  const params = {
    clock: clock.name,
    assignment: assignmentNumber(lead),
    startedAt: clock.startedAt,
    clockStep: clock.step,
    ...(lastNote ? { lastNote } : {}),
  };
  return cardAbout(lead, to, card, { params, urgency: reroute ? 'normal' : urgencyOf(clock) });
}

/**
 * A first contact that is late cannot wait for morning; a reminder of something people know of already can (B4).
 */
function urgencyOf({ name, step: place }: RunningClock): Urgency {
  return name === 'first-touch' || place === 0 ? 'urgent' : 'normal';
}
