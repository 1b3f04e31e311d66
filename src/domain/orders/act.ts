/** What somebody may do with an order and what it is afterwards. Whoever wants it and whatever way: one decision. */
import type { Lead } from '../leads/lead.ts';
import type { Colleague } from '../people/person.ts';
import { type OrderAction, type OrderContext, type OrderDecision, refuse } from './decision.ts';
import { answer, end, finished, namesOf, notTheirs } from './endings.ts';
import { isOpenOrder, isUnderWay, ORDER_STATES, type Order } from './order.ts';
import { missingFields, nextStep, type OrderStep, orderFields, turnOf, unmetNeed } from './order-type.ts';
import { doesStep, isAway, isInQueue, isPicked, isRequester, leadsOrder } from './parts.ts';
import { becomesReady, withLog } from './progress.ts';

export function decideOrder(order: Order, action: OrderAction, context: OrderContext): OrderDecision {
  if (!isOpenOrder(order)) return refuse(closedText(order, context));
  switch (action.do) {
    case 'accept':
      return accept(order, context);
    case 'assign':
      return assign(order, action.to, context);
    case 'return':
      return giveBack(order, action.reason, context);
    case 'book':
      return book(order, action.at, context);
    case 'step':
      return doStep(order, action.step, context);
    case 'finish':
      return finish(order, context);
    case 'pause':
      return pause(order, action, context);
    case 'resume':
      return resume(order, context);
    case 'fail':
    case 'cancel':
      return end(order, action, context);
    case 'approve':
      return answer(order, true, undefined, context);
    case 'reject':
      return action.reason ? answer(order, false, action.reason, context) : { kind: 'needs-reason' };
    case 'fill':
      return fill(order, action, context);
  }
}

function closedText({ _id, state, assigneeId, reason }: Order, { people }: OrderContext): string {
  const who = assigneeId && state === 'done' ? `（${people.get(assigneeId)?.name ?? assigneeId}）` : '';
  return `${_id} ${ORDER_STATES[state]}${who}${reason ? `：${reason}` : ''}，不能再改。`;
}

function accept(order: Order, { by, people, type, lead, now }: OrderContext): OrderDecision {
  const nameOf = (id: string | undefined) => (id && people.get(id)?.name) ?? '同事';
  if (order.state !== 'waiting')
    return refuse(
      order.assigneeId === by._id
        ? `${order._id} 您已接单。`
        : `${order._id} 已由${nameOf(order.assigneeId)}接单。`,
    );
  if (!order.ready) return refuse(`${order._id} ${waitsFor(order, people)}，还不能接单。`);
  if (order.assigneeId !== undefined && order.assigneeId !== by._id)
    return refuse(`${order._id} 已派给${nameOf(order.assigneeId)}，等对方接单。`);
  if (order.assigneeId !== by._id && !isInQueue(by, order)) return refuse(`${order._id} 不在您的队列里。`);
  const need = unmetNeed(type, lead);
  if (need) return refuse(`${order._id} 还不能接单：${need}`);
  return {
    kind: 'done',
    news: 'accept',
    set: {
      state: 'accepted',
      assigneeId: by._id,
      acceptedAt: now,
      turn: turnOf(type, order),
      ...withLog(order, by._id, `${by.name} 接单`, now),
    },
  };
}

/** What an order that is not ready waits for. */
export function waitsFor(order: Order, people: ReadonlyMap<string, Colleague>): string {
  const names = order.approvers.map((id) => people.get(id)?.name ?? id);
  return names.length ? `等${names.join('、')}审批` : '资料还没填完';
}

