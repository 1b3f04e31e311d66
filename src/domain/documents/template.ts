import { z } from 'zod';
import { id, label, option, words } from '../playbook/values.ts';

/** Where a value goes that is no property of the lead: the customer it is filed under, the customer's concerns. */
export const DOCUMENT_TARGETS = ['customer', 'concerns'] as const;

const documentField = z.strictObject({
  id,
  /** What stands before the value, and what the chat calls it. */
  label,
  /** Other wordings on other versions of the form. */
  aliases: words,
  type: z.enum(['text', 'person', 'date', 'number', 'code', 'choice', 'phrases']).default('text'),
  /** What can be ticked or written; `words` are what the form says for it. */
  options: z.array(option).default([]),
  /** Must occur behind the label; its first group is the value. Full and half width are the same. */
  pattern: z.string().optional(),
  /** A property or field of the lead, `customer`, or `concerns`; absent: kept with the document only. */
  to: z.string().optional(),
  required: z.boolean().default(false),
  /** The next contact is due on this day, for this reason. */
  remind: z.string().max(40).optional(),
});

/** How a form that people send is recognised and read (D1). */
export const documentTemplate = z.strictObject({
  id,
  label,
  /** What its title line may say besides the label; also the names by which stages ask for it. */
  titles: words,
  fields: z.array(documentField).min(1),
  /** Days that must come in order. */
  checks: z.array(z.strictObject({ field: id, after: id })).default([]),
});

export type DocumentTemplate = z.infer<typeof documentTemplate>;
export type DocumentField = DocumentTemplate['fields'][number];

export function titlesOf({ label, titles }: Pick<DocumentTemplate, 'label' | 'titles'>): string[] {
  return [label, ...titles];
}
