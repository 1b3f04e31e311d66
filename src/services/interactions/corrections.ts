import { type EffectBody, type Op, step, wasBegun } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import type { Interaction } from '../../domain/interactions/interaction.ts';
import { afterCorrection, afterUndo, type NoteFacts } from '../../domain/interactions/interaction-effects.ts';
import { closingOf } from '../../domain/interactions/standing.ts';
import { taughtBy } from '../../domain/interactions/taught.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import { customerChanges, fieldsWith } from '../../domain/leads/write-facts.ts';
import type { Change } from '../../stores/aggregate.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { InteractionStore } from '../../stores/interactions.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { Changes } from '../changes.ts';
import { refreshLead } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import { CustomerRecords } from './customer-records.ts';
import { auditOf, contactEffects, storedFacts } from './interaction-effects.ts';

export interface CorrectionDeps {
  leads: LeadStore;
  interactions: InteractionStore;
  customers: CustomerStore;
  playbooks: Playbooks;
  directory: Directory;
  changes: Changes;
}

/** What can be done about a record afterwards (C1): confirm it, correct it, take it back. */
export class CorrectionService {
  private readonly deps: CorrectionDeps;
  private readonly onCustomers: CustomerRecords;

  constructor(deps: CorrectionDeps) {
    this.deps = deps;
    this.onCustomers = new CustomerRecords(deps);
  }

  /** What was understood is right; from here on a deal said to be won or lost closes the lead. */
  async confirm(id: string, op: Op): Promise<Interaction> {
    const before = await this.mustGet(id);
    if (before.state !== 'recorded') return before;
    const { playbook } = await this.deps.playbooks.current();
    const confirmed: Interaction = { ...before, state: 'confirmed' };
    if (closingOf(confirmed, playbook)) await this.correctLead(confirmed, before, step(op, 'lead'));
    const { doc } = await this.changeRecord(id, op, (current) => {
      if (current.state !== 'recorded') return null;
      return { set: { state: 'confirmed' }, effects: [refreshInteraction(id)] };
    });
    return doc;
  }

  /**
   * Replaces what was understood. The record keeps its number, time and place in the history. The lead is changed
   * first: what it refuses leaves the record as it was, and a repetition finds what is left to do.
   */
  async correct(id: string, facts: NoteFacts, op: Op): Promise<Interaction> {
    const before = await this.mustGet(id);
    if (before.state === 'undone') return before;
    await this.correctLead(
      { ...before, ...storedFacts(facts), state: 'confirmed' },
      before,
      step(op, 'lead'),
    );
    const { doc } = await this.changeRecord(id, op, (current) => {
      const audit = {
        ...auditOf(
          { ...current, _id: current.leadId },
          'interaction.corrected',
          `更正记录 ${id}：${facts.text}`,
        ),
        before: { ...storedFacts(current) },
        after: { ...storedFacts(facts) },
      };
      return {
        set: { ...storedFacts(facts), state: 'confirmed', ...taughtBy(current, facts, op.now) },
        effects: [refreshInteraction(id), { type: 'audit', entry: audit }],
      };
    });
    return doc;
  }

  /**
   * Adds to a record what came of the contact it speaks of. It counts from now on, at the time it is known; whether it
   * is confirmed stays as it was.
   */
  async complete(id: string, facts: NoteFacts, op: Op): Promise<Interaction> {
    const before = await this.mustGet(id);
    if (before.state === 'undone') return before;
    // Cut off behind the record's own change: the customer may not know yet.
    if (wasBegun(before, op)) return this.noteAtCustomer(before);
    const { playbook } = await this.deps.playbooks.current();
    const calendar = calendarOf(playbook);
    const known = before.outcomeAsked
      ? { at: op.now, day: calendar.dayKey(op.now), week: calendar.weekKey(op.now) }
      : {};
    // Only a tap says that the deal has ended, and it needs no second one.
    const closes = closingOf({ actions: facts.actions, state: 'confirmed' }, playbook) !== undefined;
    const completed = { ...storedFacts(facts), ...known, ...(closes && { state: 'confirmed' as const }) };
    await this.correctLead({ ...before, ...completed }, before, step(op, 'lead'));
    const { doc } = await this.changeRecord(id, op, (current) => {
      if (current.state === 'undone') return null;
      const lead = { _id: current.leadId, customerId: current.customerId };
      const entry = auditOf(lead, 'interaction.completed', `补充记录 ${id}：${facts.text}`);
      // What was offered and taken says what the words mean; what was typed besides says only what is new.
      const offered = {
        ...facts,
        objections: offeredIn(current, facts.objections),
        actions: offeredIn(current, facts.actions),
      };
      const set = { ...completed, ...taughtBy({ ...current, actions: [], objections: [] }, offered, op.now) };
      return { set, effects: [refreshInteraction(id), { type: 'audit', entry }] };
    });
    return this.noteAtCustomer(doc);
  }

