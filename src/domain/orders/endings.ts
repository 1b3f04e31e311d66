/** How an order ends: done, looked at, given up, or refused. */
import type { Colleague } from '../people/person.ts';
import { type OrderContext, type OrderDecision, refuse } from './decision.ts';
import type { Order, OrderApproval } from './order.ts';
import { approversFor, isRequester, leadsOrder } from './parts.ts';
import { afterReady, withLog } from './progress.ts';

/** Whoever has it, or leads them; else why not. */
export function notTheirs(order: Order, { by, people }: OrderContext): OrderDecision | undefined {
  if (order.state === 'waiting') return refuse(`${order._id} 还没有人接单。请先发：接单 ${order._id}`);
  if (order.assigneeId === by._id || leadsOrder(by, order, people)) return undefined;
  const name = order.assigneeId && people.get(order.assigneeId)?.name;
  return refuse(name ? `${order._id} 由 ${name} 在办。` : `${order._id} 不在您名下。`);
}

export function namesOf(ids: readonly string[], people: ReadonlyMap<string, Colleague>): string {
  return ids.map((id) => people.get(id)?.name ?? id).join('、');
}

/** Done, or to be looked at by somebody first. */
export function finished(order: Order, set: Partial<Order>, context: OrderContext): OrderDecision {
  const { type, by, people, now } = context;
  const { approver } = type.finish;
  const worker = people.get(order.assigneeId ?? by._id) ?? by;
  const asked = approver
    ? approversFor(approver, worker, people, [order.requesterId, order.ownerId, worker._id, by._id])
    : [];
  if (approver && asked.length) {
    const text = `${by.name} 做完，请${namesOf(asked, people)}确认`;
    return {
      kind: 'done',
      news: 'check',
      set: {
        ...set,
        state: 'doing',
        check: { by: approver, asked },
        approvers: asked,
        ...withLog(order, by._id, text, now),
      },
    };
  }
  return {
    kind: 'done',
    news: 'done',
    set: { ...set, ...closed('done', order, `${by.name} 完成`, context) },
  };
}

function closed(
  state: 'done' | 'failed' | 'cancelled',
  order: Order,
  text: string,
  { by, now }: Pick<OrderContext, 'by' | 'now'>,
): Partial<Order> {
  return {
    state,
    closedAt: now,
    turn: [],
    approvers: [],
    pause: undefined,
    ...withLog(order, by._id, text, now),
  };
}

export function end(
  order: Order,
  action: { do: 'fail' | 'cancel'; reason: string },
  context: OrderContext,
): OrderDecision {
  const { by, people } = context;
  const { reason } = action;
  const isCancel = action.do === 'cancel';
  const no = isCancel ? undefined : notTheirs(order, context);
  if (no) return no;
  if (isCancel && !isRequester(by, order) && !leadsOrder(by, order, people))
    return refuse(`取消要由开单人或主管来做；您不能办请发：退回 ${order._id} 原因`);
  if (!reason && order.ready) return { kind: 'needs-reason' };
  const text = `${by.name} ${isCancel ? '取消' : '没有做成'}${reason ? `：${reason}` : ''}`;
  return {
    kind: 'done',
    news: action.do,
    set: { ...closed(isCancel ? 'cancelled' : 'failed', order, text, context), ...(reason && { reason }) },
  };
}

export function answer(
  order: Order,
  yes: boolean,
  reason: string | undefined,
  context: OrderContext,
): OrderDecision {
  const { by, people, now } = context;
  const waits = [...order.approvals, ...(order.check ? [order.check] : [])];
  const current = waits.find(({ decided }) => !decided);
  if (!current) {
    const last = waits.findLast(({ decided }) => decided?.by);
    const name = last?.decided && people.get(last.decided.by)?.name;
    return refuse(
      name
        ? `${order._id} ${name} 已经${last.decided?.yes ? '同意' : '驳回'}了。`
        : `${order._id} 没有等您审批的事。`,
    );
  }
  if (!current.asked.includes(by._id)) return refuse(`${order._id} 没有等您审批的事。`);
  const decided: OrderApproval = {
    ...current,
    decided: { by: by._id, at: now, yes, ...(reason && { reason }) },
  };
  const log = withLog(order, by._id, `${by.name} ${yes ? '同意' : `驳回：${reason}`}`, now);
  if (current === order.check) {
    if (yes)
      return {
        kind: 'done',
        news: 'done',
        set: { check: decided, ...closed('done', order, `${by.name} 确认完成`, context) },
      };
    // It goes back to whoever did it; the next 完成 asks anew.
    return { kind: 'done', news: 'reject', set: { check: undefined, approvers: [], ...log } };
  }
  const approvals = order.approvals.map((one) => (one === current ? decided : one));
  if (!yes)
    return {
      kind: 'done',
      news: 'reject',
      set: {
        approvals,
        ...closed('cancelled', order, `${by.name} 驳回：${reason}`, context),
        reason: `${by.name}驳回：${reason}`,
      },
    };
  return afterReady({ ...order, approvals, ...log }, { approvals, ...log }, context);
}
