import type { PlaybookField } from '../playbook/fields.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import { BUILT_IN_FIELDS, type BuiltInField } from './description.ts';
import type { Lead } from './lead.ts';

/**
 * Playbook texts name a lead's data by one word: a built-in property (`region`) or the id of a playbook field
 * (`hospitalLevel`, kept under `fields`). This is the one place that knows which is which.
 */
export type LeadPath = BuiltInField | `fields.${string}`;

/** What may be filled in on a lead, by path: a MongoDB `$set` as it stands. */
export type LeadValues = Partial<Record<LeadPath, FieldValue>>;

/** The part of a lead that describes the customer's wish; `fields` and the lists may still be missing. */
export type LeadFacts = Partial<
  Pick<Lead, BuiltInField | 'source' | 'channel' | 'campaign' | 'fields' | 'tags'>
>;

/** The path for a name, or undefined when the playbook has no such thing. A leading `fields.` is accepted. */
export function leadPath(name: string, playbook: Pick<Playbook, 'fields'>): LeadPath | undefined {
  const id = name.startsWith('fields.') ? name.slice('fields.'.length) : name;
  if (playbook.fields.some((field) => field.id === id)) return `fields.${id}`;
  return isBuiltIn(name) ? name : undefined;
}

export function fieldOf(path: LeadPath, playbook: Pick<Playbook, 'fields'>): PlaybookField | undefined {
  return path.startsWith('fields.')
    ? playbook.fields.find((field) => `fields.${field.id}` === path)
    : undefined;
}

/** The value there; undefined for missing, empty text and empty list. */
export function valueAt(lead: LeadFacts, path: LeadPath): FieldValue | undefined {
  const value = isBuiltIn(path) ? lead[path] : lead.fields?.[path.slice('fields.'.length)];
  return value === '' || (Array.isArray(value) && value.length === 0) ? undefined : value;
}

/** A copy of the lead with the values in place. */
export function withValues<T extends LeadFacts>(lead: T, values: LeadValues): T {
  const next: LeadFacts & Record<string, unknown> = { ...lead, fields: { ...lead.fields } };
  for (const [path, value] of Object.entries(values)) {
    if (isBuiltIn(path)) Object.assign(next, { [path]: value });
    else if (next.fields && value !== undefined) next.fields[path.slice('fields.'.length)] = value;
  }
  return next as T;
}

function isBuiltIn(name: string): name is BuiltInField {
  return (BUILT_IN_FIELDS as readonly string[]).includes(name);
}
