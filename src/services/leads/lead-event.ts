import type { Effect, EffectBody, Op } from '../../core/effect.ts';
import { afterEvent } from '../../domain/leads/after-event.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import { isRuleEvent } from '../../domain/playbook/rules.ts';
import type { LeadStore } from '../../stores/leads.ts';
import { contactEffects } from '../interactions/interaction-effects.ts';
import { refreshLead } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';

export interface LeadEventDeps {
  leads: LeadStore;
  playbooks: Playbooks;
  directory: Directory;
}

/**
 * Runs the playbook's rules on something that happened to a lead. The relay calls it for the effect every such change
 * leaves, so that they run whoever wrote, and after a crash, too. Scripts go to the owner; without one, to nobody.
 */
export async function runLeadEvent(
  { leadId, event, stage, ...cause }: Extract<Effect, { type: 'lead-event' }>,
  deps: LeadEventDeps,
): Promise<void> {
  const version = await deps.playbooks.current();
  if (!isRuleEvent(version.playbook, event)) return;
  const people = await deps.directory.map();
  const { at: now, via, card } = cause;
  const op: Op = { key: `${cause.id}/rules`, now, by: 'rule', via, card };
  await deps.leads.change(leadId, op, (lead) => {
    const after = afterEvent(event, lead, { stage }, version, now);
    if (!after.fired.length) return null;
    const scripts = lead.ownerId ? after.scripts : [];
    const effects = contactEffects(lead, { ...after, scripts }, lead.ownerId ?? '', people);
    return { set: after.set, effects: [...effects, refreshLead(leadId)] };
  });
}

/** A lead that came in stands at its first stage now; only said where a rule wants to know. */
export function firstStage({ _id: leadId, stage }: Lead, { playbook }: PlaybookVersion): EffectBody[] {
  const event = 'stage.entered';
  return isRuleEvent(playbook, event) ? [{ type: 'lead-event', leadId, event, stage }] : [];
}
