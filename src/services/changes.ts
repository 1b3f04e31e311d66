import type { EffectBody, Op } from '../core/effect.ts';
import type { EffectSource, Relay } from '../outbox/relay.ts';
import type { Aggregate, AggregateStore, Change, Changed } from '../stores/aggregate.ts';

/**
 * Changes an aggregate and moves its effects on at once, so that whoever reads next sees the audit line and the
 * card is on its way. Should the process die in between, the relay's sweep moves them.
 */
export class Changes {
  private readonly relay: Relay;

  constructor(relay: Relay) {
    this.relay = relay;
  }

  async change<T extends Aggregate>(
    store: Pick<AggregateStore<T>, 'change' | keyof EffectSource>,
    id: string,
    op: Op,
    decide: (doc: T) => Change<T> | null,
    seen?: T,
  ): Promise<Changed<T>> {
    const changed = await store.change(id, op, decide, seen);
    await this.relay.move(store, changed.doc);
    return changed;
  }

  /**
   * The same for what follows from an effect of another document: effects are moved on when this changed something. A
   * repetition ends here, so that two documents that follow each other do not go round for ever.
   */
  async follow<T extends Aggregate>(
    store: AggregateStore<T>,
    id: string,
    op: Op,
    decide: (doc: T) => Change<T> | null,
  ): Promise<Changed<T>> {
    const changed = await store.change(id, op, decide);
    if (changed.changed) await this.relay.move(store, changed.doc);
    return changed;
  }

  /** Inserts a document and moves its first effects on at once. Throws the driver's duplicate-key error. */
  async insert<T extends Aggregate>(
    store: AggregateStore<T>,
    doc: Omit<T, keyof Aggregate> & { _id: string },
    op: Op,
    effects: EffectBody[] = [],
  ): Promise<T> {
    const inserted = await store.insert(doc, op, effects);
    await this.relay.move(store, inserted);
    return inserted;
  }
}
