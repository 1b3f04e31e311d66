import type { Effect, Op } from '../../core/effect.ts';
import { gateFor } from '../../domain/journey/gate-questions.ts';
import { journeyOf } from '../../domain/journey/journey.ts';
import { settleJourney as settled } from '../../domain/journey/settle-journey.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { askedNow, askingId } from '../../domain/questions/asking.ts';
import type { AskingStore } from '../../stores/askings.ts';
import type { LeadStore } from '../../stores/leads.ts';
import { cardAbout } from '../messages.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import { approvalEffects, moveEffects, withdrawnEffects } from './effects.ts';

export interface SettleDeps {
  leads: LeadStore;
  playbooks: Playbooks;
  directory: Directory;
  askings: AskingStore;
}

/**
 * What follows for a lead's journey from a change of the lead: see `settleJourney` of the domain. The relay calls it for
 * the effect every such change leaves, so that it happens whoever wrote, and after a crash, too.
 */
export async function settleJourney(leadId: string, cause: Effect, deps: SettleDeps): Promise<void> {
  const [version, people] = await Promise.all([deps.playbooks.current(), deps.directory.map()]);
  const { at: now, by, via, card } = cause;
  const op: Op = { key: `${cause.id}/journey`, now, by, via, card };
  const { doc } = await deps.leads.change(leadId, op, (lead) => {
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
  // Here and not beside the change: a run that was cut off in between comes by again.
  const { pending } = journeyOf(doc);
  const owner = people.get(doc.ownerId ?? '');
  if (pending && owner && pending.at.getTime() === now.getTime())
    await keepAsking(doc, pending.to, owner, version.playbook, now, deps.askings);
}

/** The gate's card that goes to the owner is a question like any other: what is typed next may answer it. */
async function keepAsking(
  lead: Lead,
  to: string,
  owner: Colleague,
  playbook: Playbook,
  now: Date,
  askings: AskingStore,
): Promise<void> {
  const [first] = gateFor(lead, to, owner, playbook)?.questions ?? [];
  if (!first) return;
  const about = { person: owner._id, set: 'gate', record: lead._id, detail: to };
  const known = await askings.get(askingId(about));
  // It is being answered: a line that was cut off in between finds its own answers there.
  if (known?.open && known.detail === to) return;
  await askings.put(askedNow(about, first, known?.last, now));
}

function paramsOf(
  move: { from: string; to: string } | undefined,
  blocked: { to: string } | undefined,
): Record<string, unknown> {
  if (blocked) return { to: blocked.to };
  return move ? { moved: move.to, from: move.from } : {};
}
