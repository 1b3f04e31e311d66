/** How an order comes to those who can take it: its fields, everybody's yes, then the queue. */
import { compiledOnce } from '../rules/condition.ts';
import type { OrderContext, OrderDecision } from './decision.ts';
import type { Order, OrderApproval, OrderEntry } from './order.ts';
import { turnOf } from './order-type.ts';
import { approversFor, fewestOpen } from './parts.ts';

const MAX_LOG = 200;

/** The log with one line more. */
export function withLog(
  { log }: Pick<Order, 'log'>,
  by: string,
  text: string,
  now: Date,
): { log: OrderEntry[] } {
  return { log: [...log, { at: now, by, text }].slice(-MAX_LOG) };
}

type ReadyContext = Pick<OrderContext, 'type' | 'people' | 'now' | 'open'>;

/** Its fields are known: whoever must agree is asked, or it goes to the queue. */
export function becomesReady(order: Order, set: Partial<Order>, context: ReadyContext): OrderDecision {
  const { type, people } = context;
  const requester = people.get(order.requesterId ?? order.ownerId ?? '');
  const approvals = type.approvals
    .filter(({ if: condition }) => !condition || compiledOnce(condition).matches(order))
    .map(
      ({ by }): OrderApproval => ({
        by,
        asked: approversFor(by, requester, people, [order.requesterId, order.ownerId]),
      }),
    );
  const lacks = approvals.find(({ asked }) => !asked.length);
  if (lacks)
    return { kind: 'refused', text: `「${order.label}」要审批，但公司里没有可以审批的人，请联系管理员。` };
  return afterReady({ ...order, approvals }, { ...set, approvals }, context);
}

/** Of the approvals the next is asked for; after the last one it goes to the queue, or is done where there is none. */
export function afterReady(order: Order, set: Partial<Order>, context: ReadyContext): OrderDecision {
  const { type, now, people, open } = context;
  const waits = order.approvals.find(({ decided }) => !decided);
  if (waits) return { kind: 'done', news: 'asked', set: { ...set, approvers: waits.asked } };
  const ready = { ...set, ready: true, readyAt: now, approvers: [] };
  if (type.to) {
    const chosen = type.to.choose.includes('fewest-open') && order.assigneeId === undefined;
    const assigneeId = chosen ? fewestOpen(order, people, open, now)?._id : order.assigneeId;
    return {
      kind: 'done',
      news: 'ready',
      set: { ...ready, state: 'waiting', ...(assigneeId && { assigneeId }) },
    };
  }
  // Nobody takes it: what is left are steps, or the yes was all there was to it.
  if (type.steps.length)
    return { kind: 'done', news: 'ready', set: { ...ready, state: 'doing', turn: turnOf(type, order) } };
  return { kind: 'done', news: 'done', set: { ...ready, state: 'done', closedAt: now } };
}
