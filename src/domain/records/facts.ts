import type { FieldValue } from './field-value.ts';

/** What somebody says a record's data are. `path` as in `LeadPath`; `null` empties a value. */
export interface FactsWish {
  values: { path: string; value: FieldValue | null }[];
  tags?: { add: string[]; remove: string[] } | undefined;
}

/** One value as it was and as it is. */
export interface FactChange {
  path: string;
  label: string;
  before: FieldValue | null;
  after: FieldValue | null;
}
