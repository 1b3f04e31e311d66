import type { OrderLists } from '../../cards/define.ts';
import type { Order } from '../domain/orders/order.ts';
import { orderTypeOf } from '../domain/orders/order-type.ts';
import { type OrderView, orderView } from '../domain/orders/view.ts';
import type { Colleague } from '../domain/people/person.ts';
import type { Filter, Scope } from '../domain/people/scope.ts';
import type { PlaybookVersion } from '../domain/playbook/playbook.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { OrderStore } from '../stores/orders.ts';

export interface OrderReading {
  orders: OrderStore;
  leads: LeadStore;
  people: ReadonlyMap<string, Colleague>;
  playbook(version: number): Promise<PlaybookVersion>;
  scope: Scope;
  person: Colleague;
}

/** An order as this person may see it; null when they may not. */
export async function readOrder(reading: OrderReading, id: string): Promise<OrderView | null> {
  const order = await reading.orders.find(reading.scope, id);
  return order && viewOf(reading, order);
}

async function viewOf(reading: OrderReading, order: Order): Promise<OrderView | null> {
  const { leads, people, scope, person } = reading;
  const version = await reading.playbook(order.playbookVersion);
  const type = orderTypeOf(order.type, version.playbook);
  const lead = await leads.get(order.leadId);
  if (!type || !lead) return null;
  const inScope = (await leads.find(scope, order.leadId)) !== null;
  return orderView({ order, type, version, lead, person, people, scope, inScope });
}

const MINE: Filter = { state: { $in: ['waiting', 'accepted', 'booked', 'doing', 'paused'] } };
const MOST = 50;

/** What of the open orders somebody has, is asked about, could take, or asked for; each the longest due first. */
export async function readOrderLists(
  { orders, scope, person }: OrderReading,
  now: Date,
): Promise<OrderLists> {
  const sort = { nextDueAt: 1 } as const;
  const list = (filter: Filter) => orders.list(scope, { $and: [MINE, filter] }, { sort, limit: MOST });
  const me = person._id;
  const [mine, asked, queue, requested, late] = await Promise.all([
    list({ assigneeId: me }),
    list({ $or: [{ approvers: me }, { turn: person.role }] }),
    list({ state: 'waiting', ready: true, assigneeId: null, queue: person.role }),
    list({ $or: [{ requesterId: me }, { ownerId: me }] }),
    list({ clocks: { $elemMatch: { name: { $ne: 'order-pause' }, deadline: { $lte: now } } } }),
  ]);
  return { mine, asked, queue, requested, late };
}
