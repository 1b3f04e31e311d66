/**
 * The one way in which a value or a tag of a lead is written, whoever says it: chat, API, forms, imports, documents.
 * What the stage has frozen is refused, tags follow the values, and rules on `lead.changed` see the change.
 */

import { type Journey, journeyOf, type Proposal } from '../journey/journey.ts';
import { frozenPaths, unlockOf, withProposal } from '../journey/locks.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook, PlaybookVersion } from '../playbook/playbook.ts';
import type { FactChange, FactsWish } from '../records/facts.ts';
import type { FieldValue } from '../records/field-value.ts';
import { applyRules, type RuleOutcome } from '../rules/apply-rules.ts';
import { ruledValues } from '../rules/outcome.ts';
import { deriveTags } from '../tags/derive-tags.ts';
import { groupValues } from '../tags/tag-groups.ts';
import type { Lead } from './lead.ts';
import { fieldOf, type LeadPath, valueAt } from './lead-fields.ts';

export interface FactsWritten {
  set: Pick<Lead, 'fields' | 'tags'> & Partial<Lead>;
  /** What the wish changed; what was so already is not among it. */
  changes: FactChange[];
  /** What a stage has frozen: not written, kept for a manager to decide on. */
  refused: Proposal[];
  notifications: RuleOutcome['notifications'];
  requests: RuleOutcome['requests'];
}

/** Who writes, and when. */
export interface Writer {
  by: string;
  now: Date;
}

export function writeFacts(
  lead: Lead,
  wish: FactsWish,
  version: PlaybookVersion,
  writer: Writer,
): FactsWritten {
  const { playbook } = version;
  const locked = frozenPaths(lead, writer.now);
  const differing = wish.values.flatMap(({ path, value }): FactChange[] => {
    const before = valueAt(lead, path as LeadPath) ?? null;
    const same = JSON.stringify(before) === JSON.stringify(value);
    return same ? [] : [{ path, label: labelOf(path, playbook), before, after: value }];
  });
  const changes = differing.filter(({ path }) => !locked.has(path));
  const filled = withFacts(lead, changes, 'after');
  const derived = { ...filled, tags: deriveTags(filled, playbook, lead) };
  const tagged: Lead = { ...derived, tags: retagged(derived.tags, wish.tags, playbook) };
  const ruled = applyRules('lead.changed', tagged, version, lead);
  const wanted = ruledValues(tagged, ruled);
  const kept = withFrozen(tagged, { ...tagged, ...wanted }, playbook, { ...writer, by: 'rule' });
  const { fields, tags, ...builtIn } = { ...wanted, ...pick(kept.lead, Object.keys(wanted)) };
  const refused = [
    ...differing
      .filter(({ path }) => locked.has(path))
      .map(({ path, label, after }) => proposalOf(path, label, after, writer)),
    ...kept.refused,
  ];
  const journey = journeyAfter(lead, changes, refused, writer.now);
  return {
    set: {
      ...builtInOf(changes, 'after'),
      ...builtIn,
      fields: fields ?? tagged.fields,
      tags: tags ?? tagged.tags,
      ...(journey ? { journey } : {}),
    },
    changes,
    refused,
    notifications: ruled.notifications,
    requests: ruled.requests,
  };
}

function pick(lead: Lead, names: readonly string[]): Partial<Lead> {
  return Object.fromEntries(names.map((name) => [name, lead[name as keyof Lead]]));
}

function proposalOf(path: string, label: string, value: FieldValue | null, { by, now }: Writer): Proposal {
  return { path, label, value, by, at: now };
}

/** What was refused is kept, and an unlocked field that was changed is locked again. */
export function journeyAfter(
  lead: Lead,
  changes: readonly { path: string }[],
  refused: readonly Proposal[],
  now: Date,
): Journey | undefined {
  const journey = journeyOf(lead);
  const used = changes.filter(({ path }) => unlockOf(lead, path, now)).map(({ path }) => path);
  if (!used.length && !refused.length) return undefined;
  return {
    ...journey,
    unlocks: journey.unlocks.filter(({ path }) => !used.includes(path)),
    proposals: refused.reduce<Proposal[]>(withProposal, journey.proposals),
  };
}

