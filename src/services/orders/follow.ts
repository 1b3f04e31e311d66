import { type Effect, type Op, type OrderEvent, step } from '../../core/effect.ts';
import { isGenjinError } from '../../core/errors.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { isOpenOrder, type LeadOrder, type Order } from '../../domain/orders/order.ts';
import { opensOn, orderTypeOf } from '../../domain/orders/order-type.ts';
import { withLog } from '../../domain/orders/progress.ts';
import type { OrderType } from '../../domain/playbook/orders.ts';
import { textTo } from '../messages.ts';
import { orderEffects } from './news.ts';
import { type OrderDeps, OrderService } from './orders.ts';

/** So many orders a lead remembers, the newest. */
const REMEMBERED = 50;

/**
 * What follows for orders from what happened elsewhere, and for a lead from what happened to its orders. The relay calls
 * it for the effects such changes leave, so it happens whoever wrote, and after a crash, too.
 */
export class OrderFollower {
  private readonly deps: OrderDeps;
  private readonly service: OrderService;

  constructor(deps: OrderDeps) {
    this.deps = deps;
    this.service = new OrderService(deps);
  }

  /** The lead knows how far the order has come; what comes after it is opened. */
  async noteOrder(orderId: string, cause: Effect): Promise<void> {
    const order = await this.deps.orders.get(orderId);
    if (!order) return;
    const op = opOf(cause, `order:${orderId}`);
    const lead = await this.remember(order, op);
    if (lead && order.state === 'done') await this.openNext(order, lead, op);
  }

  /** Opens what the playbook opens when this happens to a lead. */
  async open(leadId: string, on: OrderEvent, cause: Effect): Promise<void> {
    const lead = await this.deps.leads.get(leadId);
    const version = await this.deps.playbooks.current();
    const types = lead && lead.status !== 'lost' ? opensOn(on, lead, version.playbook) : [];
    if (!lead || !types.length) return;
    const before = await this.deps.orders.ofLead(leadId);
    for (const type of types) {
      const op = opOf(cause, `open:${type.id}`);
      const earlier = before.find((order) => order.type === type.id && order.originKey !== op.key);
      // Its node was entered anew: the open one serves; one that is over is opened again by a person only.
      if (earlier && !type.many) {
        if (!isOpenOrder(earlier)) await this.askAgain(earlier, lead, type, op);
        continue;
      }
      await this.openFor(type, lead, '流程', op);
    }
  }

  /** Open orders follow the lead to its new owner; of a lead that is lost they are over. */
  async settle(leadId: string, cause: Effect): Promise<void> {
    const lead = await this.deps.leads.get(leadId);
    const open = (await this.deps.orders.ofLead(leadId)).filter(isOpenOrder);
    if (!lead || !open.length) return;
    const people = await this.deps.directory.map();
    for (const { _id } of open) {
      const op = opOf(cause, `settle:${_id}`);
      await this.deps.changes.follow(this.deps.orders, _id, op, (order) => {
        if (!isOpenOrder(order)) return null;
        const followed = { ownerId: lead.ownerId, region: lead.region };
        if (lead.status !== 'lost')
          return order.ownerId === lead.ownerId && order.region === lead.region ? null : { set: followed };
        const text = '客户已失单，工单取消';
        const set = {
          ...followed,
          state: 'cancelled' as const,
          closedAt: op.now,
          reason: '客户已失单',
          turn: [],
          approvers: [],
          clocks: [],
          ...withLog(order, op.by, text, op.now),
        };
        return { set, effects: orderEffects({ ...order, ...set }, 'cancel', people, op) };
      });
    }
  }

  private async remember(order: Order, op: Op): Promise<Lead | null> {
    const now: LeadOrder = { id: order._id, type: order.type, state: order.state, at: op.now };
    try {
      const { doc } = await this.deps.changes.follow(this.deps.leads, order.leadId, op, (lead) => {
        const orders = lead.orders ?? [];
        const known = orders.find(({ id }) => id === order._id);
        if (known?.state === now.state) return null;
        const next = known ? orders.map((one) => (one.id === now.id ? now : one)) : [...orders, now];
        return { set: { orders: next.slice(-REMEMBERED) } };
      });
      return doc;
    } catch (error) {
      // Taken back with the import it came by.
      if (isGenjinError(error, 'not-found')) return null;
      throw error;
    }
  }

  private async openNext(order: Order, lead: Lead, op: Op): Promise<void> {
    const { type } = await this.service.typeOf(order);
    const { playbook } = await this.deps.playbooks.current();
    for (const id of type.followedBy) {
      const next = orderTypeOf(id, playbook);
      if (next)
        await this.openFor(next, lead, `${order.label} ${order._id}`, {
          ...op,
          key: `then:${order._id}:${id}`,
        });
    }
  }

  private async openFor(type: OrderType, lead: Lead, byName: string, op: Op): Promise<void> {
    const wish = { type, lead, from: 'rule' as const, byName, values: {}, originKey: op.key };
    const opened = await this.service.open(wish, op);
    if (opened.kind !== 'refused') return;
    const admins = [...(await this.deps.directory.map()).values()].filter(
      ({ active, role }) => active && role === 'admin',
    );
    const text = `${lead._id} ${lead.company || lead.contactName}：没有开出工单。${opened.text}`;
    await this.tell(lead, [lead.ownerId, ...admins.map(({ _id }) => _id)], text, step(op, 'refused'));
  }

  private async askAgain(earlier: Order, lead: Lead, type: OrderType, op: Op): Promise<void> {
    const text = `${lead._id} ${lead.company || lead.contactName}：「${type.label}」${earlier._id} 已经结束，没有再开。需要再做一次请发：开单 ${type.label} ${lead._id}`;
    await this.tell(lead, [lead.ownerId], text, step(op, 'again'));
  }

  private async tell(lead: Lead, to: readonly (string | undefined)[], text: string, op: Op): Promise<void> {
    await this.deps.changes.follow(this.deps.leads, lead._id, op, () => ({
      effects: [...new Set(to)].flatMap((id) => (id ? [textTo(id, text)] : [])),
    }));
  }
}

/** The playbook acts, not whoever changed the lead: they are told like everybody else. */
function opOf({ id, at: now, via, card }: Effect, name: string): Op {
  return { key: `${id}/${name}`, now, by: 'playbook', via, card };
}
