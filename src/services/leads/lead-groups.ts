import type { Op } from '../../core/effect.ts';
import { digest } from '../../core/ids.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { leadGroupMembers } from '../../domain/leads/lead-group.ts';
import type { Person } from '../../domain/people/person.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import type { Directory } from '../people/directory.ts';

export interface LeadGroupDeps {
  leads: LeadStore;
  changes: Changes;
  directory: Directory;
  /** Whether a connected platform lets us make groups. */
  canGather: boolean;
}

const FEWEST = 2;

/** Group chats about one lead. Made, and kept complete, when something is said in them. */
export class LeadGroups {
  private readonly deps: LeadGroupDeps;

  constructor(deps: LeadGroupDeps) {
    this.deps = deps;
  }

  get canGather(): boolean {
    return this.deps.canGather;
  }

  /**
   * Gives the lead a group, or adds the named to the one it has.
   * @param named ids
   * @returns the names of those in it; null when there would be too few
   */
  async gather(lead: Lead, by: Person, named: readonly string[], op: Op): Promise<string[] | null> {
    const people = await this.deps.directory.map();
    const of = ({ group, ownerId }: Lead) => ({
      ownerId,
      by: group?.by ?? by._id,
      named: [...new Set([...(group?.named ?? []), ...named])],
    });
    const members = leadGroupMembers(of(lead), people);
    if (members.length < FEWEST) return null;
    await this.deps.changes.change(this.deps.leads, lead._id, op, (current) => {
      const text = current.group ? '群里加入同事' : '建群';
      const entry = { kind: 'lead.group', leadId: lead._id, customerId: lead.customerId, text };
      const { id, at } = current.group ?? { id: digest(op.key), at: op.now };
      const { by: asker, named: all } = of(current);
      return { set: { group: { id, at, by: asker, named: all } }, effects: [{ type: 'audit', entry }] };
    });
    return members.map(({ name }) => name);
  }
}
