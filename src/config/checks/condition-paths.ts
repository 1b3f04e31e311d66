/** What a condition may ask about, and what values each of these can have. */

import { STATUS_LABELS } from '../../domain/leads/lead.ts';
import { LEAD_SOURCES } from '../../domain/leads/sources.ts';
import { propertyShape } from '../../domain/playbook/options.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Names } from './names.ts';

export interface ConditionPath {
  /** `time`: a moment; can only be asked whether it is there. `document`: holds the `parts`. */
  kind: 'text' | 'number' | 'yes-no' | 'day' | 'time' | 'document';
  /** Several values. */
  list: boolean;
  /** The only values there are; undefined when any is possible. */
  values?: string[] | undefined;
  /** Other ways people write a value → the value. */
  aliases?: ReadonlyMap<string, string> | undefined;
  /** What these values are called in a message. */
  what?: string | undefined;
  parts?: Record<string, ConditionPath> | undefined;
}

const text: ConditionPath = { kind: 'text', list: false };
const number: ConditionPath = { kind: 'number', list: false };
const time: ConditionPath = { kind: 'time', list: false };

const FREE: Record<string, ConditionPath> = {
  company: text,
  contactName: text,
  title: text,
  phone: text,
  email: text,
  city: text,
  channel: text,
  campaign: text,
  need: text,
  externalId: text,
  ownerId: text,
  interactions: number,
  createdAt: time,
  firstAssignedAt: time,
  assignedAt: time,
  firstTouchedAt: time,
  lastInteractionAt: time,
  closedAt: time,
};

const FIELD_KINDS: Record<Playbook['fields'][number]['type'], ConditionPath> = {
  text,
  number,
  money: number,
  date: { kind: 'day', list: false },
  'yes-no': { kind: 'yes-no', list: false },
  choice: text,
  choices: { kind: 'text', list: true },
  band: text,
};

/** Everything a condition over a lead may name. `interaction.…` only where an interaction is at hand. */
export function conditionPaths(
  playbook: Playbook,
  names: Names,
  withInteraction: boolean,
): Map<string, ConditionPath> {
  const chosen = (property: string, list = false): ConditionPath => {
    const options = propertyShape(playbook, property)?.options;
    return {
      kind: 'text',
      list,
      values: options?.map((option) => option.value),
      aliases: new Map(options?.flatMap(({ value, words }) => words.map((word) => [word, value] as const))),
      what: '选项',
    };
  };
  const paths = new Map<string, ConditionPath>(Object.entries(FREE));
  paths.set('source', { ...text, values: [...LEAD_SOURCES], what: '来源' });
  paths.set('status', { ...text, values: Object.keys(STATUS_LABELS), what: '状态' });
  paths.set('stage', { ...text, values: names.stages, what: '阶段' });
  paths.set('tags', {
    kind: 'text',
    list: true,
    values: openTags(playbook) ? undefined : names.tags,
    what: '标签',
  });
  // What a customer typed need not be one of the items.
  paths.set('products', { kind: 'text', list: true });
  paths.set('categories', chosen('categories', true));
  for (const property of ['region', 'industry', 'budget']) paths.set(property, chosen(property));
  for (const field of playbook.fields) {
    const kind = FIELD_KINDS[field.type];
    paths.set(
      `fields.${field.id}`,
      field.options.length > 0 ? { ...kind, ...chosen(field.id, kind.list) } : kind,
    );
  }
  if (withInteraction) addInteraction(paths, playbook);
  return paths;
}

function addInteraction(paths: Map<string, ConditionPath>, playbook: Playbook): void {
  const vocabularies = { actions: '动作', objections: '异议', scenes: '场景' } as const;
  for (const [list, what] of Object.entries(vocabularies)) {
    const entries = playbook[list as keyof typeof vocabularies];
    const parts: Record<string, ConditionPath> = {
      id: { kind: 'text', list: true, values: entries.map((entry) => entry.id), what },
      label: { kind: 'text', list: true, values: entries.map((entry) => entry.label), what },
    };
    paths.set(`interaction.${list}`, { kind: 'document', list: true, parts });
    for (const [part, shape] of Object.entries(parts)) paths.set(`interaction.${list}.${part}`, shape);
  }
  paths.set('interaction.reached', { ...text, values: ['yes', 'attempt', 'no'], what: '联系结果' });
  paths.set('interaction.text', text);
  paths.set('interaction.amountFen', number);
  paths.set('interaction.nextAt', time);
}

/** A group fed by a free property can hold any tag. */
function openTags(playbook: Playbook): boolean {
  return playbook.tags.some((g) => g.from !== undefined && !propertyShape(playbook, g.from)?.options);
}
