import { type Op, step, wasBegun } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import type { Interaction } from '../../domain/interactions/interaction.ts';
import { afterInteraction, type NoteFacts } from '../../domain/interactions/interaction-effects.ts';
import { withoutCalledOff } from '../../domain/interactions/kept-promise.ts';
import { afterPlanningTry, afterPostponing } from '../../domain/interactions/next-clocks.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import { customerChanges, fieldsWith } from '../../domain/leads/write-facts.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { FactsWish } from '../../domain/records/facts.ts';
import type { Change } from '../../stores/aggregate.ts';
import type { CounterStore } from '../../stores/counters.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { InteractionStore } from '../../stores/interactions.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { Changes } from '../changes.ts';
import { refreshLead } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import { CustomerRecords } from './customer-records.ts';
import {
  asRemark,
  auditOf,
  contactEffects,
  describeContact,
  passedOn,
  storedFacts,
} from './interaction-effects.ts';

export interface FollowUpDeps {
  leads: LeadStore;
  customers: CustomerStore;
  interactions: InteractionStore;
  people: PeopleStore;
  counters: CounterStore;
  playbooks: Playbooks;
  directory: Directory;
  changes: Changes;
}

const FIRST_INTERACTION = 101;
const NEWEST = 5;
const QUESTION_OPEN_MS = 2 * 3_600_000;

/** Logging contacts with customers (C1), and what a logged contact does to the lead and its clocks. */
export class FollowUpService {
  private readonly deps: FollowUpDeps;
  private readonly onCustomers: CustomerRecords;

  constructor(deps: FollowUpDeps) {
    this.deps = deps;
    this.onCustomers = new CustomerRecords(deps);
  }

  /** The rep says yes to a lead. Does not count as contact: the first-touch clock runs on. */
  async accept(lead: Lead, op: Op): Promise<Lead> {
    const { doc } = await this.deps.changes.change(
      this.deps.leads,
      lead._id,
      op,
      (current): Change<Lead> | null => {
        if (current.status !== 'assigned') return null;
        return {
          set: { status: 'accepted', acceptedAt: op.now },
          effects: [
            refreshLead(current._id),
            { type: 'audit', entry: auditOf(current, 'lead.accepted', '已接单') },
          ],
        };
      },
    );
    await this.deps.people.setFocus(op.by, lead._id, op.now);
    return doc;
  }

  /**
   * Records what was said. Counts as `facts.reached` says, when the owner says it; a colleague's line is a remark,
   * passed on to the owner. Counts at once; can be confirmed, corrected and undone afterwards. The same operation again
   * answers the record made before.
   */
  async record(lead: Lead, facts: NoteFacts, op: Op): Promise<Interaction> {
    if (!isOpen(lead)) {
      throw new GenjinError('invalid', `${lead._id} is closed`, {
        userText: `${lead._id} 已关闭，不能再记录`,
      });
    }
    const version = await this.deps.playbooks.current();
    const calendar = calendarOf(version.playbook);
    const meant = withoutCalledOff(lead, facts, (at) => calendar.dayKey(at));
    const interaction = await this.insertOnce(lead, meant, op, version);
    await this.carryOut(interaction, version, op);
    return interaction;
  }

  /**
   * Records what was said of a customer who has no open lead: no clock runs for it, and the closed lead stays as it is.
   * @param lead the customer's newest lead, by which the record is found and seen
   */
  async recordOnCustomer(lead: Lead, facts: NoteFacts, op: Op): Promise<Interaction> {
    const version = await this.deps.playbooks.current();
    // Nobody would be reminded of it, and the words say when.
    const kept = { ...facts, nextAt: undefined, nextPrecision: undefined };
    const interaction = await this.insertOnce(lead, kept, op, version, { onCustomer: true });
    await this.carryOut(interaction, version, op);
    return interaction;
  }

  /** Keeps somebody's words about a lead: no contact, whatever they say. Another's than the owner's reach the owner. */
  async remark(lead: Lead, text: string, op: Op): Promise<Interaction> {
    return this.record(lead, asRemark({ text }), op);
  }

  /** Writes what somebody states of a lead, as a record that can be taken back. No contact. */
  async state(lead: Lead, text: string, facts: FactsWish, op: Op): Promise<Interaction> {
    return this.record(
      lead,
      { ...asRemark({ text, facts }), remark: op.by === lead.ownerId ? undefined : true },
      op,
    );
  }

  /**
   * Carries through what an earlier run of this operation began to record before it was cut off, whatever has become
   * of the lead since. @returns null when there is nothing of the kind
   */
  async resume(op: Op): Promise<Interaction | null> {
    const begun = await this.deps.interactions.byOrigin(op.key);
    if (begun) await this.carryOut(begun, await this.deps.playbooks.current(), op);
    return begun;
  }

