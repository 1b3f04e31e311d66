import type { PlaybookField } from '../playbook/fields.ts';
import type { FieldValue } from './field-value.ts';

export interface KnownFields {
  known: { field: PlaybookField; value: FieldValue }[];
  /** Labels of core fields without a value (F6). */
  missing: string[];
}

/** What a record says in the playbook's fields, in their order, and which of the core ones it does not say. */
export function knownFields(
  values: Readonly<Record<string, FieldValue>>,
  fields: readonly PlaybookField[],
): KnownFields {
  const known = fields.flatMap((field) => {
    const value = values[field.id];
    return value === undefined || value === null ? [] : [{ field, value }];
  });
  const missing = fields.filter(({ id, core }) => core && (values[id] ?? null) === null);
  return { known, missing: missing.map(({ label }) => label) };
}
