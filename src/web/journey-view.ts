import { gateTo, itemsOf, missingOf } from '../domain/journey/gate.ts';
import { journeyOf } from '../domain/journey/journey.ts';
import { frozenPaths } from '../domain/journey/locks.ts';
import { nextStages, stageLabel, stageOf } from '../domain/journey/stages.ts';
import { isOpen, type Lead } from '../domain/leads/lead.ts';
import type { Playbook } from '../domain/playbook/playbook.ts';

/** How a lead came to its stage, for systems: stamps of every move, what is missing to go on, what is locked. */
export function journeyView(lead: Lead, playbook: Playbook, now: Date) {
  const { since, moves, pending, signing } = journeyOf(lead);
  return {
    stageLabel: stageLabel(lead.stage, playbook),
    stageSince: since ?? lead.createdAt,
    moves: moves.map(
      ({ kind, from, to, at, by, via, items, skipped, waived, withdrawn, reason, competitor }) => ({
        ...{ kind, from, to, at, by, items },
        ...(via && { via }),
        ...(reason && { reason }),
        ...(competitor && { competitor }),
        ...(skipped && { skipped }),
        ...(waived && { waived }),
        ...(withdrawn && { withdrawn }),
      }),
    ),
    missing: missingView(lead, playbook),
    locked: lockedView(lead, now),
    expectedSigning: signing?.day ?? null,
    signingHistory: signing?.history ?? [],
    pending: pending ? { to: pending.to, by: pending.by, at: pending.at } : null,
  };
}

/** What the way on asks for and is not there. @param to absent: where somebody wants to go, or else the next stage */
export function missingView(lead: Lead, playbook: Playbook, to?: string) {
  if (!isOpen(lead)) return [];
  const target = to ?? journeyOf(lead).pending?.to ?? nextStages(lead.stage, playbook)[0]?.id;
  const own = stageOf(lead.stage, playbook);
  const items =
    (target === undefined ? undefined : gateTo(target, lead, playbook)) ??
    (own ? itemsOf(own, lead, playbook) : []);
  return missingOf(items).map(({ item, label, kind }) => ({ item, label, kind }));
}

/** Names of the fields nobody may change now. */
export function lockedView(lead: Lead, now: Date): string[] {
  return [...frozenPaths(lead, now)].map((path) => path.replace(/^fields\./, ''));
}
