import { z } from 'zod';
import { DEED_KINDS, OBJECTION_KINDS } from '../note/lexicon/kinds.ts';
import { condition, duration, id, label, words } from './values.ts';

export const vocabularyEntry = z.strictObject({ id, label, words });
export const objection = vocabularyEntry.extend({
  /** What it means in general: the built-in words of these kinds are understood besides its own. */
  kinds: z.array(z.enum(OBJECTION_KINDS)).default([]),
});
export const action = vocabularyEntry.extend({
  /** As for objections: 已发资料 is `material`, in a company without 已发方案 `proposal` as well. */
  kinds: z.array(z.enum(DEED_KINDS)).default([]),
  /** Counts as having reached the customer (B3); 未接通 does not. */
  touch: z.boolean().default(true),
  /** Ids of actions a note that says this does not say too: 未接通 is no 已电话沟通. */
  rulesOut: z.array(id).default([]),
  /** So long the customer may owe an answer to it; then `clocks.reply` reminds. */
  awaits: duration.optional(),
  /** Something the customer did: ends the wait for an answer. */
  answers: z.boolean().default(false),
  /** Closes the lead. */
  closes: z.enum(['won', 'lost']).optional(),
});

export const SCRIPT_PLACEHOLDERS = [
  'contactName',
  'title',
  'company',
  'need',
  'products',
  'ownerName',
] as const;

/** What `scripts.for` names besides the ids of objections. */
export const FIRST_TOUCH = 'first-touch';

export const script = z.strictObject({
  id,
  title: label,
  style: z.enum(['price', 'function', 'service']).optional(),
  /** When it fits: a query over the lead; the first that fits is recommended. */
  if: condition.optional(),
  /** `first-touch`, or the id of an objection it answers. */
  for: z.array(z.string()).min(1),
  /** `SCRIPT_PLACEHOLDERS` in braces are filled in. */
  text: z.string().min(1).max(1000),
});
export type Script = z.infer<typeof script>;
