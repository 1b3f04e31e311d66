import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import { type Effect, type EffectBody, effectId, type Op } from '../core/effect.ts';
import { GenjinError } from '../core/errors.ts';
import type { Filter } from '../domain/people/scope.ts';

/** What every aggregate document carries besides its own fields. */
export interface Aggregate {
  _id: string;
  rev: number;
  effects: Effect[];
  effectsAt?: Date | undefined;
  /** Keys of the newest operations applied, so that repeating one changes nothing. */
  applied: string[];
}

/** A decided change: `undefined` in `set` removes the property. */
export interface Change<T> {
  set?: Partial<T>;
  effects?: EffectBody[];
}

export interface Changed<T> {
  doc: T;
  /** False when the operation had been applied before, or decided to change nothing. */
  changed: boolean;
}

const REMEMBERED_OPS = 40;
const MAX_CONFLICTS = 50;
const STATED_AT_ONCE = 200;

/** What follows from a change, given the document as it was: written with it, so it can never disagree. */
export type Derive<T> = (set: Partial<T>, doc: T) => Partial<T>;

/** What a change causes whoever makes it, in addition to the effects it names. */
export type Cause<T> = (before: T, after: T) => EffectBody[];

/** Schema properties shared by all aggregates. */
export const AGGREGATE_FIELDS = {
  _id: { type: String, required: true },
  rev: { type: Number, required: true },
  effects: { type: [Object], required: true },
  effectsAt: Date,
  applied: { type: [String], required: true },
};

/** Gives decided effects their ids: the operation's key and their place in it. */
export function numberEffects(op: Op, effects: readonly EffectBody[]): Effect[] {
  return effects.map((effect, i) => ({
    ...effect,
    id: effectId(op, i),
    at: op.now,
    by: op.by,
    via: op.via,
    card: op.card,
  }));
}

/**
 * One kind of aggregate document: read it, decide on it with a pure function, write the decision and its effects
 * in one atomic update. The update is guarded by `rev`, so a decision is never applied to
 * a document it was not made for; and by `applied`, so an operation repeated after a crash changes nothing.
 */
export class AggregateStore<T extends Aggregate> {
  protected readonly model: Model<T>;
  private readonly derive: Derive<T>;
  private readonly cause: Cause<T>;

  constructor(model: Model<T>, derive: Derive<T> = (set) => set, cause: Cause<T> = () => []) {
    this.model = model;
    this.derive = derive;
    this.cause = cause;
  }

  /** Inserts a new document with its first effects; throws the driver's duplicate-key error when it exists. */
  async insert(
    doc: Omit<T, keyof Aggregate> & { _id: string },
    op: Op,
    effects: EffectBody[] = [],
  ): Promise<T> {
    const blank = { ...doc, rev: 0, effects: [], applied: [op.key] } as unknown as T;
    const own: T = { ...blank, rev: 1, ...this.derive(blank, blank) };
    const numbered = numberEffects(op, [...effects, ...this.cause(blank, own)]);
    const created = await this.model.create({
      ...own,
      rev: 1,
      effects: numbered,
      ...(numbered.length ? { effectsAt: op.now } : {}),
    });
    return created.toObject() as T;
  }

  /**
   * Applies `decide` to the newest state of the document; `null` means: nothing to change. Tries again when
   * somebody else wrote in between.
   * @param seen the whole document as read a moment ago, which saves reading it again: a decision made on it is
   *   guarded by its `rev`, and "nothing to change" is not believed of it
   * @throws GenjinError `not-found` when there is no such document.
   */
  async change(id: string, op: Op, decide: (doc: T) => Change<T> | null, seen?: T): Promise<Changed<T>> {
    for (let attempt = 0; attempt < MAX_CONFLICTS; attempt++) {
      const isFresh = attempt > 0 || !seen;
      const doc = isFresh ? await this.get(id) : seen;
      if (!doc) throw new GenjinError('not-found', `No document ${id}`, { userText: `找不到 ${id}` });
      if (doc.applied.includes(op.key)) return { doc, changed: false };
      const change = decide(doc);
      if (!change && !isFresh) continue;
      if (!change) return { doc, changed: false };
      const after = (await this.model
        .findOneAndUpdate(
          { _id: id, rev: doc.rev } as QueryFilter<T>,
          this.updateOf(doc, change, op) as UpdateQuery<T>,
          {
            returnDocument: 'after',
          },
        )
        .lean()) as T | null;
      if (after) return { doc: after, changed: true };
    }
    throw new GenjinError('conflict', `Too many concurrent changes of ${id}`, {
      userText: '同时操作的人太多，请再试一次',
    });
  }

