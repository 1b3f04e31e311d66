import { type LeadFacts, type LeadPath, type LeadValues, valueAt } from '../leads/lead-fields.ts';
import type { PlaybookField } from '../playbook/fields.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { createWordFinder, type FoundWord, foldWord, isDenied } from '../tags/word-finder.ts';

/**
 * Values of the choice fields that tags depend on, where the lead has none and its texts say one: 社区卫生服务中心 in the
 * name, 已立项 in the need, 采购总监 as the title. Only these fields, because a wrong value anywhere else would not be
 * noticed; and only when the text names exactly one option. A field of the customer is looked for in the company's name,
 * then the need; one of the lead in the title, then the need.
 */
export function fieldsFromText(lead: LeadFacts, playbook: Playbook): LeadValues {
  const values: LeadValues = {};
  for (const field of fieldsBehindTags(playbook)) {
    const path: LeadPath = `fields.${field.id}`;
    if (valueAt(lead, path) !== undefined) continue;
    const find = finderFor(field);
    const title = field.on === 'customer' ? lead.company : lead.title;
    const value = namedIn(title, find.inName) ?? namedIn(lead.need, find.inText);
    if (value !== undefined && value !== AMBIGUOUS) values[path] = value;
  }
  return values;
}

const behindTags = new WeakMap<Playbook, PlaybookField[]>();

/** Choice fields a tag group is taken from, or a rule for new leads asks about before it tags. */
function fieldsBehindTags(playbook: Playbook): PlaybookField[] {
  const known = behindTags.get(playbook);
  if (known) return known;
  const tagging = playbook.rules.filter(
    (rule) =>
      [rule.when].flat().includes('lead.created') && rule.do.some((action) => action.tag !== undefined),
  );
  const asked = new Set(tagging.flatMap((rule) => [...pathsIn(rule.if)]));
  const fields = playbook.fields.filter(
    ({ id, type }) =>
      type === 'choice' && (playbook.tags.some((group) => group.from === id) || asked.has(`fields.${id}`)),
  );
  behindTags.set(playbook, fields);
  return fields;
}

function* pathsIn(query: Record<string, unknown>): Generator<string> {
  for (const [key, operand] of Object.entries(query)) {
    if (!key.startsWith('$')) yield key;
    else if (Array.isArray(operand)) for (const branch of operand) yield* pathsIn(branch);
  }
}

const AMBIGUOUS = Symbol('ambiguous');

type Finder = (text: string) => FoundWord<string>[];

function namedIn(text: string | undefined, find: Finder): string | typeof AMBIGUOUS | undefined {
  const folded = foldWord(text ?? '');
  const named = new Set(
    find(folded).flatMap((word) => (isDenied(folded, word) || isNegated(folded, word) ? [] : [word.value])),
  );
  if (named.size === 0) return undefined;
  return named.size === 1 ? [...named][0] : AMBIGUOUS;
}

/** 没有计划 is not 有计划. */
function isNegated(text: string, { start }: FoundWord<string>): boolean {
  return /[没未无不非]/.test(text[start - 1] ?? '');
}

interface Finders {
  inName: Finder;
  /** Short words (技术, 采购, 急用) mean too many things in a sentence. */
  inText: Finder;
}

const finders = new WeakMap<PlaybookField, Finders>();

function finderFor(field: PlaybookField): Finders {
  const known = finders.get(field);
  if (known) return known;
  const finder = (shortest: number) =>
    createWordFinder(
      field.options.map(({ value, words }) => ({
        value,
        words: [value, ...words.filter((word) => word.length >= shortest)],
      })),
    );
  const made = { inName: finder(2), inText: finder(3) };
  finders.set(field, made);
  return made;
}
