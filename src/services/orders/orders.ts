import { type EffectBody, type Op, wasBegun } from '../../core/effect.ts';
import { GenjinError } from '../../core/errors.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { decideOrder } from '../../domain/orders/act.ts';
import { orderClocks } from '../../domain/orders/deadlines.ts';
import type { OrderAction, OrderDecision, OrderNews } from '../../domain/orders/decision.ts';
import { type OpenWish, openForOf, openOrder } from '../../domain/orders/open.ts';
import type { Order } from '../../domain/orders/order.ts';
import { orderTypeOf } from '../../domain/orders/order-type.ts';
import { isInQueue } from '../../domain/orders/parts.ts';
import { redactOrder } from '../../domain/orders/sight.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { Filter, Scope } from '../../domain/people/scope.ts';
import type { OrderType } from '../../domain/playbook/orders.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { CounterStore } from '../../stores/counters.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { OrderStore } from '../../stores/orders.ts';
import type { Changes } from '../changes.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import { orderEffects } from './news.ts';

export interface OrderDeps {
  orders: OrderStore;
  leads: LeadStore;
  counters: CounterStore;
  playbooks: Playbooks;
  directory: Directory;
  changes: Changes;
}

/** What came of opening one. `exists`: one of this type is open for the lead already. */
export type OpenedOrder = { kind: 'opened' | 'exists'; order: Order } | { kind: 'refused'; text: string };

/** What came of wanting something of an order, which is as it is now. */
export type ActedOn = (OrderDecision | { kind: 'repeated' }) & { order: Order };

const FIRST = 101;

/** What departments ask of each other (E1, E4, E5): the one way in which an order is opened and moved. */
export class OrderService {
  private readonly deps: OrderDeps;

  constructor(deps: OrderDeps) {
    this.deps = deps;
  }

  /** Opens an order. The same operation again, or two people at once, open one. */
  async open(wish: Omit<OpenWish, 'by'>, op: Op): Promise<OpenedOrder> {
    const { type, lead, originKey } = wish;
    const known = await this.deps.orders.byOrigin(originKey);
    if (known) return { kind: 'opened', order: known };
    const other = type.many ? null : await this.deps.orders.openFor(openForOf(type.id, lead._id));
    if (other) return { kind: 'exists', order: other };
    const version = await this.deps.playbooks.current();
    const people = await this.deps.directory.map();
    const open = await this.deps.orders.openByPerson();
    const id = `W${await this.deps.counters.next('order', FIRST)}`;
    const opened = openOrder(id, { ...wish, by: op.by }, { version, people, open, now: op.now });
    if (opened.kind === 'refused') return opened;
    const whole = { ...opened.order, rev: 1, effects: [], applied: [] } as Order;
    const { clocks } = orderClocks(undefined, whole, type, version, op.now);
    const news: OrderNews | undefined = opened.kind === 'opened' ? opened.news : undefined;
    const effects: EffectBody[] = [
      { type: 'note-order', orderId: id },
      ...orderEffects(whole, news ?? 'fill', people, op),
    ];
    try {
      const order = await this.deps.changes.insert(
        this.deps.orders,
        { ...opened.order, clocks },
        op,
        effects,
      );
      return { kind: 'opened', order };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const own = await this.deps.orders.byOrigin(originKey);
      if (own) return { kind: 'opened', order: own };
      const first = await this.deps.orders.openFor(openForOf(type.id, lead._id));
      if (first) return { kind: 'exists', order: first };
      throw error;
    }
  }

  /** Does something with an order, or says why not. The same operation again answers `repeated` and does nothing. */
  async act(orderId: string, action: OrderAction, by: Colleague, op: Op): Promise<ActedOn> {
    const seen = await this.deps.orders.get(orderId);
    const lead = seen && (await this.deps.leads.get(seen.leadId));
    if (!seen || !lead) throw notThere(orderId);
    const { version, type } = await this.typeOf(seen);
    const people = await this.deps.directory.map();
    const open = await this.deps.orders.openByPerson();
    let decision: OrderDecision | undefined;
    const { doc } = await this.deps.changes.change(this.deps.orders, orderId, op, (order) => {
      decision = decideOrder(order, action, { type, version, lead, people, by, now: op.now, open });
      if (decision.kind !== 'done') return null;
      const after = { ...order, ...decision.set };
      const clocks = orderClocks(order, after, type, version, op.now);
      const set = { ...decision.set, ...clocks };
      return { set, effects: orderEffects({ ...after, ...clocks }, decision.news, people, op) };
    });
    return { ...(decision ?? { kind: 'repeated' as const }), order: doc };
  }

  /** In scope, or out of it by what an earlier run of this very operation did to it; as this scope may show it. */
  async find(scope: Scope, id: string, op?: Op): Promise<Order | null> {
    if (!/^W\d{1,9}$/.test(id)) return null;
    const seen = await this.deps.orders.find(scope, id);
    if (seen) return this.shown(scope, seen);
    const order = op ? await this.deps.orders.get(id) : null;
    return order && op && wasBegun(order, op) ? this.shown(scope, order) : null;
  }

  /** Who took an order that waited in this person's queue too: what their card of it turned into says so. */
  async takenBy(id: string, person: Colleague): Promise<string | undefined> {
    const order = /^W\d{1,9}$/.test(id) ? await this.deps.orders.get(id) : null;
    if (!order?.assigneeId || !isInQueue(person, order)) return undefined;
    return (await this.deps.directory.map()).get(order.assigneeId)?.name;
  }

  /** Newest first, unless sorted otherwise. */
  async list(
    scope: Scope,
    filter: Filter,
    options: { sort?: Record<string, 1 | -1>; limit: number },
  ): Promise<Order[]> {
    const orders = await this.deps.orders.list(scope, filter, options);
    return Promise.all(orders.map((order) => this.shown(scope, order)));
  }

  /** The version an order follows, and its type there. */
  async typeOf(
    order: Pick<Order, 'type' | 'playbookVersion'>,
  ): Promise<{ version: PlaybookVersion; type: OrderType }> {
    const version = await this.deps.playbooks.get(order.playbookVersion);
    const type = orderTypeOf(order.type, version.playbook);
    if (!type) throw notThere(order.type);
    return { version, type };
  }

  /** The lead of an order somebody may see: what they are shown of it is the order's affair. */
  async leadOf(order: Pick<Order, 'leadId'>): Promise<Lead | null> {
    return this.deps.leads.get(order.leadId);
  }

  private async shown(scope: Scope, order: Order): Promise<Order> {
    return redactOrder(scope, order, (await this.typeOf(order)).type);
  }
}

/** An order nobody may see and one that is not there are the same. */
export function notThere(id: string): GenjinError {
  return new GenjinError('not-found', `No order ${id}`, { userText: `找不到工单 ${id}` });
}
