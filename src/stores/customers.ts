import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { Customer, Purchase } from '../domain/customer.ts';
import { oldestOf, partsAmong, unite } from '../domain/customer-family.ts';
import { type Filter, type Scope, seenFields } from '../domain/people/scope.ts';
import { AGGREGATE_FIELDS, AggregateStore } from './aggregate.ts';
import { STRICT } from './database.ts';

const schema = new Schema<Customer>(
  {
    ...AGGREGATE_FIELDS,
    name: { type: String, default: '' },
    aliases: [String],
    contacts: { type: [Object], default: [] },
    city: String,
    address: String,
    region: String,
    industry: String,
    fields: { type: Schema.Types.Mixed, default: {} },
    tags: [String],
    ownerId: String,
    ownerSince: Date,
    identity: [String],
    matchKeys: [String],
    purchases: { type: [Object], default: [] },
    concerns: [String],
    lifecycle: { type: String, required: true },
    standing: Schema.Types.Mixed,
    mergedInto: String,
    absorbed: { type: [String], default: undefined },
    notSame: { type: [String], default: undefined },
    handed: { type: [Object], default: undefined },
    createdAt: { type: Date, required: true },
    lastInteractionAt: Date,
    traces: { type: [Object], default: undefined },
  },
  STRICT,
);
// The unique index is what makes two leads of one new customer, arriving at once, end up at one customer.
schema.index({ identity: 1 }, { unique: true });
// Customers that may be the same as one that comes in.
schema.index({ matchKeys: 1 });
// A rep's customers, and everybody's, the newest contact first.
schema.index({ ownerId: 1, lastInteractionAt: -1 });
schema.index({ lastInteractionAt: -1 });
// What the relay's sweep looks for; sparse, because nearly no document has any.
schema.index({ effectsAt: 1 }, { sparse: true });

export class CustomerStore extends AggregateStore<Customer> {
  constructor(connection: Connection) {
    super(connection.model<Customer>('Customer', schema, 'customers'));
  }

  /**
   * The customer with all that was merged into it, as far as the scope goes: what a colleague brought in and still has
   * is not among it. The number of one that was merged leads to what it was merged into, for whom may see that.
   */
  async find(scope: Scope, id: string): Promise<Customer | null> {
    const [own] = await this.findScoped(scope.customers, { _id: id }, { limit: 1 });
    if (own && !own.mergedInto) return seenBy(scope, await this.united(scope, own));
    const merged = own ?? (await this.get(id));
    if (!merged?.mergedInto) return null;
    const root = await this.rootOf(merged);
    const [seen] = await this.findScoped(scope.customers, { _id: root._id }, { limit: 1 });
    if (seen) return seenBy(scope, await this.united(scope, seen));
    return own ? seenBy(scope, own) : null;
  }

  /** The customer this one is part of; itself when it was not merged. */
  async rootOf(customer: Customer): Promise<Customer> {
    const way = [customer];
    for (let at = customer; at.mergedInto; ) {
      const next = await this.get(at.mergedInto);
      // Two merged into each other at the same moment: the older number stands for both.
      if (!next || way.some(({ _id }) => _id === next._id)) return next ? oldestOf(way) : at;
      way.push(next);
      at = next;
    }
    return way.at(-1) ?? customer;
  }

  /** What was merged into a customer, directly or by way of another. */
  async partsOf(root: Customer): Promise<Customer[]> {
    if (!root.absorbed?.length) return [];
    const docs = await this.findScoped({}, { _id: { $in: root.absorbed } }, { sort: { createdAt: 1 } });
    return partsAmong(root, docs);
  }

  /** All numbers under which leads and records of the customer are kept, its own first. */
  async numbersOf(id: string): Promise<string[]> {
    const own = await this.get(id);
    if (!own) return [id];
    const root = await this.rootOf(own);
    return [root._id, ...(await this.partsOf(root)).map(({ _id }) => _id)];
  }

  private async united(scope: Scope, root: Customer): Promise<Customer> {
    const parts = await this.partsOf(root);
    if (!parts.length) return root;
    const ids = { _id: { $in: parts.map(({ _id }) => _id) } };
    return unite(root, await this.findScoped(scope.customers, ids, { sort: { createdAt: 1 } }));
  }

  /** Customers as wholes: one that was merged is listed only where its scope does not reach what it is part of. */
  async listWhole(
    scope: Scope,
    filter: Filter,
    options: { sort?: Record<string, 1 | -1>; limit: number },
  ): Promise<Customer[]> {
    const found = await this.list(scope, filter, options);
    const into = found.flatMap(({ mergedInto }) => mergedInto ?? []);
    if (!into.length) return found;
    const seen = await this.findScoped(scope.customers, { _id: { $in: into } });
    return found.filter(({ mergedInto }) => !seen.some(({ _id }) => _id === mergedInto));
  }

  async list(
    scope: Scope,
    filter: Filter,
    options: { sort?: Record<string, 1 | -1>; limit: number },
  ): Promise<Customer[]> {
    return (await this.findScoped(scope.customers, filter, options)).map((c) => seenBy(scope, c));
  }

  /** Hands the customer to the owner of its newest assignment; an older assignment arriving late changes nothing. */
  async setOwner(id: string, ownerId: string, since: Date): Promise<void> {
    await this.model.updateOne(
      { _id: id, $or: [{ ownerSince: null }, { ownerSince: { $lte: since } }] },
      { $set: { ownerId, ownerSince: since } },
    );
  }

  /** Takes away a customer that one of these operations made and nothing else has touched. */
  async removeMadeBy(id: string, keyPrefix: string): Promise<void> {
    const customer = await this.get(id);
    const isTheirs = customer?.applied.every((key) => key.startsWith(keyPrefix));
    if (customer && isTheirs && !customer.lastInteractionAt)
      await this.model.deleteOne({ _id: id, rev: customer.rev });
  }

  /** A contact took place: remembered with what the customer minds. Any number of times is as good as once. */
  async noteContact(id: string, at: Date, concerns: string[]): Promise<void> {
    await this.model.updateOne(
      { _id: id },
      { $max: { lastInteractionAt: at }, $addToSet: { concerns: { $each: concerns } } },
    );
  }

  /** A deal won, once per lead. */
  async addPurchase(id: string, { product, at, amountFen, leadId }: Purchase): Promise<void> {
    const purchase = { product, at, leadId, ...(amountFen === undefined ? {} : { amountFen }) };
    await this.model.updateOne({ _id: id, 'purchases.leadId': { $ne: leadId } } as QueryFilter<Customer>, {
      $push: { purchases: purchase },
    });
  }

  async dropPurchase(id: string, leadId: string): Promise<void> {
    await this.model.updateOne({ _id: id }, { $pull: { purchases: { leadId } } });
  }

  /**
   * Customers that could be the same as one with these keys, whoever owns them: duplicates are found across what
   * a person may see (A5). What is told about them is the caller's care.
   */
  async possibleDuplicates(identity: string[], matchKeys: string[], limit = 50): Promise<Customer[]> {
    const either = [
      ...(identity.length ? [{ identity: { $in: identity } }] : []),
      ...(matchKeys.length ? [{ matchKeys: { $in: matchKeys } }] : []),
    ];
    return either.length ? this.findScoped({}, { $or: either }, { limit }) : [];
  }
}

function seenBy(scope: Scope, customer: Customer): Customer {
  const fields = seenFields(scope, customer.fields);
  return { ...customer, fields, ...(scope.hidesContacts && { contacts: [] }) };
}
