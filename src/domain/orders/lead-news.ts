import type { EffectBody } from '../../core/effect.ts';
import { isOpen, type Lead } from '../leads/lead.ts';

const FORWARD = new Set(['forward', 'won']);

/** What a change of a lead means for orders, whoever changed it. */
export function newsForOrders(before: Lead, after: Lead): EffectBody[] {
  const { _id: leadId } = after;
  const move = after.journey?.moves.at(-1);
  // Going back opens nothing: it was done when the lead came by the first time.
  const entered = before.stage !== after.stage && move?.to === after.stage && FORWARD.has(move.kind);
  const known = new Set(before.documents?.map(({ id }) => id));
  const filed = after.documents?.filter(({ id }) => !known.has(id)).flatMap(({ names }) => names) ?? [];
  const isOthers =
    before.ownerId !== after.ownerId || before.region !== after.region || (isOpen(before) && !isOpen(after));
  return [
    ...(entered
      ? [{ type: 'open-orders' as const, leadId, on: { when: 'stage.entered' as const, stage: after.stage } }]
      : []),
    ...(filed.length
      ? [{ type: 'open-orders' as const, leadId, on: { when: 'document.filed' as const, documents: filed } }]
      : []),
    ...(isOthers && after.orders?.length ? [{ type: 'settle-orders' as const, leadId }] : []),
  ];
}
