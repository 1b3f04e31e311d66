import { type Op, step } from '../../core/effect.ts';
import { type Lead, OPEN_STATUSES } from '../../domain/leads/lead.ts';
import { type Person, subordinatesOf } from '../../domain/people/person.ts';
import { EVERYTHING } from '../../domain/people/scope.ts';
import type { AuditStore } from '../../stores/audit.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { AssignService } from './assign.ts';

export interface HandoverDeps {
  leads: LeadStore;
  people: PeopleStore;
  audit: AuditStore;
  assign: AssignService;
}

const BATCH = 100;

/** Leads that change hands, and people who come and go (B7). */
export class HandoverService {
  private readonly deps: HandoverDeps;

  constructor(deps: HandoverDeps) {
    this.deps = deps;
  }

  /** The owner gives a lead away with a reason. With nobody to take it, the owner keeps it and a manager picks. */
  async passOn(lead: Lead, reason: string, op: Op): Promise<Lead> {
    await this.deps.assign.release(lead._id, step(op, 'release'), reason, 'lead.passed-on');
    return this.deps.assign.route(lead._id, step(op, 'route'));
  }

  /** @param asOf as in `AssignService.giveTo` */
  async assignTo(lead: Lead, userId: string, op: Op, asOf?: number): Promise<Lead> {
    return this.deps.assign.giveTo(lead._id, userId, op, { asOf });
  }

  async away(
    person: Person,
    { from, until }: { from: Date; until: Date },
    reason: string,
    op: Op,
  ): Promise<void> {
    await this.deps.people.patch(person._id, { absence: { from, until, reason } });
    await this.note(op, 'person.away', `${person.name} ${reason}，暂停接单`, { from, until });
  }

  async back(person: Person, op: Op): Promise<void> {
    await this.deps.people.patch(person._id, { absence: undefined });
    await this.note(op, 'person.back', `${person.name} 恢复接单`);
  }

  /** Only who leads a person, a director or an admin may hand over that person's leads. */
  async mayHandOver(manager: Person, leaver: Person): Promise<boolean> {
    if (manager.role === 'director' || manager.role === 'admin') return true;
    return subordinatesOf(manager, await this.deps.people.all()).has(leaver._id);
  }

  /**
   * A person leaves: takes no more leads, and every open one is routed on with its whole context. Repeating the
   * operation goes on where it was cut off.
   * @returns how many leads were open
   */
  async leave(leaver: Person, op: Op): Promise<number> {
    await this.deps.people.patch(leaver._id, { active: false, left: { at: op.now, by: op.by, key: op.key } });
    await this.note(op, 'person.left', `${leaver.name} 离职，在手线索转出`);
    let count = 0;
    for (let after = ''; ; ) {
      const open = { ownerId: leaver._id, status: { $in: [...OPEN_STATUSES] }, _id: { $gt: after } };
      const leads = await this.deps.leads.list(EVERYTHING, open, { sort: { _id: 1 }, limit: BATCH });
      const last = leads.at(-1);
      if (!last) return count;
      for (const lead of leads) {
        const own = step(op, lead._id);
        await this.deps.assign.release(
          lead._id,
          step(own, 'release'),
          `${leaver.name} 离职交接`,
          'lead.handed-over',
        );
        await this.deps.assign.route(lead._id, step(own, 'route'));
      }
      count += leads.length;
      after = last._id;
    }
  }

  /** How many open leads a person who left still has, for nobody could take them. */
  async leftWith(personId: string): Promise<number> {
    return this.deps.leads.count({}, { ownerId: personId, status: { $in: [...OPEN_STATUSES] } });
  }

  /** A leave taken back: the person works again, with nothing in hand. */
  async comeBack(person: Person, op: Op): Promise<void> {
    await this.deps.people.patch(person._id, { active: true, left: undefined });
    await this.note(op, 'person.returned', `${person.name} 恢复账号`);
  }

  private async note(op: Op, kind: string, text: string, after?: Record<string, unknown>) {
    await this.deps.audit.append({
      _id: `${op.key}#${kind}`,
      at: op.now,
      by: op.by,
      via: op.via,
      card: op.card,
      kind,
      text,
      after,
    });
  }
}
