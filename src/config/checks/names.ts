/** What the rest of a playbook may refer to by name. */

import { BUILT_IN_FIELDS } from '../../domain/leads/description.ts';
import { propertyShape } from '../../domain/playbook/options.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { FIRST_TOUCH } from '../../domain/playbook/words.ts';

export interface Names {
  /** Built-in properties and fields. */
  properties: string[];
  fields: string[];
  stages: string[];
  orders: string[];
  actions: string[];
  objections: string[];
  scenes: string[];
  /** What a script may be for. */
  situations: string[];
  /** What some script is for. */
  answered: Set<string>;
  /** Every tag that can be on a record. */
  tags: string[];
}

export function collectNames(playbook: Playbook): Names {
  const ids = (list: readonly { id: string }[]) => list.map((item) => item.id);
  const objections = ids(playbook.objections);
  return {
    properties: [...BUILT_IN_FIELDS, ...ids(playbook.fields)],
    fields: ids(playbook.fields),
    stages: ids(playbook.stages),
    orders: ids(playbook.orders),
    actions: ids(playbook.actions),
    objections,
    scenes: ids(playbook.scenes),
    situations: [FIRST_TOUCH, ...objections],
    answered: new Set(playbook.scripts.flatMap((script) => script.for)),
    tags: [...new Set(playbook.tags.flatMap((group) => tagValues(playbook, group)))],
  };
}

/** The tags a group can hold, as far as they can be known beforehand. */
export function tagValues(playbook: Playbook, group: Playbook['tags'][number]): string[] {
  const options = group.from === undefined ? [] : (propertyShape(playbook, group.from)?.options ?? []);
  return [...group.values, ...options.map((option) => option.value)];
}
