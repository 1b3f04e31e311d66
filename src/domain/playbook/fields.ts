import { z } from 'zod';
import { ROLES } from '../people/person.ts';
import { condition, id, label, option, words } from './values.ts';

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
  /** When it is asked for by itself (C8): the confirmation of a record offers what has newly become due. */
  asks: z
    .strictObject({
      /** The n-th day with a contact, `contact 2`; from the first one when only a stage is named. */
      from: z
        .string()
        .regex(/^contact [1-9]\d?$/, '写成 contact 2：从第几次联系上客户（按天算）开始问')
        .default('contact 1'),
      /** Only from this stage on. */
      stage: z.string().optional(),
      /** Only of leads of which this holds, such as a kind of customer. */
      if: condition.optional(),
      /** Only people of these levels (`level` of a role). */
      levels: z.array(label).optional(),
      /** Not of leads of which this holds: 不适用, outside the completeness. */
      unless: condition.optional(),
      /** Why it is asked; said to whoever wonders. */
      why: z.string().trim().min(1).max(200).optional(),
    })
    .optional(),
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
