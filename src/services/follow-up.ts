import { type EffectBody, type Op, step } from '../core/effect.ts';
import { GenjinError } from '../core/errors.ts';
import { calendarOf } from '../domain/clocks.ts';
import type { Interaction } from '../domain/interaction.ts';
import { isOpen, type Lead } from '../domain/lead.ts';
import { afterInteraction, afterUndo, type NoteFacts } from '../domain/note-effects.ts';
import type { Person } from '../domain/person.ts';
import type { PlaybookVersion } from '../domain/playbook.ts';
import type { Change } from '../stores/aggregate.ts';
import type { CustomerStore } from '../stores/customers.ts';
import { isDuplicateKey } from '../stores/database.ts';
import type { InteractionStore } from '../stores/interactions.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { PeopleStore } from '../stores/people.ts';
import type { CounterStore } from '../stores/small.ts';
import type { Changes } from './changes.ts';
import { type Directory, resolveRecipients } from './directory.ts';
import { cardAbout, refreshLead, textTo } from './messages.ts';
import type { Playbooks } from './playbooks.ts';

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
/** Enough to rebuild a lead's state after an undo. */
const LOOKED_BACK = 50;

/** Logging contacts with customers (C1), and what a logged contact does to the lead and its clocks. */
export class FollowUpService {
  private readonly deps: FollowUpDeps;

  constructor(deps: FollowUpDeps) {
    this.deps = deps;
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
   * Records a contact. Counts at once; can be confirmed, corrected and undone afterwards. The same operation again
   * answers the record made before.
   */
  async record(lead: Lead, facts: NoteFacts, op: Op): Promise<Interaction> {
    if (!isOpen(lead)) {
      throw new GenjinError('invalid', `${lead._id} is closed`, {
        userText: `${lead._id} 已关闭，不能再记录`,
      });
    }
    const version = await this.deps.playbooks.current();
    const interaction = await this.insertOnce(lead, facts, op, version);
    await this.applyToLead(interaction, version, step(op, 'lead'));
    await this.deps.customers.change(lead.customerId, step(op, 'customer'), (customer) => ({
      set: {
        lastInteractionAt: op.now,
        concerns: [...new Set([...customer.concerns, ...facts.objections.map((o) => o.label)])].slice(-20),
      },
    }));
    await this.deps.people.setFocus(op.by, lead._id, op.now);
    return interaction;
  }

  async confirm(interactionId: string, op: Op): Promise<Interaction> {
    const { doc } = await this.deps.changes.change(
      this.deps.interactions,
      interactionId,
      op,
      (current): Change<Interaction> | null => {
        if (current.state !== 'recorded') return null;
        return { set: { state: 'confirmed' }, effects: [refreshInteraction(interactionId)] };
      },
    );
    return doc;
  }

  /** Replaces what was understood. The record keeps its number, time and place in the history. */
  async correct(interactionId: string, facts: NoteFacts, op: Op): Promise<Interaction> {
    const { doc, changed } = await this.deps.changes.change(
      this.deps.interactions,
      interactionId,
      op,
      (current): Change<Interaction> | null => {
        if (current.state === 'undone') return null;
        return {
          set: { ...storedFacts(facts), state: 'confirmed' },
          effects: [
            refreshInteraction(interactionId),
            {
              type: 'audit',
              entry: {
                kind: 'interaction.corrected',
                leadId: current.leadId,
                customerId: current.customerId,
                text: `更正记录 ${interactionId}：${facts.text}`,
                before: factsOf(current),
                after: storedFacts(facts),
              },
            },
          ],
        };
      },
    );
    if (changed) await this.rebuildLead(doc.leadId, step(op, 'lead'));
    return doc;
  }

  /** Takes a record back: the lead stands as if it had not been made, its clocks included. */
  async undo(interactionId: string, op: Op): Promise<Interaction> {
    const { doc, changed } = await this.deps.changes.change(
      this.deps.interactions,
      interactionId,
      op,
      (current): Change<Interaction> | null => {
        if (current.state === 'undone') return null;
        return {
          set: { state: 'undone' },
          effects: [
            refreshInteraction(interactionId),
            {
              type: 'audit',
              entry: {
                kind: 'interaction.undone',
                leadId: current.leadId,
                customerId: current.customerId,
                text: `撤销记录 ${interactionId}：${current.text}`,
              },
            },
          ],
        };
      },
    );
    if (changed || doc.applied.includes(op.key)) await this.rebuildLead(doc.leadId, step(op, 'lead'));
    return doc;
  }

  /** Moves the date of the next contact. */
  async postpone(lead: Lead, next: { at: Date; because: string }, op: Op): Promise<Lead> {
    const version = await this.deps.playbooks.current();
    const { doc } = await this.deps.changes.change(
      this.deps.leads,
      lead._id,
      op,
      (current): Change<Lead> | null => {
        if (!isOpen(current)) return null;
        return {
          set: {
            clocks: afterInteraction(current, { nextAt: next.at, because: next.because }, version, op.now)
              .clocks,
          },
          effects: [
            refreshLead(lead._id),
            { type: 'audit', entry: auditOf(current, 'lead.postponed', '改约下次跟进', { nextAt: next.at }) },
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
  ): Promise<Interaction> {
    const known = await this.deps.interactions.byOrigin(op.key);
    if (known) return known;
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
          ...storedFacts(facts),
        },
        op,
      );
    } catch (error) {
      const other = isDuplicateKey(error) ? await this.deps.interactions.byOrigin(op.key) : null;
      if (other) return other;
      throw error;
    }
  }

  private async applyToLead(interaction: Interaction, version: PlaybookVersion, op: Op): Promise<void> {
    const people = await this.deps.directory.map();
    await this.deps.changes.change(this.deps.leads, interaction.leadId, op, (lead): Change<Lead> | null => {
      const after = afterInteraction(lead, interaction, version, op.now);
      const closing = after.status === 'won' || after.status === 'lost';
      const { notifications, scripts, ruled, ...state } = after;
      return {
        set: {
          ...ruled,
          ...state,
          interactions: lead.interactions + 1,
          lastInteractionAt: op.now,
          firstTouchedAt: lead.firstTouchedAt ?? op.now,
        },
        effects: [
          refreshLead(lead._id),
          {
            type: 'audit',
            entry: auditOf(lead, 'interaction.recorded', describe(interaction), {
              interactionId: interaction._id,
            }),
          },
          ...ruleEffects(notifications, lead, people),
          ...scripts.map((what) =>
            cardAbout(lead, interaction.by, 'scripts', { params: { for: what }, urgency: 'reply' }),
          ),
          ...(closing ? closingEffects(lead, after.status === 'won', op) : []),
        ],
      };
    });
  }

  /** Recomputes what the lead owes to its interactions, from those that still count. */
  private async rebuildLead(leadId: string, op: Op): Promise<void> {
    const [version, all] = await Promise.all([
      this.deps.playbooks.current(),
      this.deps.interactions.ofLead(leadId, LOOKED_BACK),
    ]);
    const counting = all.filter((interaction) => interaction.state !== 'undone');
    const rebuild = (lead: Lead): Change<Lead> => ({
      set: afterUndo(lead, counting, version, op.now),
      effects: [refreshLead(leadId)],
    });
    const { doc } = await this.deps.changes
      .change(this.deps.leads, leadId, op, rebuild)
      .catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
        const userText = `该客户已有另一条在跟进的线索，${leadId} 保持关闭`;
        throw new GenjinError('invalid', `Customer of ${leadId} has another open lead`, { userText });
      });
    // A deal taken back is open again and weighs on its owner.
    if (doc.ownerId && isOpen(doc)) await this.deps.people.forceSlot(doc.ownerId, leadId);
  }
}