  /** Once or twice comes to the same. */
  private async noteAtCustomer(record: Interaction): Promise<Interaction> {
    const { reached, customerId, at } = record;
    if (reached === 'yes') await this.deps.customers.noteContact(customerId, at, concernsOf(record));
    return record;
  }

  /** Takes one thing out of a record that its author says was never so; the rest of it stands. */
  async takeOut(id: string, facts: NoteFacts, what: string, op: Op): Promise<Interaction> {
    const before = await this.mustGet(id);
    if (before.state === 'undone' || wasBegun(before, op)) return before;
    await this.correctLead({ ...before, ...storedFacts(facts) }, before, step(op, 'lead'));
    const { doc } = await this.changeRecord(id, op, (current) => {
      if (current.state === 'undone') return null;
      const lead = { _id: current.leadId, customerId: current.customerId };
      const entry = auditOf(lead, 'interaction.corrected', `从记录 ${id} 去掉「${what}」`);
      const set = { ...storedFacts(facts), ...taughtBy(current, facts, op.now) };
      return { set, effects: [refreshInteraction(id), { type: 'audit', entry }] };
    });
    return doc;
  }

  /**
   * Puts what else is known of a visit into its record; counts like what was recorded at first.
   * @param effects what the change causes besides, such as the minutes of a visit that is over
   */
  async visited(id: string, facts: NoteFacts, op: Op, effects: EffectBody[] = []): Promise<Interaction> {
    const before = await this.mustGet(id);
    if (before.state === 'undone' || wasBegun(before, op)) return this.noteAtCustomer(before);
    const { playbook } = await this.deps.playbooks.current();
    const calendar = calendarOf(playbook);
    // One that was only begun counts from the moment something is said of it.
    const isFirst = before.reached !== 'yes' && facts.reached === 'yes';
    const known = isFirst ? { at: op.now, day: calendar.dayKey(op.now), week: calendar.weekKey(op.now) } : {};
    const told = { ...storedFacts(facts), ...known };
    await this.correctLead({ ...before, ...told }, before, step(op, 'lead'));
    const { doc } = await this.changeRecord(id, op, (current) => {
      if (current.state === 'undone') return null;
      const lead = { _id: current.leadId, customerId: current.customerId };
      const entry = auditOf(lead, 'interaction.completed', `补充拜访 ${id}：${facts.text}`);
      return {
        set: told,
        effects: [refreshInteraction(id), { type: 'audit', entry }, ...effects],
      };
    });
    return this.noteAtCustomer(doc);
  }

  /** Takes a record back: the lead stands as if it had not been made, its clocks included. */
  async undo(id: string, op: Op): Promise<Interaction> {
    const before = await this.mustGet(id);
    if (before.state === 'undone') return before;
    if (before.onCustomer) await this.onCustomers.undo(before, step(op, 'customer'));
    else {
      if (before.facts) await this.untellCustomer(before, step(op, 'customer'));
      await this.undoOnLead(before, step(op, 'lead'));
    }
    const { doc } = await this.changeRecord(id, op, (current) => {
      const lead = { _id: current.leadId, customerId: current.customerId };
      const entry = auditOf(lead, 'interaction.undone', `撤销记录 ${id}：${current.text}`);
      return { set: { state: 'undone' }, effects: [refreshInteraction(id), { type: 'audit', entry }] };
    });
    return doc;
  }

