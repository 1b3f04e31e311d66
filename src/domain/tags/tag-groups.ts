import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';

type TagGroup = Playbook['tags'][number];

/** Every tag a group can give: its own values, or the options of what it is taken `from`. Empty means: free text. */
export function groupValues(group: TagGroup, playbook: Playbook): string[] {
  if (group.values.length > 0 || group.from === undefined) return group.values;
  return propertyShape(playbook, group.from)?.options?.map((option) => option.value) ?? [];
}

/** The group a tag belongs to, the first in the playbook's order. */
export function groupOf(tag: string, playbook: Playbook): TagGroup | undefined {
  return playbook.tags.find((group) => groupValues(group, playbook).includes(tag));
}

/**
 * `tags` with more tags on it, newest last, each once. A tag of a `single` group pushes out the group's other tags.
 */
export function addTags(tags: readonly string[], added: readonly string[], playbook: Playbook): string[] {
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