function assign(order: Order, to: Colleague, { by, people, now, type }: OrderContext): OrderDecision {
  const isTheirs = order.assigneeId === by._id || leadsOrder(by, order, people) || by._id === leadOf(to);
  if (!isTheirs) return refuse(`转派要由接单人或主管来做。`);
  if (!order.ready) return refuse(`${order._id} ${waitsFor(order, people)}，还不能派单。`);
  if (!to.active || to.role !== type.to?.role) return refuse(`${to.name} 不能接「${order.label}」。`);
  if (to._id === order.assigneeId) return refuse(`${order._id} 已经在 ${to.name} 名下。`);
  if (isAway(to, now)) return refuse(`${to.name} 正在休假，请派给别人。`);
  return {
    kind: 'done',
    news: 'assign',
    set: {
      state: 'waiting',
      assigneeId: to._id,
      pause: undefined,
      turn: [],
      readyAt: now,
      ...withLog(order, by._id, `${by.name} 派给 ${to.name}`, now),
    },
  };
}

function leadOf({ managerId }: Colleague): string | undefined {
  return managerId;
}

function giveBack(order: Order, reason: string, { by, now }: OrderContext): OrderDecision {
  if (order.assigneeId !== by._id) return refuse(`${order._id} 不在您名下，不能退回。`);
  if (!reason) return { kind: 'needs-reason' };
  return {
    kind: 'done',
    news: 'return',
    set: {
      state: 'waiting',
      assigneeId: undefined,
      pause: undefined,
      turn: [],
      readyAt: now,
      returns: [...order.returns, { by: by._id, at: now, reason }].slice(-20),
      ...withLog(order, by._id, `${by.name} 退回：${reason}`, now),
    },
  };
}

function book(order: Order, at: Date, context: OrderContext): OrderDecision {
  const no = notTheirs(order, context);
  if (no) return no;
  if (at <= context.now) return refuse('这个时间已经过去了，请写以后的时间。');
  if (order.state === 'paused') return refuse(`${order._id} 暂停中，请先发：恢复 ${order._id}`);
  return {
    kind: 'done',
    news: 'book',
    set: {
      state: order.state === 'doing' ? 'doing' : 'booked',
      bookedAt: at,
      ...withLog(order, context.by._id, `${context.by.name} 约定时间`, context.now),
    },
  };
}

/** Documents a step asks for that are not filed at the lead. */
function missingDocuments({ requires }: OrderStep, lead: Lead): string[] {
  const names = requires.flatMap((item) => /^document:\s*(\S.*)$/.exec(item)?.[1] ?? []);
  return names.filter((name) => !lead.documents?.some((filed) => filed.names.includes(name)));
}

function doStep(order: Order, name: string | undefined, context: OrderContext): OrderDecision {
  const { type, by, people, lead, now, version } = context;
  if (order.state === 'waiting') return refuse(`${order._id} 还没有人接单。请先发：接单 ${order._id}`);
  if (order.state === 'paused') return refuse(`${order._id} 暂停中，请先发：恢复 ${order._id}`);
  const next = nextStep(type, order);
  const named = name ? type.steps.find(({ id, label }) => label === name || id === name) : next;
  if (!named) {
    const known = type.steps.map(({ label }) => label).join('、');
    return refuse(
      name
        ? `没有“${name.slice(0, 20)}”这一步。${known ? `可以写：${known}` : '这种工单没有步骤'}`
        : `${order._id} 没有未做的步骤。做完请发：完成 ${order._id}`,
    );
  }
  const done = order.steps[named.id];
  if (done) return refuse(`「${named.label}」${people.get(done.by)?.name ?? done.by} 已经做了。`);
  if (next && named.id !== next.id) return refuse(`请先做「${next.label}」。`);
  if (!doesStep(by, named.by, order, people)) return refuse(`「${named.label}」不由您来做。`);
  const papers = missingDocuments(named, lead);
  if (papers.length) return refuse(`「${named.label}」还缺文件：${papers.join('、')}，归档后再点。`);
  const fields = missingFields(type, order, version.playbook, named.requires);
  if (fields.length) return { kind: 'asks', fields };
  const steps = { ...order.steps, [named.id]: { by: by._id, at: now } };
  const stepped = { ...order, steps };
  const log = withLog(order, by._id, `${by.name} ${named.label}`, now);
  const set: Partial<Order> = { state: 'doing', steps, turn: turnOf(type, stepped), ...log };
  // The last step is its end: nobody has to say twice that it is done.
  if (!nextStep(type, stepped)) return finished({ ...stepped, ...set }, set, context);
  return { kind: 'done', news: 'step', set };
}

