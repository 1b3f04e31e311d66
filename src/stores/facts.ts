import { type Connection, type Model, Schema } from 'mongoose';
import type { FactKind } from '../core/fact.ts';
import type { Fact } from '../domain/facts/fact.ts';
import type { Filter } from '../domain/people/scope.ts';
import { insertNew, STRICT } from './database.ts';

const schema = new Schema<Fact>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    n: { type: Number, required: true },
    at: { type: Date, required: true },
    day: { type: String, required: true },
    week: { type: String, required: true },
    month: { type: String, required: true },
    recordedAt: { type: Date, required: true },
    lead: { type: String, required: true },
    customer: { type: String, required: true },
    person: String,
    actor: String,
    team: String,
    region: String,
    source: String,
    products: { type: [String], default: undefined },
    stage: String,
    v: { type: Number, required: true },
    values: Schema.Types.Mixed,
  },
  STRICT,
);
// A figure reads one kind over some days.
schema.index({ kind: 1, day: 1 });
// What answers a fact is found by its lead.
schema.index({ lead: 1, at: 1 });
// What was learned since a moment, of a kind.
schema.index({ kind: 1, recordedAt: 1 });

/** Leads asked about at once. */
const AT_ONCE = 500;

/** Business facts: append-only. Nothing in the product changes or deletes one. */
export class FactStore {
  private readonly model: Model<Fact>;

  constructor(connection: Connection) {
    this.model = connection.model<Fact>('Fact', schema, 'facts');
  }

  /** Keeps each fact once per id; a second time does nothing. */
  async append(facts: readonly Fact[]): Promise<void> {
    await insertNew(this.model, facts);
  }

  async get(ids: readonly string[]): Promise<Fact[]> {
    return ids.length ? this.model.find({ _id: { $in: ids } }).lean() : [];
  }

  /** Facts of a kind whose day lies in the window, the first and the last day included; reversals among them. */
  async ofDays(kind: FactKind, from: string, to: string, scope: Filter = {}): Promise<Fact[]> {
    return this.model.find({ $and: [{ kind, day: { $gte: from, $lte: to } }, scope] }).lean();
  }

  /** Facts of some kinds about these leads, reversals among them: what answers facts the caller may see. */
  async ofLeads(leads: readonly string[], kinds: readonly FactKind[]): Promise<Fact[]> {
    const found: Fact[] = [];
    for (let i = 0; i < leads.length; i += AT_ONCE) {
      const some = leads.slice(i, i + AT_ONCE);
      found.push(...(await this.model.find({ lead: { $in: some }, kind: { $in: [...kinds] } }).lean()));
    }
    return found;
  }
}
