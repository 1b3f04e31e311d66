import { type LeadFacts, type LeadPath, type LeadValues, valueAt } from '../lead-fields.ts';
import type { Playbook, PlaybookField } from '../playbook.ts';
import { createWordFinder, type FoundWord, foldWord, isDenied } from '../tags/word-finder.ts';

/**
 * Values of the choice fields that tags are taken from, where the lead has none and its texts say one: 社区卫生服务中心 in
 * the name, 已立项 in the need, 采购总监 as the title. Only these fields, because a wrong value anywhere else would not be
 * noticed; and only when the text names exactly one option. A field of the customer is looked for in the company's name,
 * then the need; one of the lead in the title, then the need.
 */
export function fieldsFromText(lead: LeadFacts, playbook: Playbook): LeadValues {
  const values: LeadValues = {};
  for (const field of playbook.fields) {
    const path: LeadPath = `fields.${field.id}`;
    const feedsTag = playbook.tags.some((group) => group.from === field.id);
    if (!feedsTag || field.type !== 'choice' || valueAt(lead, path) !== undefined) continue;
    const texts = field.on === 'customer' ? [lead.company, lead.need] : [lead.title, lead.need];
    const value = firstNamed(texts, finderFor(field));
    if (value !== undefined) values[path] = value;
  }
  return values;
}

type Finder = (text: string) => FoundWord<string>[];

function firstNamed(texts: readonly (string | undefined)[], find: Finder): string | undefined {
  for (const text of texts) {
    const folded = foldWord(text ?? '');
    const named = new Set(find(folded).flatMap((word) => (isDenied(folded, word) ? [] : [word.value])));
    if (named.size > 0) return named.size === 1 ? [...named][0] : undefined;
  }
  return undefined;
}

const finders = new WeakMap<PlaybookField, Finder>();

function finderFor(field: PlaybookField): Finder {
  const known = finders.get(field);
  if (known) return known;
  const finder = createWordFinder(
    field.options.map(({ value, words }) => ({
      value,
      words: [value, ...words].filter((word) => word.length >= 2),
    })),
  );
  finders.set(field, finder);
  return finder;
}