function storedFacts(facts: NoteFacts) {
  const { text, actions, objections, scenes, amountFen, amountMaxFen, nextAt, nextPrecision } = facts;
  return { text, actions, objections, scenes, amountFen, amountMaxFen, nextAt, nextPrecision };
}

function factsOf(interaction: Interaction) {
  return storedFacts(interaction);
}

function refreshInteraction(id: string): EffectBody {
  return { type: 'refresh', subject: `interaction:${id}` };
}

function auditOf(lead: Lead, kind: string, text: string, after?: Record<string, unknown>) {
  return { kind, leadId: lead._id, customerId: lead.customerId, text, after };
}

function describe(interaction: Interaction): string {
  const labels = [...interaction.actions, ...interaction.objections].map((x) => x.label);
  return `跟进记录 ${interaction._id}${labels.length ? `（${labels.join('、')}）` : ''}：${interaction.text}`;
}

function ruleEffects(
  notifications: readonly { to: Parameters<typeof resolveRecipients>[0]; text: string }[],
  lead: Lead,
  people: ReadonlyMap<string, Person>,
): EffectBody[] {
  return notifications.flatMap(({ to, text }) =>
    resolveRecipients(to, lead, people).map((id) => textTo(id, `${lead._id} ${lead.company}：${text}`)),
  );
}

function closingEffects(lead: Lead, won: boolean, op: Op): EffectBody[] {
  const ownerId = lead.ownerId;
  if (!ownerId) return [];
  const cycleDays = (op.now.getTime() - lead.createdAt.getTime()) / 86_400_000;
  return [
    { type: 'free-slot', userId: ownerId, leadId: lead._id },
    ...(won
      ? [{ type: 'won' as const, userId: ownerId, categories: lead.categories, at: op.now, cycleDays }]
      : []),
  ];
}
