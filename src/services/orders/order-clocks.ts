import type { EffectBody } from '../../core/effect.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { resumed } from '../../domain/orders/act.ts';
import { afterReminder, orderClocks } from '../../domain/orders/deadlines.ts';
import { isOpenOrder, type Order } from '../../domain/orders/order.ts';
import { orderTypeOf, unmetNeed } from '../../domain/orders/order-type.ts';
import { bossesOfWork, leadsOfWork, queueOf } from '../../domain/orders/parts.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { OrderType } from '../../domain/playbook/orders.ts';
import type { RunningClock } from '../../domain/records/clock.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { OrderStore } from '../../stores/orders.ts';
import type { DecideFiring, Firing, FiringAt, Send, Ticking } from '../ticking.ts';
import { orderCard, orderEffects } from './news.ts';

export interface OrderClockDeps {
  orders: OrderStore;
  leads: LeadStore;
}

/** What the clocks of orders do when they are due: reminders, then one level up, then every working day; a pause ends. */
export class OrderClocks implements Ticking<Order> {
  readonly kind = 'order';
  readonly store: OrderStore;
  readonly todo = '请联系接单人，或发「转派 工单号 姓名」换人';
  private readonly deps: OrderClockDeps;

  constructor(deps: OrderClockDeps) {
    this.deps = deps;
    this.store = deps.orders;
  }

  async prepare(order: Order, _: RunningClock, at: FiringAt): Promise<DecideFiring<Order> | null> {
    const type = orderTypeOf(order.type, at.version.playbook);
    const lead = await this.deps.leads.get(order.leadId);
    return (current, clock) => decideFiring(current, clock, { ...at, type, lead });
  }

  references({ leadId, customerId }: Order): { leadId: string; customerId: string } {
    return { leadId, customerId };
  }

  describe({ _id, label, company, assigneeId }: Order, people: ReadonlyMap<string, Colleague>): string {
    const who = assigneeId ? (people.get(assigneeId)?.name ?? assigneeId) : '无人接单';
    return `${_id} ${label} ${company}（${who}）`;
  }
}

interface At extends FiringAt {
  type: OrderType | undefined;
  lead: Lead | null;
}

function decideFiring(order: Order, clock: RunningClock, at: At): Firing<Order> {
  const { type, lead, version, op } = at;
  const others = order.clocks.filter((one) => one !== clock);
  // Its type or its lead is gone for good: nobody could act on it.
  if (!isOpenOrder(order) || !type || !lead) return { set: { clocks: others } };
  if (clock.name === 'order-pause') return pauseEnds(order, at, type);
  const next = { set: { clocks: [...others, afterReminder(clock, type, version, op.now)] } };
  // Nobody is late who may not begin.
  if (order.state === 'waiting' && order.ready && unmetNeed(type, lead)) {
    const later = {
      ...afterReminder(clock, type, version, op.now),
      step: clock.step,
      firedAt: clock.firedAt,
    };
    return { set: { clocks: [...others, { ...later, deadline: later.dueAt }] } };
  }
  const tells = recipientsOf(order, clock, at).map((to) => reminder(order, clock, to));
  return { ...next, card: tells.length ? 'order' : null, tells };
}

/** The work goes on where it stopped, and whoever has it is told. */
function pauseEnds(order: Order, { op, version, people }: At, type: OrderType): Firing<Order> {
  const set = resumed(order, op.by, '暂停结束，自动恢复', op.now);
  const after = { ...order, ...set };
  const clocks = orderClocks(order, after, type, version, op.now);
  const effects: EffectBody[] = orderEffects({ ...after, ...clocks }, 'resume', people, op);
  const card = order.assigneeId ? [orderCard(order, order.assigneeId, { news: 'resume' }) as Send] : [];
  return { set: { ...set, ...clocks }, card: 'order', tells: card, effects };
}

/** First those who have to act and whoever leads them; the next time one level up, too. */
function recipientsOf(order: Order, clock: RunningClock, { people, op }: At): string[] {
  const act = actorsOf(order, people, op.now);
  const leads = clock.step === 0 && !order.ready ? [] : leadsOfWork(order, people, op.now);
  const bosses = clock.step > 0 ? bossesOfWork(order, people, op.now) : [];
  return [...new Set([...act, ...leads, ...bosses])].filter((id) => people.get(id)?.active);
}

/** Whom it waits for now. */
function actorsOf(order: Order, people: ReadonlyMap<string, Colleague>, now: Date): string[] {
  if (order.approvers.length) return order.approvers;
  if (!order.ready) return [order.requesterId ?? order.ownerId ?? ''];
  const byRole = [...people.values()].filter(({ role }) => order.turn.includes(role)).map(({ _id }) => _id);
  if (byRole.length) return byRole;
  if (order.assigneeId) return [order.assigneeId];
  return order.state === 'waiting' ? queueOf(order, people, now).map(({ _id }) => _id) : [];
}

function reminder(order: Order, { name, startedAt, step }: RunningClock, to: string): Send {
  const what = name === 'order-accept' ? (order.ready ? '接单' : '处理') : '完成';
  const params = { late: `${what}已超时`, clock: name, startedAt, clockStep: step };
  return orderCard(order, to, params, step === 0 ? 'urgent' : 'normal') as Send;
}
