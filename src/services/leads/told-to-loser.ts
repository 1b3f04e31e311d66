import type { EffectBody, Op } from '../../core/effect.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { Person } from '../../domain/people/person.ts';
import { textTo } from '../messages.ts';

/** Who loses a lead is told which and why, unless they gave it away themselves. */
export function toldToLoser(lead: Lead, winner: Person, op: Op): EffectBody[] {
  const { ownerId, handover } = lead;
  const own = ownerId === op.by || ownerId === handover?.by;
  if (!ownerId || ownerId === winner._id || own) return [];
  const name = lead.company || lead.contactName || '未留单位';
  const why = handover?.reason ?? '主管改派';
  return [textTo(ownerId, `${lead._id} ${name} 已转给 ${winner.name}：${why}`)];
}
