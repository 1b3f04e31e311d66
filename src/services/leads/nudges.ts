import type { Op } from '../../core/effect.ts';
import { assignmentNumber, isOpen, type Lead } from '../../domain/leads/lead.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import { cardAbout } from '../messages.ts';
import type { Directory } from '../people/directory.ts';

export interface NudgeDeps {
  leads: LeadStore;
  directory: Directory;
  changes: Changes;
}

/** Managers who ask owners to act now. */
export class Nudges {
  private readonly deps: NudgeDeps;

  constructor(deps: NudgeDeps) {
    this.deps = deps;
  }

  /** @returns the name of the owner who is asked; undefined when nobody has the lead, or it is over */
  async nudge(lead: Lead, op: Op): Promise<string | undefined> {
    const people = await this.deps.directory.map();
    const nameOf = (id: string | undefined) => people.get(id ?? '')?.name;
    const { doc } = await this.deps.changes.change(this.deps.leads, lead._id, op, (current) => {
      const { ownerId } = current;
      if (!isOpen(current) || !ownerId) return null;
      const params = { by: op.by, assignment: assignmentNumber(current) };
      const text = `${nameOf(op.by) ?? op.by} 催办 ${nameOf(ownerId) ?? ownerId}`;
      return {
        effects: [
          cardAbout(current, ownerId, 'nudge', { params }),
          {
            type: 'audit',
            entry: { kind: 'lead.nudged', leadId: current._id, customerId: current.customerId, text },
          },
        ],
      };
    });
    return isOpen(doc) ? nameOf(doc.ownerId) : undefined;
  }
}
