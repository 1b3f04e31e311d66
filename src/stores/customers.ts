import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { Customer, Purchase } from '../domain/customer.ts';
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

  async find(scope: Scope, id: string): Promise<Customer | null> {
    const [customer] = await this.findScoped(scope.customers, { _id: id }, { limit: 1 });
    return customer ? seenBy(scope, customer) : null;
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
