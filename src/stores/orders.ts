import { type Connection, Schema } from 'mongoose';
import type { EffectBody } from '../core/effect.ts';
import { isOpenOrder, OPEN_ORDER_STATES, type Order } from '../domain/orders/order.ts';
import type { Filter, Scope } from '../domain/people/scope.ts';
import { AGGREGATE_FIELDS } from './aggregate.ts';
import { STRICT } from './database.ts';
import { indexClocks, TICKING_FIELDS, TickingStore } from './ticking.ts';

const schema = new Schema<Order>(
  {
    ...AGGREGATE_FIELDS,
    type: { type: String, required: true },
    label: { type: String, required: true },
    playbookVersion: { type: Number, required: true },
    leadId: { type: String, required: true },
    customerId: { type: String, required: true },
    company: { type: String, default: '' },
    ownerId: String,
    region: String,
    requesterId: String,
    state: { type: String, required: true },
    ready: { type: Boolean, required: true },
    fields: { type: Schema.Types.Mixed, default: {} },
    queue: String,
    queueRegion: String,
    assigneeId: String,
    turn: [String],
    approvals: { type: [Object], default: [] },
    check: Schema.Types.Mixed,
    approvers: [String],
    steps: { type: Schema.Types.Mixed, default: {} },
    bookedAt: Date,
    pause: Schema.Types.Mixed,
    returns: { type: [Object], default: [] },
    log: { type: [Object], default: [] },
    ...TICKING_FIELDS,
    createdAt: { type: Date, required: true },
    createdDay: { type: String, required: true },
    readyAt: Date,
    acceptedAt: Date,
    closedAt: Date,
    reason: String,
    originKey: { type: String, required: true },
    openFor: String,
    submittedBy: String,
  },
  STRICT,
);
// An event, a request or a rule opens one order, however often it is handled.
schema.index({ originKey: 1 }, { unique: true });
// One open order of a type and lead: what two people at once cannot both open.
schema.index({ openFor: 1 }, { unique: true, sparse: true });
indexClocks(schema);
// What the relay's sweep looks for; sparse, because nearly no document has any.
schema.index({ effectsAt: 1 }, { sparse: true });
// Somebody's orders, a role's queue, a lead's orders.
schema.index({ assigneeId: 1, state: 1 });
schema.index({ queue: 1, state: 1 });
schema.index({ leadId: 1, createdAt: -1 });
// Lists, newest first.
schema.index({ createdAt: -1, _id: -1 });

const OPEN: Filter = { state: { $in: [...OPEN_ORDER_STATES] } };

/** Orders between departments, by their numbers `W101`. */
export class OrderStore extends TickingStore<Order> {
  constructor(connection: Connection) {
    super(connection.model<Order>('Order', schema, 'orders'), OPEN, deriveOrder, causedBy);
  }

  async find(scope: Pick<Scope, 'orders'>, id: string): Promise<Order | null> {
    const [order] = await this.findScoped(scope.orders, { _id: id }, { limit: 1 });
    return order ?? null;
  }

  async list(
    scope: Pick<Scope, 'orders'>,
    filter: Filter,
    options: { sort?: Record<string, 1 | -1>; limit: number },
  ): Promise<Order[]> {
    return this.findScoped(scope.orders, filter, { sort: { createdAt: -1, _id: -1 }, ...options });
  }

  /** Every order of a lead, the newest first; of a lead the caller has read within a scope. */
  async ofLead(leadId: string): Promise<Order[]> {
    return this.findScoped({}, { leadId }, { sort: { createdAt: -1, _id: -1 } });
  }

  async byOrigin(originKey: string): Promise<Order | null> {
    const [order] = await this.findScoped({}, { originKey }, { limit: 1 });
    return order ?? null;
  }

  /** The open one of this type and lead. */
  async openFor(openFor: string): Promise<Order | null> {
    const [order] = await this.findScoped({}, { openFor }, { limit: 1 });
    return order ?? null;
  }

  /** How many orders everybody has open. */
  async openByPerson(): Promise<Map<string, number>> {
    const open = await this.model
      .find({ assigneeId: { $gt: '' }, state: { $in: [...OPEN_ORDER_STATES] } }, { assigneeId: 1 })
      .lean();
    const counts = new Map<string, number>();
    for (const { assigneeId } of open) {
      if (assigneeId) counts.set(assigneeId, (counts.get(assigneeId) ?? 0) + 1);
    }
    return counts;
  }
}

/** The one open order of a type and lead follows from the state. */
function deriveOrder(set: Partial<Order>): Partial<Order> {
  return {
    ...set,
    ...(set.state && !isOpenOrder({ state: set.state }) && { openFor: undefined }),
  };
}

/** The lead knows how far its orders have come, whoever moved them. */
function causedBy(before: Order, after: Order): EffectBody[] {
  return before.state !== after.state ? [{ type: 'note-order', orderId: after._id }] : [];
}