  private async untellCustomer({ _id, leadId, customerId }: Interaction, op: Op): Promise<void> {
    const [lead, { playbook }] = await Promise.all([
      this.deps.leads.get(leadId),
      this.deps.playbooks.current(),
    ]);
    const changes = lead?.traces?.find(({ interactionId }) => interactionId === _id)?.facts ?? [];
    const own = customerChanges(changes, playbook);
    if (!own.length) return;
    await this.deps.changes.change(this.deps.customers, customerId, op, (current) => ({
      set: { fields: fieldsWith(current.fields, own, 'before') },
    }));
  }

  private changeRecord(id: string, op: Op, decide: (current: Interaction) => Change<Interaction> | null) {
    return this.deps.changes.change(this.deps.interactions, id, op, decide);
  }

  private async mustGet(id: string): Promise<Interaction> {
    const found = await this.deps.interactions.get(id);
    if (!found) throw new GenjinError('not-found', `No record ${id}`, { userText: `找不到记录 ${id}` });
    return found;
  }

  private async correctLead(corrected: Interaction, before: NoteFacts, op: Op): Promise<void> {
    if (corrected.onCustomer) return this.onCustomers.correct(corrected, op);
    const [version, others, people] = await Promise.all([
      this.deps.playbooks.current(),
      this.counting(corrected),
      this.deps.directory.map(),
    ]);
    // Newest first: a record that is completed now is of now.
    const counting = others
      .map((done) => (done._id === corrected._id ? corrected : done))
      .sort((a, b) => b.at.getTime() - a.at.getTime() || numberOf(b) - numberOf(a));
    await this.changeLead(corrected.leadId, op, (lead) => {
      const after = afterCorrection(lead, corrected, before, counting, version, op.now);
      const effects = contactEffects(lead, after, corrected.by, people);
      return { set: after.set, effects: [...reopened(lead, after.set), refreshLead(lead._id), ...effects] };
    });
  }

  private async undoOnLead(undone: Interaction, op: Op): Promise<void> {
    const [version, all] = await Promise.all([this.deps.playbooks.current(), this.counting(undone)]);
    const counting = all.filter((done) => done._id !== undone._id);
    await this.changeLead(undone.leadId, op, (lead) => {
      const set = afterUndo(lead, undone._id, counting, version, op.now);
      return { set, effects: [...reopened(lead, set), refreshLead(lead._id)] };
    });
  }

  private async changeLead(leadId: string, op: Op, decide: (lead: Lead) => Change<Lead>): Promise<void> {
    const changing = this.deps.changes.change(this.deps.leads, leadId, op, decide);
    await changing.catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      const userText = `该客户已有另一条在跟进的线索，${leadId} 保持关闭`;
      throw new GenjinError('invalid', `Customer of ${leadId} has another open lead`, { userText });
    });
  }

  /** The lead's records that still count, newest first. */
  private async counting({ leadId }: Interaction): Promise<Interaction[]> {
    const all = await this.deps.interactions.ofLead(leadId);
    return all.filter((interaction) => interaction.state !== 'undone' && !interaction.onCustomer);
  }
}

function offeredIn({ doubtful = [] }: Interaction, said: NoteFacts['actions']): NoteFacts['actions'] {
  return said.filter(({ id }) => doubtful.some((doubt) => doubt.id === id));
}

function numberOf({ _id }: Interaction): number {
  return Number(_id.slice(1));
}

function concernsOf({ objections }: Interaction): string[] {
  return objections.map(({ label }) => label);
}

/** A deal taken back is open again and weighs on its owner. */
function reopened(lead: Lead, set: Partial<Lead>): EffectBody[] {
  const opens = !isOpen(lead) && set.status !== undefined && isOpen({ status: set.status });
  const { _id: leadId } = lead;
  return opens
    ? [
        { type: 'settle-slots', leadId },
        { type: 'settle-deal', leadId },
      ]
    : [];
}

function refreshInteraction(id: string): EffectBody {
  return { type: 'refresh', subject: `interaction:${id}` };
}
