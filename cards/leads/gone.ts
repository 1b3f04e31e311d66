import { ORDER_STATES } from '../../src/domain/orders/order.ts';
import type { CardRequest } from '../define.ts';
import type { Card } from '../model.ts';

/**
 * What a card turns into when its reader may no longer see what it is about: the lead changed hands. Says who has
 * it now and nothing else (G1).
 */
export async function goneCard(kind: string, request: CardRequest): Promise<Card> {
  if (request.refs.order) return goneOrder(kind, request.refs.order, request);
  const leadId = request.refs.lead ?? '';
  const owner = leadId ? await request.read.ownerName(leadId) : null;
  return {
    kind,
    title: leadId ? `${leadId} 已不在您名下` : '内容已更新',
    facts: [],
    buttons: [],
    state: owner ? `已转给 ${owner}` : '已失效',
  };
}

/** Somebody else has taken it, or it is over. */
async function goneOrder(kind: string, id: string, { read }: CardRequest): Promise<Card> {
  const now = await read.orderState(id);
  const stands = now && [now.assignee, ORDER_STATES[now.state]].filter(Boolean).join(' ');
  return { kind, title: `工单 ${id}`, facts: [], buttons: [], state: stands || '已失效' };
}
