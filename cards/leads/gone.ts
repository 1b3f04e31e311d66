import type { CardRequest } from '../define.ts';
import type { Card } from '../model.ts';

/**
 * What a card turns into when its reader may no longer see what it is about: the lead changed hands. Says who has
 * it now and nothing else (G1).
 */
export async function goneCard(kind: string, request: CardRequest): Promise<Card> {
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
