import type { AuditFact, EffectBody, Op } from '../../core/effect.ts';
import { subjectOf, type Urgency } from '../../core/message.ts';
import type { OrderNews } from '../../domain/orders/decision.ts';
import type { Order } from '../../domain/orders/order.ts';
import { leadsOfWork, queueOf } from '../../domain/orders/parts.ts';
import type { Colleague } from '../../domain/people/person.ts';

type People = ReadonlyMap<string, Colleague>;

/** A card about an order to one person. It is shown anew when the lead changes, too: a precondition may be met. */
export function orderCard(
  { _id, leadId }: Pick<Order, '_id' | 'leadId'>,
  to: string,
  params: Record<string, unknown> = {},
  urgency: Urgency = 'normal',
): EffectBody {
  return {
    type: 'send',
    message: {
      channel: 'chat',
      to,
      kind: 'order',
      refs: { order: _id },
      alsoAbout: [subjectOf('lead', leadId)],
      params,
      urgency,
    },
  };
}

export function auditOfOrder(
  order: Pick<Order, '_id' | 'leadId' | 'customerId' | 'label'>,
  kind: string,
  text: string,
): AuditFact {
  const { _id, leadId, customerId, label } = order;
  return {
    kind: `order.${kind}`,
    leadId,
    customerId,
    text: `${label} ${_id}：${text}`,
    after: { order: _id },
  };
}

/** What a change of an order causes: the audit line, its cards anew, and a card for those whom it concerns now. */
export function orderEffects(order: Order, news: OrderNews, people: People, op: Op): EffectBody[] {
  const text = order.log.at(-1)?.text ?? news;
  return [
    { type: 'audit', entry: auditOfOrder(order, news, text) },
    { type: 'refresh', subject: subjectOf('order', order._id) },
    ...toldOf(order, news, people, op),
  ];
}

function toldOf(order: Order, news: OrderNews, people: People, op: Op): EffectBody[] {
  const card = (ids: readonly (string | undefined)[], urgency?: Urgency) =>
    [...new Set(ids)].flatMap((id) =>
      id !== undefined && id !== op.by && people.get(id)?.active
        ? [orderCard(order, id, { news }, urgency)]
        : [],
    );
  const askers = [order.requesterId, order.ownerId];
  switch (news) {
    case 'ready':
      return [...card(workersOf(order, people, op.now), 'urgent'), ...card(askers)];
    case 'asked':
    case 'check':
      return card(order.approvers);
    case 'assign':
      return card([order.assigneeId], 'urgent');
    case 'accept':
      return [...card(askers, 'urgent'), ...card(turnOfRole(order, people))];
    case 'return': {
      const last = order.returns.at(-1)?.by;
      const others = workersOf(order, people, op.now).filter((id) => id !== last);
      return card([...others, ...leadsOfWork(order, people, op.now)]);
    }
    case 'step':
      return card(turnOfRole(order, people));
    case 'done':
    case 'fail':
    case 'cancel':
      return card([...askers, order.assigneeId]);
    case 'reject':
      return card([...askers, order.assigneeId]);
    case 'book':
    case 'pause':
    case 'resume':
      return card(askers);
    case 'approve':
    case 'finish':
    case 'fill':
      return [];
  }
}

/** Whoever it was given to, or everybody who can take it; those whose step is next where nobody takes it. */
function workersOf(order: Order, people: People, now: Date): string[] {
  if (order.assigneeId) return [order.assigneeId];
  if (!order.queue) return turnOfRole(order, people);
  return queueOf(order, people, now).map(({ _id }) => _id);
}

function turnOfRole({ turn }: Order, people: People): string[] {
  return [...people.values()]
    .filter(({ active, role }) => active && turn.includes(role))
    .map(({ _id }) => _id);
}
