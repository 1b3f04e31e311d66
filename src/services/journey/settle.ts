import type { Effect, Op } from '../../core/effect.ts';
import { settleJourney as settled } from '../../domain/journey/settle-journey.ts';
import type { LeadStore } from '../../stores/leads.ts';
import { cardAbout } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import { approvalEffects, moveEffects, withdrawnEffects } from './effects.ts';

export interface SettleDeps {
  leads: LeadStore;
  playbooks: Playbooks;
  directory: Directory;
}

/**
 * What follows for a lead's journey from a change of the lead: see `settleJourney` of the domain. The relay calls it for
 * the effect every such change leaves, so that it happens whoever wrote, and after a crash, too.
 */
export async function settleJourney(leadId: string, cause: Effect, deps: SettleDeps): Promise<void> {
  const [version, people] = await Promise.all([deps.playbooks.current(), deps.directory.map()]);
  const { at: now, by, via, card } = cause;
  const op: Op = { key: `${cause.id}/journey`, now, by, via, card };
  await deps.leads.change(leadId, op, (lead) => {
    const outcome = settled(lead, version, { by, via }, now);
    if (!outcome) return null;
    const { set, move, blocked, withdrawn } = outcome;
    // Whoever asked for the move hears of it, and the owner where the document moved it.
    const hears = move ? (people.has(move.by) ? move.by : lead.ownerId) : blocked && lead.ownerId;
    return {
      set,
      effects: [
        ...(move ? moveEffects(lead, move, version.playbook, people) : []),
        ...withdrawnEffects(lead, withdrawn, people),
        ...(hears
          ? [
              cardAbout(lead, hears, blocked ? 'gate' : 'stage', {
                urgency: 'reply',
                params: paramsOf(move, blocked),
              }),
            ]
          : []),
        ...(blocked ? approvalEffects(lead, blocked.missing, people) : []),
      ],
    };
  });
}

function paramsOf(
  move: { from: string; to: string } | undefined,
  blocked: { to: string } | undefined,
): Record<string, unknown> {
  if (blocked) return { to: blocked.to };
  return move ? { moved: move.to, from: move.from } : {};
}
