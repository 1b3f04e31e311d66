import { type EffectBody, type Op, step } from '../core/effect.ts';
import type { Interaction } from '../domain/interaction.ts';
import { isOpen, type Lead } from '../domain/lead.ts';
import { afterCorrection, afterUndo, type NoteFacts } from '../domain/note-effects.ts';
import type { Change } from '../stores/aggregate.ts';
import type { InteractionStore } from '../stores/interactions.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { PeopleStore } from '../stores/people.ts';
import type { Changes } from './changes.ts';
import { auditOf, contactEffects, storedFacts } from './contact-effects.ts';
import type { Directory } from './directory.ts';
import { refreshLead } from './messages.ts';
import type { Playbooks } from './playbooks.ts';

export interface CorrectionDeps {
  leads: LeadStore;
  interactions: InteractionStore;
  people: PeopleStore;
  playbooks: Playbooks;
  directory: Directory;
  changes: Changes;
}

/** Enough to rebuild a lead's state after an undo. */
const LOOKED_BACK = 50;

/** What can be done about a record afterwards (C1): confirm it, correct it, take it back. */
export class CorrectionService {
  private readonly deps: CorrectionDeps;

  constructor(deps: CorrectionDeps) {
    this.deps = deps;
  }

  async confirm(id: string, op: Op): Promise<Interaction> {
    const { doc } = await this.changeRecord(id, op, (current) => {
      if (current.state !== 'recorded') return null;
      return { set: { state: 'confirmed' }, effects: [refreshInteraction(id)] };
    });
    return doc;
  }

  /** Replaces what was understood. The record keeps its number, time and place in the history. */
  async correct(id: string, facts: NoteFacts, op: Op): Promise<Interaction> {
    let before: NoteFacts = facts;
    const { doc, changed } = await this.changeRecord(id, op, (current) => {
      if (current.state === 'undone') return null;
      before = storedFacts(current);
      const audit = {
        kind: 'interaction.corrected',
        leadId: current.leadId,
        customerId: current.customerId,
        text: `更正记录 ${id}：${facts.text}`,
        before: { ...before },
        after: { ...storedFacts(facts) },
      };
      return {
        set: { ...storedFacts(facts), state: 'confirmed' },
        effects: [refreshInteraction(id), { type: 'audit', entry: audit }],
      };
    });
    if (changed || doc.applied.includes(op.key)) await this.correctLead(doc, before, step(op, 'lead'));
    return doc;
  }

  /** Takes a record back: the lead stands as if it had not been made, its clocks included. */
  async undo(id: string, op: Op): Promise<Interaction> {
    const { doc, changed } = await this.changeRecord(id, op, (current) => {
      if (current.state === 'undone') return null;
      const lead = { _id: current.leadId, customerId: current.customerId };
      const entry = auditOf(lead, 'interaction.undone', `撤销记录 ${id}：${current.text}`);
      return { set: { state: 'undone' }, effects: [refreshInteraction(id), { type: 'audit', entry }] };
    });
    if (changed || doc.applied.includes(op.key)) await this.undoOnLead(doc, step(op, 'lead'));
    return doc;
  }

  private changeRecord(id: string, op: Op, decide: (current: Interaction) => Change<Interaction> | null) {
    return this.deps.changes.change(this.deps.interactions, id, op, decide);
  }

  private async correctLead(corrected: Interaction, before: NoteFacts, op: Op): Promise<void> {
    const [version, counting, people] = await Promise.all([
      this.deps.playbooks.current(),
      this.counting(corrected.leadId),
      this.deps.directory.map(),
    ]);
    await this.changeLead(corrected.leadId, op, (lead) => {
      const after = afterCorrection(lead, corrected, before, counting, version, op.now);
      const effects = contactEffects(lead, after, corrected.by, people, op);
      return { set: after.set, effects: [refreshLead(lead._id), ...effects] };
    });
  }

  private async undoOnLead(undone: Interaction, op: Op): Promise<void> {
    const [version, counting] = await Promise.all([
      this.deps.playbooks.current(),
      this.counting(undone.leadId),
    ]);
    await this.changeLead(undone.leadId, op, (lead) => ({
      set: afterUndo(lead, undone._id, counting, version, op.now),
      effects: [refreshLead(lead._id)],
    }));
  }

  private async changeLead(leadId: string, op: Op, decide: (lead: Lead) => Change<Lead>): Promise<void> {
    const { doc } = await this.deps.changes.change(this.deps.leads, leadId, op, decide);
    // A deal taken back is open again and weighs on its owner.
    if (doc.ownerId && isOpen(doc)) await this.deps.people.forceSlot(doc.ownerId, leadId);
  }

  /** The lead's records that still count, newest first. */
  private async counting(leadId: string): Promise<Interaction[]> {
    const all = await this.deps.interactions.ofLead(leadId, LOOKED_BACK);
    return all.filter((interaction) => interaction.state !== 'undone');
  }
}

function refreshInteraction(id: string): EffectBody {
  return { type: 'refresh', subject: `interaction:${id}` };
}
