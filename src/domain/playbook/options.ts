import { BUILT_IN_FIELDS, type BuiltInField, LEAD_PROPERTIES } from '../leads/description.ts';
import type { FieldOption } from './fields.ts';
import type { Playbook } from './playbook.ts';

/** What a form may ask for and a lead may hold: a built-in property or one of the playbook's fields. */
export interface PropertyShape {
  label: string;
  type: Playbook['fields'][number]['type'];
  /** What people choose from, linked choices included; undefined when the property is free. */
  options: FieldOption[] | undefined;
}

/** The property behind a form question, `requires`, `fill`, `tags.from` …; undefined when there is none. */
export function propertyShape(playbook: Playbook, name: string): PropertyShape | undefined {
  const builtIn = BUILT_IN_FIELDS.find((candidate) => candidate === name);
  if (builtIn !== undefined) return builtInShape(playbook, builtIn);
  const field = playbook.fields.find((candidate) => candidate.id === name);
  return (
    field && {
      label: field.label,
      type: field.type,
      options: field.options.length > 0 ? field.options : undefined,
    }
  );
}

function builtInShape(playbook: Playbook, name: BuiltInField): PropertyShape {
  const { label } = LEAD_PROPERTIES[name];
  const choose = (type: PropertyShape['type'], options: FieldOption[]): PropertyShape =>
    options.length > 0 ? { label, type, options } : { label, type: 'text', options: undefined };
  switch (name) {
    case 'products':
      return { ...choose('choices', productOptions(playbook)), type: 'choices' };
    case 'categories':
      return {
        ...choose(
          'choices',
          playbook.products.map((p) => plainOption(p.category)),
        ),
        type: 'choices',
      };
    case 'budget':
      return choose('band', playbook.budget);
    case 'region':
      return choose(
        'choice',
        playbook.regions.map((r) => plainOption(r.value, r.words)),
      );
    case 'industry':
      return choose(
        'choice',
        playbook.industries.map((i) => plainOption(i.value, i.words)),
      );
    default:
      return { label, type: 'text', options: undefined };
  }
}

/** Choosing a product also ticks its category (A2: CT设备 → 影像类). */
function productOptions(playbook: Playbook): FieldOption[] {
  return playbook.products.flatMap(({ category, items }) =>
    items.map((item) => ({ ...plainOption(item.value, item.words), implies: { categories: category } })),
  );
}

function plainOption(value: string, words: string[] = []): FieldOption {
  return { value, words };
}
