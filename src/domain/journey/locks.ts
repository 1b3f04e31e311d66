/** Fields a stage has frozen: nobody changes them, whatever way, until a manager unlocks one. */
import type { Lead } from '../leads/lead.ts';
import { type LeadFacts, type LeadPath, leadPath, valueAt } from '../leads/lead-fields.ts';
import type { Stage } from '../playbook/journey.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type Journey, journeyOf, type Proposal, type StageLock, type Unlock } from './journey.ts';

/** Paths no writer may change now. */
export function frozenPaths(lead: Pick<Lead, 'journey'>, now: Date): ReadonlySet<string> {
  const { locks } = journeyOf(lead);
  return new Set(locks.map(({ path }) => path).filter((path) => !unlockOf(lead, path, now)));
}

export function unlockOf(lead: Pick<Lead, 'journey'>, path: string, now: Date): Unlock | undefined {
  return journeyOf(lead).unlocks.find((unlock) => unlock.path === path && unlock.until > now);
}

/** The locks of a lead that enters these stages. What is locked already stays as it was. */
export function locksAfterEntering(
  lead: LeadFacts & Pick<Lead, 'journey'>,
  stages: readonly Stage[],
  playbook: Playbook,
  by: string,
  now: Date,
): StageLock[] {
  const { locks } = journeyOf(lead);
  const known = new Set(locks.map(({ path }) => path));
  const fresh = stages.flatMap((stage) =>
    stage.locks.flatMap((name): StageLock[] => {
      const path = leadPath(name, playbook);
      if (!path || known.has(path)) return [];
      known.add(path);
      return [{ path, stage: stage.id, at: now, by, value: valueAt(lead, path as LeadPath) ?? null }];
    }),
  );
  return [...locks, ...fresh];
}

/** The journey of a lead that comes in at a later stage: what the stages up to it lock is locked. */
export function journeyBegunAt(
  stage: string,
  lead: LeadFacts,
  playbook: Playbook,
  at: Date,
): Journey | undefined {
  const i = playbook.stages.findIndex(({ id }) => id === stage);
  if (i <= 0) return undefined;
  const entered = playbook.stages.slice(1, i + 1);
  const locks = locksAfterEntering(lead, entered, playbook, 'import', at);
  return { ...journeyOf({}), since: at, locks };
}

/** Gone back behind a stage, what it has locked is open again. A stage that is no more locks nothing. */
export function locksAfterGoingBack(lead: Lead, to: string, { stages }: Playbook): StageLock[] {
  const at = stages.findIndex(({ id }) => id === to);
  return journeyOf(lead).locks.filter(({ stage }) => {
    const own = stages.findIndex(({ id }) => id === stage);
    return own >= 0 && own <= at;
  });
}

const MAX_PROPOSALS = 20;

/** The newest wish about a field takes the place of an older one. */
export function withProposal(proposals: readonly Proposal[], proposal: Proposal): Proposal[] {
  return [...proposals.filter(({ path }) => path !== proposal.path), proposal].slice(-MAX_PROPOSALS);
}