/** The values as they were; what somebody has changed since, or a stage has frozen, stays as it is. */
export function factsTakenBack(lead: Lead, changes: readonly FactChange[], now: Date): Partial<Lead> {
  const locked = frozenPaths(lead, now);
  const standing = changes.filter(
    ({ path, after }) =>
      !locked.has(path) && JSON.stringify(valueAt(lead, path as LeadPath) ?? null) === JSON.stringify(after),
  );
  return { ...builtInOf(standing, 'before'), fields: withFacts(lead, standing, 'before').fields };
}

/** What came of a change, but for the values a stage has frozen: those stay as they were, and the wish is kept. */
export function withFrozen(
  before: Lead,
  after: Lead,
  playbook: Playbook,
  writer: Writer,
): { lead: Lead; refused: Proposal[] } {
  const kept = [...frozenPaths(before, writer.now)].flatMap((path): FactChange[] => {
    const was = valueAt(before, path as LeadPath) ?? null;
    const wanted = valueAt(after, path as LeadPath) ?? null;
    const same = JSON.stringify(was) === JSON.stringify(wanted);
    return same ? [] : [{ path, label: labelOf(path, playbook), before: wanted, after: was }];
  });
  return {
    lead: withFacts(after, kept, 'after'),
    refused: kept.map(({ path, label, before: wanted }) => proposalOf(path, label, wanted, writer)),
  };
}

/** The changes that concern the customer, too, by field id. */
export function customerChanges(
  changes: readonly FactChange[],
  playbook: Playbook,
): { id: string; before: FieldValue | null; after: FieldValue | null }[] {
  return changes.flatMap(({ path, before, after }) => {
    const field = fieldOf(path as LeadPath, playbook);
    return field?.on === 'customer' ? [{ id: field.id, before, after }] : [];
  });
}

/** A customer's fields with those changes made, or taken back where they still stand. */
export function fieldsWith(
  fields: Record<string, FieldValue>,
  changes: ReturnType<typeof customerChanges>,
  which: 'before' | 'after',
): Record<string, FieldValue> {
  const next = { ...fields };
  for (const change of changes) {
    const stands = JSON.stringify(next[change.id] ?? null) === JSON.stringify(change.after);
    if (which === 'before' && !stands) continue;
    const value = change[which];
    if (value === null) delete next[change.id];
    else next[change.id] = value;
  }
  return next;
}

export function labelOf(path: string, playbook: Playbook): string {
  return propertyShape(playbook, path.replace(/^fields\./, ''))?.label ?? path;
}

function withFacts(lead: Lead, changes: readonly FactChange[], which: 'before' | 'after'): Lead {
  const fields = { ...lead.fields };
  for (const change of changes) {
    if (!change.path.startsWith('fields.')) continue;
    const id = change.path.slice('fields.'.length);
    const value = change[which];
    if (value === null) delete fields[id];
    else fields[id] = value;
  }
  return { ...lead, ...builtInOf(changes, which), fields };
}

function builtInOf(changes: readonly FactChange[], which: 'before' | 'after'): Partial<Lead> {
  const own = changes.filter(({ path }) => !path.startsWith('fields.'));
  return Object.fromEntries(own.map((change) => [change.path, change[which] ?? EMPTY[change.path]]));
}

/** What an emptied built-in value becomes; the others are absent. */
const EMPTY: Partial<Record<string, FieldValue>> = {
  company: '',
  contactName: '',
  products: [],
  categories: [],
};

/** Of a group that allows one tag only, the one set by hand takes the place of the other. */
export function retagged(tags: string[], change: FactsWish['tags'], playbook: Playbook): string[] {
  if (!change) return tags;
  const replaced = change.add.flatMap((tag) =>
    playbook.tags
      .filter((group) => group.single && groupValues(group, playbook).includes(tag))
      .flatMap((group) => groupValues(group, playbook)),
  );
  const gone = new Set([...replaced, ...change.remove]);
  return [...new Set([...tags.filter((tag) => !gone.has(tag)), ...change.add])];
}