function finish(order: Order, context: OrderContext): OrderDecision {
  const { type, by, people } = context;
  const no = notTheirs(order, context);
  if (no) return no;
  if (order.check && !order.check.decided)
    return refuse(`${order._id} 已经请${namesOf(order.approvers, people)}确认了。`);
  if (order.state === 'paused') return refuse(`${order._id} 暂停中，请先发：恢复 ${order._id}`);
  const left = type.steps.filter(({ id }) => !order.steps[id]);
  const [next, ...more] = left;
  if (next && (more.length || !doesStep(by, next.by, order, people)))
    return refuse(`${order._id} 还有步骤没做：${left.map(({ label }) => label).join('、')}。`);
  if (!next) return finished(order, {}, context);
  return doStep(order, next.id, context);
}

function pause(
  order: Order,
  { reason, until }: { reason: string; until: Date },
  context: OrderContext,
): OrderDecision {
  const no = notTheirs(order, context);
  if (no) return no;
  if (!isUnderWay(order)) return refuse(`${order._id} 已经暂停。恢复请发：恢复 ${order._id}`);
  if (until <= context.now) return refuse('暂停到哪一天？要写以后的日期。');
  return {
    kind: 'done',
    news: 'pause',
    set: {
      state: 'paused',
      pause: { reason, until, from: order.state },
      ...withLog(order, context.by._id, `${context.by.name} 暂停：${reason}`, context.now),
    },
  };
}

function resume(order: Order, context: OrderContext): OrderDecision {
  const no = notTheirs(order, context);
  if (no) return no;
  if (order.state !== 'paused') return refuse(`${order._id} 没有暂停，正在${ORDER_STATES[order.state]}。`);
  return {
    kind: 'done',
    news: 'resume',
    set: resumed(order, context.by._id, `${context.by.name} 恢复`, context.now),
  };
}

/** A pause that is over: by hand, or because its end has come. */
export function resumed(order: Order, by: string, text: string, now: Date): Partial<Order> {
  return { state: order.pause?.from ?? 'doing', pause: undefined, ...withLog(order, by, text, now) };
}

function fill(
  order: Order,
  { values, assignee }: Extract<OrderAction, { do: 'fill' }>,
  context: OrderContext,
): OrderDecision {
  const { by, people, now, type, version } = context;
  const isTheirs = order.assigneeId === by._id || isRequester(by, order) || leadsOrder(by, order, people);
  const step = nextStep(type, order);
  if (!isTheirs && !(step && doesStep(by, step.by, order, people)))
    return refuse(`${order._id} 不由您来填。`);
  const labels = orderFields(type, version.playbook).flatMap(({ id, label }) =>
    id in values ? [label] : [],
  );
  const set: Partial<Order> = {
    fields: { ...order.fields, ...values },
    ...(assignee && !order.ready && { assigneeId: assignee._id }),
    ...withLog(
      order,
      by._id,
      `${by.name} 填写：${[...labels, ...(assignee ? ['接单人'] : [])].join('、')}`,
      now,
    ),
  };
  const filled = { ...order, ...set };
  if (order.ready || lacks(filled, context)) return { kind: 'done', news: 'fill', set };
  return becomesReady(filled, set, context);
}

/** Whether something is to be told still before an order opened by hand goes on. */
export function lacks(order: Order, { type, version }: Pick<OrderContext, 'type' | 'version'>): boolean {
  const needsPerson = isPicked(type) && order.assigneeId === undefined;
  return needsPerson || missingFields(type, order, version.playbook).length > 0;
}
