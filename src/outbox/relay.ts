import type { Effect, OrderEvent } from '../core/effect.ts';
import type { Logger } from '../core/logger.ts';
import type { Aggregate } from '../stores/aggregate.ts';
import type { AuditEntry, AuditStore } from '../stores/audit.ts';
import type { CustomerStore } from '../stores/customers.ts';
import type { OutboxStore } from '../stores/outbox.ts';

/** The part of an aggregate store the relay needs. */
export interface EffectSource {
  get(id: string): Promise<Aggregate | null>;
  withEffects(before: Date, limit: number): Promise<Aggregate[]>;
  settle(doc: Pick<Aggregate, '_id' | 'rev'>, effectIds: string[]): Promise<void>;
}

export interface RelayDeps {
  sources: EffectSource[];
  outbox: OutboxStore;
  audit: AuditStore;
  customers: CustomerStore;
  /** Whether promised contacts go into people's calendars. */
  keepsCalendars: () => Promise<boolean>;
  /** Makes the places people hold agree with the lead. */
  settleSlots: (leadId: string) => Promise<void>;
  /** Makes purchase history and experience agree with the lead. */
  settleDeal: (leadId: string) => Promise<void>;
  /** Carries out the move a lead waits for, and marks evidence that is gone. */
  settleJourney: (leadId: string, effect: Effect) => Promise<void>;
  /** Keeps what figures are computed from; of one document, in order. */
  landFacts: (effects: (Effect & { type: 'facts' })[]) => Promise<void>;
  /** Runs the playbook's rules on something that happened to a lead. */
  runLeadEvent: (effect: Extract<Effect, { type: 'lead-event' }>) => Promise<void>;
  /** What follows for orders, and for a lead from its orders. */
  followOrders: {
    noteOrder(orderId: string, effect: Effect): Promise<void>;
    open(leadId: string, on: OrderEvent, effect: Effect): Promise<void>;
    settle(leadId: string, effect: Effect): Promise<void>;
  };
  log: Logger;
  /** Tells the sender that something may be waiting. */
  onQueued: () => void;
}

/** Effects older than this were left behind by a process that died; younger ones are being moved by their writer. */
const LEFT_BEHIND_MS = 2_000;
const BATCH = 200;
/** Effects that leave something for the sender. */
const QUEUEING = new Set<Effect['type']>(['send', 'refresh', 'calendar']);
/** Effects that may write to their own document again. */
const CONTINUING = new Set<Effect['type']>(['journey', 'lead-event']);
/** The newest cards about a subject; older ones say that they are out of date when they are clicked. */
const MAX_CARDS_TO_REFRESH = 50;

/**
 * Moves effects from the documents they were decided on to where they take hold: the outbox, the audit log, the
 * people's slots. Every destination takes a key once, so moving twice is harmless.
 */
export class Relay {
  private readonly deps: RelayDeps;

  constructor(deps: RelayDeps) {
    this.deps = deps;
  }

  /** Moves the effects of one document just written. A failure is left to the sweep. */
  async move(source: EffectSource, doc: Aggregate): Promise<void> {
    if (doc.effects.length) await this.attempt(source, doc);
  }

  /** Moves what was left behind; a document that fails does not hold up the others. @returns how many were moved */
  async sweep(now: Date, leftBehindMs = LEFT_BEHIND_MS): Promise<number> {
    let moved = 0;
    for (const source of this.deps.sources) {
      const docs = await source.withEffects(new Date(now.getTime() - leftBehindMs), BATCH);
      for (const doc of docs) if (await this.attempt(source, doc)) moved++;
    }
    return moved;
  }

  private async attempt(source: EffectSource, doc: Aggregate): Promise<boolean> {
    try {
      await this.moveAll(source, doc);
      return true;
    } catch (error) {
      this.deps.log.warn({ err: error, doc: doc._id }, 'effects left for the sweep');
      return false;
    }
  }

  private async moveAll(source: EffectSource, doc: Aggregate): Promise<void> {
    const { outbox, audit } = this.deps;
    const sends = doc.effects.flatMap((effect) =>
      effect.type === 'send' ? [{ key: effect.id, message: effect.message, now: effect.at }] : [],
    );
    const lines = doc.effects.flatMap((effect) => (effect.type === 'audit' ? [lineOf(effect)] : []));
    const facts = doc.effects.filter((effect) => effect.type === 'facts');
    await Promise.all([
      outbox.addAll(sends),
      audit.append(...lines),
      facts.length ? this.deps.landFacts(facts) : undefined,
    ]);
    await Promise.all(doc.effects.map((effect) => this.apply(effect)));
    await source.settle(
      doc,
      doc.effects.map((effect) => effect.id),
    );
    if (doc.effects.some(({ type }) => QUEUEING.has(type))) this.deps.onQueued();
    // What followed from it was written to the same document.
    const after = doc.effects.some(({ type }) => CONTINUING.has(type)) ? await source.get(doc._id) : null;
    if (after) await this.move(source, after);
  }

  private async apply(effect: Effect): Promise<void> {
    const { customers } = this.deps;
    switch (effect.type) {
      case 'send':
      case 'audit':
      case 'facts':
        return; // moved together before
      case 'refresh':
        return this.refresh(effect);
      case 'calendar':
        return this.updateCalendars(effect);
      case 'settle-slots':
        return this.deps.settleSlots(effect.leadId);
      case 'journey':
        return this.deps.settleJourney(effect.leadId, effect);
      case 'lead-event':
        return this.deps.runLeadEvent(effect);
      case 'own-customer':
        return customers.setOwner(effect.customerId, effect.ownerId, effect.since);
      case 'settle-deal':
        return this.deps.settleDeal(effect.leadId);
      case 'note-order':
        return this.deps.followOrders.noteOrder(effect.orderId, effect);
      case 'open-orders':
        return this.deps.followOrders.open(effect.leadId, effect.on, effect);
      case 'settle-orders':
        return this.deps.followOrders.settle(effect.leadId, effect);
    }
  }

  private async updateCalendars({ id, at, leadId, people }: Effect & { type: 'calendar' }): Promise<void> {
    if (!(await this.deps.keepsCalendars())) return;
    // Not held back at night: it says nothing, and follows what somebody just did.
    const about = { kind: 'follow-up', refs: { lead: leadId }, params: {}, urgency: 'reply' } as const;
    await this.deps.outbox.addAll(
      people.map((to) => ({ key: `${id}>${to}`, message: { channel: 'calendar', to, ...about }, now: at })),
    );
  }

  /** Queues an edit for every card about this subject that people have before them; new cards go first. */
  private async refresh({ id, at, subject, except, card }: Effect & { type: 'refresh' }): Promise<void> {
    const rows = await this.deps.outbox.sentAbout(subject, MAX_CARDS_TO_REFRESH, except);
    await this.deps.outbox.addAll(
      rows.map(({ _id: target, channel, to, kind, refs, params }) => {
        // Whoever tapped a card waits to see it change.
        const urgency = target === card ? ('reply' as const) : ('normal' as const);
        const message = { channel, to, kind, refs, params, urgency };
        return { key: `${id}>${target}`, message, now: at, target };
      }),
    );
  }
}

function lineOf({ id, at, by, via, card, entry }: Effect & { type: 'audit' }): AuditEntry {
  return { ...entry, _id: id, at, by, via, card };
}