  /** What a record does to lead, customer and person; each step once, as of when it was recorded. */
  private async carryOut(interaction: Interaction, version: PlaybookVersion, run: Op): Promise<void> {
    const { at, by, leadId, customerId, objections, reached } = interaction;
    const op = { ...run, now: at };
    if (interaction.onCustomer) return this.onCustomers.carryOut(interaction, op);
    await this.applyToLead(interaction, version, step(op, 'lead'));
    const concerns = objections.map((objection) => objection.label);
    if (reached === 'yes') await this.deps.customers.noteContact(customerId, at, concerns);
    if (interaction.facts) await this.tellCustomer(interaction, version, step(op, 'customer'));
    await this.deps.people.setFocus(by, leadId, at);
  }

  /**
   * The record of this person about this lead that still waits to hear what came of the call, or the one this very
   * operation has completed before it was cut off. A question older than two hours is not taken up again.
   */
  async awaitingOutcome(lead: Lead, op: Op): Promise<Interaction | null> {
    const records = await this.deps.interactions.ofLead(lead._id, NEWEST);
    const begun = records.find((record) => wasBegun(record, op) && record.originKey !== op.key);
    if (begun) return begun;
    const mine = records.find((record) => record.by === op.by && record.state !== 'undone');
    const isOpenQuestion = mine?.outcomeAsked && op.now.getTime() - mine.at.getTime() < QUESTION_OPEN_MS;
    return isOpenQuestion ? mine : null;
  }

  /** Fixes the next try; unlike `postpone` it is open to a lead nobody has reached, whose first contact stays due. */
  async planTry(lead: Lead, next: { at: Date; because: string }, op: Op): Promise<Lead> {
    return this.moveNext(lead, next, op, afterPlanningTry, '约定再次联系');
  }

  /** Moves the date of the next contact. */
  async postpone(lead: Lead, next: { at: Date; because: string }, op: Op): Promise<Lead> {
    return this.moveNext(lead, next, op, afterPostponing, '改约下次跟进');
  }

  private async moveNext(
    lead: Lead,
    next: { at: Date; because: string },
    op: Op,
    clocksOf: typeof afterPostponing,
    what: string,
  ): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const { doc } = await this.deps.changes.change(
      this.deps.leads,
      lead._id,
      op,
      (current): Change<Lead> | null => {
        if (!isOpen(current)) return null;
        return {
          set: { clocks: clocksOf(current, next, version, op.now) },
          effects: [
            refreshLead(lead._id),
            { type: 'audit', entry: auditOf(current, 'lead.postponed', what, { nextAt: next.at }) },
          ],
        };
      },
    );
    return doc;
  }

  private async insertOnce(
    lead: Lead,
    facts: NoteFacts,
    op: Op,
    version: PlaybookVersion,
    more: Pick<Interaction, 'onCustomer'> = {},
  ): Promise<Interaction> {
    const calendar = calendarOf(version.playbook);
    const _id = `R${await this.deps.counters.next('interaction', FIRST_INTERACTION)}`;
    try {
      return await this.deps.changes.insert(
        this.deps.interactions,
        {
          _id,
          originKey: op.key,
          leadId: lead._id,
          customerId: lead.customerId,
          by: op.by,
          at: op.now,
          day: calendar.dayKey(op.now),
          week: calendar.weekKey(op.now),
          state: 'recorded',
          ...more,
          ...(op.by === lead.ownerId ? storedFacts(facts) : asRemark(facts)),
        },
        op,
      );
    } catch (error) {
      const other = isDuplicateKey(error) ? await this.deps.interactions.byOrigin(op.key) : null;
      if (other) return other;
      throw error;
    }
  }

  /** What is stated of the customer stands on the customer, too. */
  private async tellCustomer(
    { _id, leadId, customerId }: Interaction,
    { playbook }: PlaybookVersion,
    op: Op,
  ): Promise<void> {
    const lead = await this.deps.leads.get(leadId);
    const changes = lead?.traces?.find(({ interactionId }) => interactionId === _id)?.facts ?? [];
    const own = customerChanges(changes, playbook);
    if (!own.length) return;
    await this.deps.changes.change(this.deps.customers, customerId, op, (current) => ({
      set: { fields: fieldsWith(current.fields, own, 'after') },
    }));
  }

  private async applyToLead(interaction: Interaction, version: PlaybookVersion, op: Op): Promise<void> {
    const people = await this.deps.directory.map();
    await this.deps.changes.change(this.deps.leads, interaction.leadId, op, (lead): Change<Lead> => {
      const after = afterInteraction(lead, interaction, version, op.now);
      const text = describeContact(interaction);
      const more = { interactionId: interaction._id };
      return {
        set: after.set,
        effects: [
          // On the cards of earlier records a new one changes nothing.
          refreshLead(lead._id, ['log-confirm']),
          { type: 'audit', entry: auditOf(lead, 'interaction.recorded', text, more) },
          ...contactEffects(lead, after, interaction.by, people),
          ...passedOn(lead, interaction, people),
        ],
      };
    });
  }
}
