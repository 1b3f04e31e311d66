/**
 * The one way in which a value or a tag of a lead is written, whoever says it: chat, API, forms, imports, documents.
 * What the stage has frozen is refused, tags follow the values, and rules on `lead.changed` see the change.
 */

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
  /** Labels of what the lead's stage has frozen: not written. */
  frozen: string[];
  notifications: RuleOutcome['notifications'];
}

export function writeFacts(lead: Lead, wish: FactsWish, version: PlaybookVersion): FactsWritten {
  const { playbook } = version;
  const locked = frozenPaths(lead, playbook);
  const open = wish.values.filter(({ path }) => !locked.has(path));
  const changes = open.flatMap(({ path, value }): FactChange[] => {
    const before = valueAt(lead, path as LeadPath) ?? null;
    const same = JSON.stringify(before) === JSON.stringify(value);
    return same ? [] : [{ path, label: labelOf(path, playbook), before, after: value }];
  });
  const filled = withFacts(lead, changes, 'after');
  const derived = { ...filled, tags: deriveTags(filled, playbook, lead) };
  const tagged: Lead = { ...derived, tags: retagged(derived.tags, wish.tags, playbook) };
  const ruled = applyRules('lead.changed', tagged, version, lead);
  const { fields, tags, ...builtIn } = { fields: tagged.fields, ...ruledValues(tagged, ruled) };
  return {
    set: { ...builtInOf(changes, 'after'), ...builtIn, fields, tags: tags ?? tagged.tags },
    changes,
    frozen: wish.values.filter(({ path }) => locked.has(path)).map(({ path }) => labelOf(path, playbook)),
    notifications: ruled.notifications,
  };
}

/** The values as they were; what somebody has changed since stays as it is. */
export function factsTakenBack(lead: Lead, changes: readonly FactChange[]): Partial<Lead> {
  const standing = changes.filter(
    ({ path, after }) => JSON.stringify(valueAt(lead, path as LeadPath) ?? null) === JSON.stringify(after),
  );
  return { ...builtInOf(standing, 'before'), fields: withFacts(lead, standing, 'before').fields };
}

/** Whatever a stage freezes is frozen while the lead is in it. */
export function frozenPaths(lead: Pick<Lead, 'stage'>, playbook: Playbook): ReadonlySet<string> {
  const stage = playbook.stages.find(({ id }) => id === lead.stage);
  return new Set((stage?.locks ?? []).flatMap((name) => pathOf(name, playbook) ?? []));
}

/** What came of a change, but for the values the stage had frozen: those stay as they were. */
export function withFrozen(before: Lead, after: Lead, playbook: Playbook): Lead {
  const kept = [...frozenPaths(before, playbook)].map((path) => ({
    path,
    label: '',
    before: null,
    after: valueAt(before, path as LeadPath) ?? null,
  }));
  return withFacts(after, kept, 'after');
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

function pathOf(name: string, playbook: Playbook): LeadPath | undefined {
  const isField = playbook.fields.some(({ id }) => id === name);
  return isField ? `fields.${name}` : propertyShape(playbook, name) && (name as LeadPath);
}

function labelOf(path: string, playbook: Playbook): string {
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
function retagged(tags: string[], change: FactsWish['tags'], playbook: Playbook): string[] {
  if (!change) return tags;
  const replaced = change.add.flatMap((tag) =>
    playbook.tags
      .filter((group) => group.single && groupValues(group, playbook).includes(tag))
      .flatMap((group) => groupValues(group, playbook)),
  );
  const gone = new Set([...replaced, ...change.remove]);
  return [...new Set([...tags.filter((tag) => !gone.has(tag)), ...change.add])];
}
