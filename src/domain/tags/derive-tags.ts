import { type LeadFacts, leadPath, valueAt } from '../leads/lead-fields.ts';
import { canonicalOption } from '../options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { groupValues } from './tag-groups.ts';

type TagGroup = Playbook['tags'][number];

/**
 * The lead's tags (A4): for every group taken `from` a property the tag that property gives, and of the other tags the
 * ones that are there. In the playbook's order of groups and values, then the free ones in theirs; each once.
 *
 * Of a change, hand in the lead as it was `before`: where the property has not changed, what a rule or a person has
 * made of the group since is left alone (of a single group the newest tag wins); where it has, its old tag goes.
 */
export function deriveTags(lead: LeadFacts, playbook: Playbook, before?: LeadFacts): string[] {
  const current = lead.tags ?? [];
  const ordered = playbook.tags.flatMap((group) => {
    const values = groupValues(group, playbook);
    const derived = derivedTags(group, lead, playbook);
    const previous = before ? derivedTags(group, before, playbook) : [];
    const present = current.filter(
      (tag) => values.includes(tag) || previous.includes(tag) || derived.includes(tag),
    );
    const isUnchanged = before !== undefined && sameTags(derived, previous);
    if (isUnchanged) return inOrderOf(values, present);
    const kept = present.filter((tag) => !previous.includes(tag) && !derived.includes(tag));
    if (group.single && derived.length > 0) return derived;
    return inOrderOf(values, [...derived, ...kept]);
  });
  const known = new Set(playbook.tags.flatMap((group) => groupTags(group, lead, before, playbook)));
  return [...new Set([...ordered, ...current.filter((tag) => !known.has(tag))])];
}

/** Every tag that may have come from the group: those must not survive as free ones. */
function groupTags(
  group: TagGroup,
  lead: LeadFacts,
  before: LeadFacts | undefined,
  playbook: Playbook,
): string[] {
  return [
    ...groupValues(group, playbook),
    ...derivedTags(group, lead, playbook),
    ...(before ? derivedTags(group, before, playbook) : []),
  ];
}

/** What the property says by itself. */
function derivedTags(group: TagGroup, lead: LeadFacts, playbook: Playbook): string[] {
  const path = group.from === undefined ? undefined : leadPath(group.from, playbook);
  const value = path && valueAt(lead, path);
  if (value === undefined || typeof value === 'number') return [];
  // A yes-no field: its tag is the group's first value, or the group's own name.
  if (typeof value === 'boolean') return value ? [group.values[0] ?? group.label] : [];
  const values = groupValues(group, playbook);
  const tags = (Array.isArray(value) ? value : [value]).flatMap((text) => tagOf(text, values));
  return group.single ? tags.slice(0, 1) : inOrderOf(values, tags);
}

const MAX_TAG = 60;

/** A value that is a tag as it stands; of a closed group the one tag the value names (锂电池制造业 → 锂电池制造). */
function tagOf(text: string, values: readonly string[]): string[] {
  if (values.length === 0) return text.length <= MAX_TAG ? [text] : [];
  if (values.includes(text)) return [text];
  const tag = canonicalOption(
    text,
    values.map((value) => ({ value, words: [] })),
    { contained: true },
  );
  return tag === undefined ? [] : [tag];
}

function inOrderOf(values: readonly string[], tags: readonly string[]): string[] {
  const rank = (tag: string) => (values.includes(tag) ? values.indexOf(tag) : values.length);
  return [...new Set(tags)].sort((a, b) => rank(a) - rank(b));
}

function sameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((tag) => b.includes(tag));
}
