import type { Playbook } from '../playbook.ts';

type TagGroup = Playbook['tags'][number];
type TagRules = Pick<Playbook, 'tags' | 'fields' | 'budget' | 'products' | 'regions' | 'industries'>;

/** Every tag a group can give: its own values, or those of what it is taken `from`. Empty means: free text. */
export function groupValues(group: TagGroup, playbook: TagRules): string[] {
  if (group.values.length > 0 || group.from === undefined) return group.values;
  const field = playbook.fields.find((f) => f.id === group.from);
  if (field) return field.options.map((option) => option.value);
  switch (group.from) {
    case 'budget':
      return playbook.budget.map((band) => band.value);
    case 'categories':
      return playbook.products.map((product) => product.category);
    case 'region':
      return playbook.regions.map((region) => region.value);
    case 'industry':
      return playbook.industries.map((industry) => industry.value);
    default:
      return [];
  }
}

/** The group a tag belongs to, the first in the playbook's order. */
export function groupOf(tag: string, playbook: TagRules): TagGroup | undefined {
  return playbook.tags.find((group) => groupValues(group, playbook).includes(tag));
}

/**
 * `tags` with more tags on it, newest last, each once. A tag of a `single` group pushes out the group's other tags.
 */
export function addTags(tags: readonly string[], added: readonly string[], playbook: TagRules): string[] {
  return added.reduce<string[]>(
    (current, tag) => {
      const group = groupOf(tag, playbook);
      const displaced = group?.single ? groupValues(group, playbook) : [];
      const kept = current.filter((other) => other === tag || !displaced.includes(other));
      return kept.includes(tag) ? kept : [...kept, tag];
    },
    [...tags],
  );
}
