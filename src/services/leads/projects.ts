import type { Op } from '../../core/effect.ts';
import { withoutWish } from '../../domain/intake/project-doubt.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import { refreshLead } from '../messages.ts';
import type { IntakeService } from './intake.ts';

export interface ProjectDeps {
  leads: LeadStore;
  changes: Changes;
  intake: IntakeService;
}

/** What was answered, once and for all. */
export type ProjectAnswer = { answer: 'same' } | { answer: 'own'; made: Lead };

/** "Is it the same project?" (A5): what joined a lead stays with it, or becomes a lead of its own. */
export class Projects {
  private readonly deps: ProjectDeps;

  constructor(deps: ProjectDeps) {
    this.deps = deps;
  }

  /** The first answer stands. Null when the lead was never asked about. */
  async answer(lead: Lead, n: number, wanted: 'same' | 'own', op: Op): Promise<ProjectAnswer | null> {
    const { doc } = await this.deps.changes.change(this.deps.leads, lead._id, op, (current) => {
      const doubt = current.doubts?.find((known) => known.n === n);
      if (!doubt || doubt.answer) return null;
      const doubts = current.doubts?.map((known) => (known.n === n ? { ...known, answer: wanted } : known));
      const text = wanted === 'own' ? '不是同一个项目，另立一条线索' : '是同一个项目';
      const { _id: leadId, customerId } = current;
      return {
        set: { ...(wanted === 'own' ? withoutWish(current, doubt) : {}), doubts },
        effects: [
          { type: 'audit', entry: { kind: 'lead.project', leadId, customerId, text } },
          refreshLead(leadId),
        ],
      };
    });
    const doubt = doc.doubts?.find((known) => known.n === n);
    if (!doubt?.answer) return null;
    if (doubt.answer === 'same') return { answer: 'same' };
    const made = await this.deps.intake.separate(doc, doubt, op);
    return made && { answer: 'own', made };
  }
}
