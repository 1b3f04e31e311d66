import type { EffectBody, Op } from '../../core/effect.ts';
import { gateTo, missingOf } from '../../domain/journey/gate.ts';
import { journeyOf } from '../../domain/journey/journey.ts';
import { stageLabel } from '../../domain/journey/stages.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import { auditOf } from '../interactions/interaction-effects.ts';
import { cardAbout, refreshLead } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import { managersOfLead } from './proposals.ts';

export interface PendingDeps {
  leads: LeadStore;
  playbooks: Playbooks;
  directory: Directory;
  changes: Changes;
}

/** Moves people asked for that a gate has not let through: given up, or a manager asked to let them pass. */
export class PendingMoves {
  private readonly deps: PendingDeps;

  constructor(deps: PendingDeps) {
    this.deps = deps;
  }

  /** The move is not carried out when the last item lands. */
  async drop(leadId: string, op: Op): Promise<void> {
    await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      const { pending, ...journey } = journeyOf(lead);
      if (!pending) return null;
      const entry = auditOf(lead, 'lead.move-dropped', '放下了推进');
      return { set: { journey }, effects: [{ type: 'audit', entry }, refreshLead(leadId)] };
    });
  }

  /**
   * Asks the owner's manager to let the lead pass with what is missing.
   * @returns who was asked, by name; empty when no move waits, or nobody is there to ask
   */
  async askToWaive(leadId: string, op: Op): Promise<string[]> {
    const { playbook } = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, (lead) => {
      const { pending } = journeyOf(lead);
      const asked = managersToAsk(lead, op, people);
      return pending && asked.length ? { effects: effectsOf(lead, pending.to, asked, playbook) } : null;
    });
    return managersToAsk(doc, op, people).map((id) => people.get(id)?.name ?? id);
  }
}

function managersToAsk(lead: Lead, op: Op, people: ReadonlyMap<string, Colleague>): string[] {
  if (!journeyOf(lead).pending || !isOpen(lead)) return [];
  return managersOfLead(lead, people).filter((id) => id !== op.by);
}

function effectsOf(lead: Lead, to: string, asked: readonly string[], playbook: Playbook): EffectBody[] {
  const missing = missingOf(gateTo(to, lead, playbook) ?? []).map(({ label }) => label);
  const text = `请主管放行到「${stageLabel(to, playbook)}」，还缺：${missing.join('、')}`;
  return [
    { type: 'audit', entry: auditOf(lead, 'lead.waiver-asked', text) },
    ...asked.map((id) => cardAbout(lead, id, 'gate', { urgency: 'normal', params: { to } })),
  ];
}