  private updateOf(doc: T, change: Change<T>, op: Op): Record<string, unknown> {
    const set: Record<string, unknown> = {};
    const unset: Record<string, ''> = {};
    const derived = this.derive(change.set ?? {}, doc);
    for (const [key, value] of Object.entries(derived)) {
      if (value === undefined) unset[key] = '';
      else set[key] = value;
    }
    const caused = this.cause(doc, { ...doc, ...derived });
    const effects = numberEffects(op, [...(change.effects ?? []), ...caused]);
    if (effects.length) set.effectsAt = op.now;
    return {
      ...(Object.keys(set).length ? { $set: set } : {}),
      ...(Object.keys(unset).length ? { $unset: unset } : {}),
      $inc: { rev: 1 },
      $push: {
        applied: { $each: [op.key], $slice: -REMEMBERED_OPS },
        ...(effects.length ? { effects: { $each: effects } } : {}),
      },
    };
  }

  /** The document whatever the scope: for the product's own machinery. Requests of people use the scoped reads. */
  async get(id: string): Promise<T | null> {
    return (await this.model.findOne({ _id: id } as QueryFilter<T>).lean()) as T | null;
  }

  /** Documents that still carry effects written before `before`, oldest first. */
  async withEffects(before: Date, limit: number): Promise<T[]> {
    return this.findScoped({}, { effectsAt: { $lte: before } }, { sort: { effectsAt: 1 }, limit });
  }

  /**
   * Documents that have never said which facts they state do so; the relay's sweep takes them on.
   * @param knownAt since when a document's facts are known
   */
  async stateFacts(knownAt: (doc: T) => Date): Promise<void> {
    for (let after = ''; ; ) {
      const unstated = { _id: { $gt: after }, posted: { $exists: false } };
      const docs = await this.findScoped({}, unstated, { sort: { _id: 1 }, limit: STATED_AT_ONCE });
      const last = docs.at(-1);
      if (!last) return;
      for (const doc of docs) {
        await this.change(doc._id, { key: 'facts', now: knownAt(doc), by: 'upgrade' }, () => ({}));
      }
      after = last._id;
    }
  }

  /** Takes effects off that have been moved on. Effects written meanwhile stay and are reported by `withEffects`. */
  async settle(doc: Pick<T, '_id' | 'rev'>, effectIds: string[]): Promise<void> {
    const pull = { $pull: { effects: { id: { $in: effectIds } } } };
    const unchanged = await this.model.updateOne(
      { _id: doc._id, rev: doc.rev } as QueryFilter<T>,
      { ...pull, $unset: { effectsAt: '' } } as UpdateQuery<T>,
    );
    if (unchanged.matchedCount === 0) {
      await this.model.updateOne({ _id: doc._id } as QueryFilter<T>, pull as UpdateQuery<T>);
    }
  }

  protected async findScoped(
    scope: Filter,
    filter: Filter,
    options: { sort?: Record<string, 1 | -1>; limit?: number; skip?: number } = {},
  ): Promise<T[]> {
    const { sort = {}, limit = 0, skip = 0 } = options;
    const query = this.model.find(both(scope, filter) as QueryFilter<T>);
    return (await query.sort(sort).skip(skip).limit(limit).lean()) as T[];
  }

  async count(scope: Filter, filter: Filter = {}): Promise<number> {
    return this.model.countDocuments(both(scope, filter) as QueryFilter<T>);
  }
}

/** A scope and a filter that both must hold; neither can override the other's keys. */
function both(scope: Filter, filter: Filter): Filter {
  return { $and: [scope, filter] };
}
