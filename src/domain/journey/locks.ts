/** Fields a stage has frozen: nobody changes them, whatever way, until a manager unlocks one. */
import type { Lead } from '../leads/lead.ts';
import { type LeadFacts, type LeadPath, leadPath, valueAt } from '../leads/lead-fields.ts';
import type { Stage } from '../playbook/journey.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
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

/**
 * Wishes of different people and of different values stand side by side; a person's newer wish takes the place of their
 * own older one. What somebody proposed already is not proposed twice.
 */
export function withProposal(proposals: readonly Proposal[], proposal: Proposal): Proposal[] {
  const { path, by, value } = proposal;
  const isKnown =
    value !== undefined &&
    proposals.some((one) => one.path === path && one.by !== by && sameValue(one.value, value));
  const others = proposals.filter((one) => one.path !== path || one.by !== by);
  return (isKnown ? others : [...others, proposal]).slice(-MAX_PROPOSALS);
}

export function sameValue(a: Proposal['value'], b: Proposal['value']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * What a proposed value is called in a command: itself, and where that is long its beginning with a mark of the whole, so
 * that no other value is ever meant by it.
 */
export function valueWords(value: FieldValue | null): string {
  const text = wordsOf(value).replace(/\s+/g, ' ').trim();
  if (text.length <= MAX_WORDS) return text;
  return `${text.slice(0, MAX_WORDS - 8)}…#${markOf(text)}`;
}

const MAX_WORDS = 24;

function wordsOf(value: FieldValue | null): string {
  if (value === null || value === '') return '（空）';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return Array.isArray(value) ? value.join('、') : String(value);
}

/** FNV-1a: the same text always has the same mark. */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}
