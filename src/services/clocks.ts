import type { Clock } from '../core/clock.ts';
import { type EffectBody, effectId, type Op, step } from '../core/effect.ts';
import { levelOf } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Urgency } from '../core/message.ts';
import { afterFiring, stepOf } from '../domain/clocks/clock-rules.ts';
import { CLOCK_WORDS } from '../domain/clocks/clock-words.ts';
import { byWeight, spacedFrom } from '../domain/clocks/standing-still.ts';
import { assignmentNumber, awaitsOwner, isOpen, type Lead } from '../domain/leads/lead.ts';
import type { Colleague } from '../domain/people/person.ts';
import type { ClockStep } from '../domain/playbook/clocks.ts';
import type { PlaybookVersion } from '../domain/playbook/playbook.ts';
import type { RunningClock } from '../domain/records/clock.ts';
import type { Change } from '../stores/aggregate.ts';
import type { InteractionStore } from '../stores/interactions.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { Changes } from './changes.ts';
import type { AssignService } from './leads/assign.ts';
import { releaseChange } from './leads/assign.ts';
import { cardAbout } from './messages.ts';
import { type Directory, resolveRecipients } from './people/directory.ts';
import type { Playbooks } from './playbooks.ts';

export interface ClockDeps {
  leads: LeadStore;
  interactions: InteractionStore;
  playbooks: Playbooks;
  directory: Directory;
  assign: AssignService;
  changes: Changes;
  clock: Clock;
  log: Logger;
  onFired: (name: string, lateMs: number) => void;
}

const BATCH = 500;
const PARALLEL = 16;
const MAX_RUNGS = 40;

/** Fires the clocks of leads when they are due (B3, C7). No timers in memory: the database says what is due. */
export class ClockService {
  private readonly deps: ClockDeps;

  constructor(deps: ClockDeps) {
    this.deps = deps;
  }

  /**
   * One pass over everything due at `now`. Safe beside other processes and after a crash: each firing is one
   * atomic update with a key of its own. One lead that fails does not stop the others.
   * @returns how many clocks fired
   */
  async sweep(now: Date): Promise<number> {
    let total = 0;
    for (;;) {
      const { looked, fired } = await this.batch(now);
      total += fired;
      // Less than a batch was due, or what is left cannot fire now.
      if (looked < BATCH || !fired) return total;
    }
  }

