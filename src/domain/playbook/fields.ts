import { z } from 'zod';
import { ROLES } from '../people/person.ts';
import { id, label, option, words } from './values.ts';

/** What a company asks for beyond the built-in properties. */
export const field = z.strictObject({
  id,
  label,
  on: z.enum(['lead', 'customer']),
  type: z.enum(['text', 'number', 'money', 'date', 'yes-no', 'choice', 'choices', 'band']),
  options: z.array(option).default([]),
  words,
  /** A customer's date on which something ends, such as a contract: 今日重点 shows it so many days before (C16). */
  ends: z.number().int().positive().max(366).optional(),
  /** Counts for field completeness (F6). */
  core: z.boolean().default(false),
  /** Roles that may see it; everyone in scope when absent (G1). */
  visibleTo: z.array(z.enum(ROLES)).optional(),
});

export const tagGroup = z.strictObject({
  id,
  label,
  /** The values; `from` a field means: the field's value is the tag. */
  values: z.array(label).default([]),
  from: z.string().optional(),
  /** At most one tag of this group on a record: the newest wins. */
  single: z.boolean().default(true),
});

export const lookup = z.strictObject({
  id,
  label,
  /** .csv beside the playbook, first row the column names. */
  file: z.string(),
  /** The column holding the name; an optional column of aliases separated by ；. */
  nameColumn: z.string(),
  aliasColumn: z.string().optional(),
  /** Lead property or field ← column. */
  fill: z.record(z.string(), z.string()),
});

/** Rows of a lookup table, by lookup id; loaded with the playbook and part of its version. */
export type LookupTables = Record<string, Record<string, string>[]>;

export type PlaybookField = z.infer<typeof field>;
export type FieldOption = PlaybookField['options'][number];
