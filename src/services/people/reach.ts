import type { Op } from '../../core/effect.ts';
import type { Unreached } from '../../core/message.ts';
import { afterFiring, calendarOf, replaceClocks } from '../../domain/clocks/clock-rules.ts';
import { assignmentNumber, awaitsOwner, isOpen } from '../../domain/leads/lead.ts';
import { type Colleague, managersOf, type Person } from '../../domain/people/person.ts';
import type { AuditStore } from '../../stores/audit.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { OutboxRow, OutboxStore } from '../../stores/outbox.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { Changes } from '../changes.ts';
import { releaseChange } from '../leads/assign.ts';
import { cardAbout } from '../messages.ts';
import type { Playbooks } from '../playbooks.ts';
import type { Directory } from './directory.ts';

export interface ReachDeps {
  people: PeopleStore;
  leads: LeadStore;
  outbox: OutboxStore;
  audit: AuditStore;
  directory: Directory;
  playbooks: Playbooks;
  changes: Changes;
  /** Tells the sender that something may go now. */
  onQueued(): void;
}

/**
 * People whom no message reaches: outside the app's visible range, without a licence, never in the bot's chat. They
 * get no new leads, and those they cannot have heard of go to their manager at once; what was meant for them waits.
 */
export class ReachService {
  private readonly deps: ReachDeps;

  constructor(deps: ReachDeps) {
    this.deps = deps;
  }

  /** A message could not reach somebody. Repeating it changes nothing. */
  async lost(row: OutboxRow, why: Unreached, now: Date): Promise<void> {
    const { people, outbox } = this.deps;
    const person = await people.get(row.to);
    if (!person?.active) return;
    await this.mark(person, why, now);
    const bundled = row.refs.lead ? [row] : await outbox.linesIn(row._id);
    const leads = [...new Set(bundled.flatMap(({ refs }) => refs.lead ?? []))];
    let released = 0;
    for (const leadId of leads) if (await this.release(leadId, person, why, now)) released++;
    if (row.kind === 'pick-owner') await this.askNext(row, person, now);
    await this.tell(person, why, released > 0, now);
    this.deps.onQueued();
  }

  /** The directory says already that nothing would arrive. */
  async mark(person: Person, why: Unreached, now: Date): Promise<void> {
    if (person.unreachable?.reason === why.reason) return;
    await this.deps.people.patch(person._id, { unreachable: { reason: why.reason, since: now } });
    await this.note(person, 'person.unreachable', `${person.name} 收不到消息：${why.reason}`, now);
  }

  /** They wrote, or something arrived: what waited for them goes out. */
  async found(person: Pick<Person, '_id' | 'name'>, now: Date): Promise<void> {
    await this.deps.people.patch(person._id, { unreachable: undefined });
    await this.deps.outbox.releaseHeld(person._id, now);
    await this.note(person, 'person.reachable', `${person.name} 又能收到消息，补发等待的消息`, now);
    this.deps.onQueued();
  }

  /** A lead its owner cannot have heard of. @returns whether it was theirs and still is to be given to somebody */
  private async release(leadId: string, person: Person, why: Unreached, now: Date): Promise<boolean> {
    const { leads, changes, playbooks, directory } = this.deps;
    const version = await playbooks.current();
    const [manager] = reachable(managersOf(person, await directory.map()));
    const reason = `${person.name}收不到消息：${why.reason}`;
    const op: Op = { key: `unreached:${leadId}:${person._id}:${now.getTime()}`, now, by: 'delivery' };
    const { changed } = await changes.change(leads, leadId, op, (lead) => {
      if (!isOpen(lead) || lead.ownerId !== person._id || lead.status !== 'assigned' || awaitsOwner(lead))
        return null;
      const { set, effects = [] } = releaseChange(lead, op, version, reason, 'lead.unreached');
      const asked = set?.clocks?.find((clock) => clock.name === 'assignment');
      // The manager is asked here and now; the clock goes on from there.
      const clocks = asked && replaceClocks(lead.clocks, ['assignment'], [afterFiring(asked, version, now)]);
      const params = { assignment: assignmentNumber(lead), why: reason };
      const card = manager && cardAbout(lead, manager._id, 'pick-owner', { params });
      return { set: { ...set, ...(clocks && { clocks }) }, effects: [...effects, ...(card ? [card] : [])] };
    });
    return changed;
  }

  /** A manager who cannot be asked either: the next one up is. */
  private async askNext(row: OutboxRow, person: Person, now: Date): Promise<void> {
    const [next] = reachable(managersOf(person, await this.deps.directory.map()));
    if (!next) return;
    const { channel, kind, refs, params, urgency } = row;
    await this.deps.outbox.add(
      `${row._id}/next/${next._id}`,
      { channel, to: next._id, kind, refs, params, urgency },
      now,
    );
  }

  /** Once a day: the administrators, who can mend it, and the manager, unless a lead tells them so already. */
  private async tell(person: Person, why: Unreached, managerKnows: boolean, now: Date): Promise<void> {
    const { directory, playbooks, outbox } = this.deps;
    const everybody = await directory.map();
    const day = calendarOf((await playbooks.current()).playbook).dayKey(now);
    const admins = [...everybody.values()].filter(({ active, role }) => active && role === 'admin');
    const [manager] = reachable(managersOf(person, everybody));
    const told = new Set([...admins, ...(manager && !managerKnows ? [manager] : [])].map(({ _id }) => _id));
    told.delete(person._id);
    const open = person.slots.length;
    const body = [
      `${why.reason}。${why.mend}。`,
      `新线索暂不分给TA${open ? `，在手 ${open} 条线索的提醒也到不了，必要时请改派` : ''}；能收到后自动恢复并补发。`,
    ].join('\n');
    for (const to of told) {
      const params = { title: `${person.name} 收不到消息`, body };
      const message = { channel: 'chat', to, kind: 'text', refs: {}, params, urgency: 'normal' } as const;
      await outbox.add(`unreached:${person._id}:${day}:${to}`, message, now);
    }
  }

  private note({ _id }: Pick<Person, '_id'>, kind: string, text: string, now: Date): Promise<void> {
    const key = `${kind}:${_id}:${now.getTime()}`;
    return this.deps.audit.append({ _id: key, at: now, by: 'delivery', kind, text });
  }
}

function reachable(people: readonly Colleague[]): Colleague[] {
  return people.filter((person) => !person.unreachable);
}