  private async batch(now: Date): Promise<{ looked: number; fired: number }> {
    const due = await this.deps.leads.due(now, BATCH);
    if (!due.length) return { looked: 0, fired: 0 };
    const people = await this.deps.directory.map();
    const queue = due.values();
    let fired = 0;
    const worker = async () => {
      for (const lead of queue) fired += await this.fireDue(lead, people, now);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return { looked: due.length, fired };
  }

  private async fireDue(lead: Lead, people: ReadonlyMap<string, Colleague>, now: Date): Promise<number> {
    let fired = 0;
    for (const clock of lead.clocks.filter((c) => c.dueAt <= now).sort(byWeight)) {
      try {
        if (await this.fire(lead, clock, people, now)) fired++;
      } catch (error) {
        const about = { err: error, lead: lead._id, clock: clock.name };
        this.deps.log[levelOf(error)](about, 'clock could not fire; will try again');
      }
    }
    return fired;
  }

  private async fire(
    lead: Lead,
    clock: RunningClock,
    people: ReadonlyMap<string, Colleague>,
    now: Date,
  ): Promise<boolean> {
    const key = `clock:${lead._id}:${clock.name}:${clock.startedAt.getTime()}:${clock.step}:${clock.dueAt.getTime()}`;
    const op: Op = { key, now, by: `clock:${clock.name}` };
    // An assignment clock first tries again what it waits for; only then does it bother people.
    if (clock.name === 'assignment' && isOpen(lead)) {
      const after = await this.deps.assign.route(lead._id, step(op, 'route'));
      if (!awaitsOwner(after)) return true;
    }
    const version = await this.deps.playbooks.get(clock.playbookVersion);
    const lastNote = clock.name === 'follow-up' ? await this.lastNote(lead._id) : undefined;
    const decide = (current: Lead) => decideFiring(current, clock, version, people, op, lastNote);
    const { changed } = await this.deps.changes.change(this.deps.leads, lead._id, op, decide, lead);
    if (changed) this.deps.onFired(clock.name, this.deps.clock.now().getTime() - clock.dueAt.getTime());
    return changed;
  }

  private async lastNote(leadId: string): Promise<string | undefined> {
    const notes = await this.deps.interactions.ofLead(leadId, 5);
    return notes.find((note) => note.state !== 'undone')?.text;
  }
}

/** The firing of one clock step, decided on the lead as it is now. */
export function decideFiring(
  lead: Lead,
  seen: RunningClock,
  version: PlaybookVersion,
  people: ReadonlyMap<string, Colleague>,
  op: Op,
  lastNote?: string,
): Change<Lead> | null {
  const clock = lead.clocks.find((c) => c.name === seen.name);
  if (!clock || clock.step !== seen.step || clock.dueAt.getTime() !== seen.dueAt.getTime()) return null;
  const others = lead.clocks.filter((c) => c !== clock);
  if (!isOpen(lead)) return { set: { clocks: others } };
  const later = spacedFrom(clock, others, version, op.now);
  if (later) return { set: { clocks: [...others, { ...clock, dueAt: later }] } };
  const what = stepOf(clock, version);
  const next = afterFiring(clock, version, op.now);
  const moved: Lead = { ...lead, clocks: [...others, next] };
  const reroute = what?.reroute === true && lead.ownerId !== undefined && !awaitsOwner(lead);
  const release = reroute
    ? releaseChange(moved, op, version, '超时未联系，重新分配', 'lead.rerouted')
    : undefined;
  const recipients = recipientsOf(lead, clock, what, people, reroute);
  return {
    set: { ...(release?.set ?? { clocks: moved.clocks }), ...climbed(lead, clock, recipients) },
    effects: [
      ...firingEffects({ lead, clock, what, recipients, reroute, lastNote }, op),
      ...(release?.effects ?? []),
    ],
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

interface Firing {
  lead: Lead;
  clock: RunningClock;
  what: ClockStep | undefined;
  recipients: readonly string[];
  /** The lead goes to somebody else with it: what is told is settled already. */
  reroute: boolean;
  lastNote: string | undefined;
}

function firingEffects({ lead, clock, what, recipients, reroute, lastNote }: Firing, op: Op): EffectBody[] {
  const card = reroute && clock.name === 'first-touch' ? 'rerouted' : what?.card;
  const params = {
    clock: clock.name,
    assignment: assignmentNumber(lead),
    startedAt: clock.startedAt,
    clockStep: clock.step,
    ...(lastNote ? { lastNote } : {}),
  };
  const nobody = card && !recipients.length ? '，没有可提醒的人' : '';
  return [
    ...recipients.map((to) =>
      cardAbout(lead, to, card ?? '', { params, urgency: reroute ? 'normal' : urgencyOf(clock) }),
    ),
    {
      type: 'audit',
      entry: {
        kind: 'clock.fired',
        leadId: lead._id,
        customerId: lead.customerId,
        // Whoever was reminded is said by the sender, once the platform has taken the message.
        text: `${CLOCK_WORDS[clock.name] ?? clock.name}到时限${nobody}`,
        after: {
          clock: clock.name,
          startedAt: clock.startedAt,
          step: clock.step,
          messages: recipients.map((_, place) => effectId(op, place)),
          dueAt: clock.dueAt,
          card: card ?? null,
          to: [...recipients],
        },
      },
    },
  ];
}

/**
 * A first contact that is late cannot wait for morning; a reminder of something people know of already can (B4).
 */
function urgencyOf({ name, step }: RunningClock): Urgency {
  return name === 'first-touch' || step === 0 ? 'urgent' : 'normal';
}
