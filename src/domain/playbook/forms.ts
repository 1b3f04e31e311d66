import { z } from 'zod';
import { LEAD_SOURCES } from '../leads/sources.ts';
import { id, label } from './values.ts';

export const form = z.strictObject({
  id,
  title: label,
  intro: z.string().max(500).optional(),
  source: z.enum(LEAD_SOURCES),
  /** The lead's channel, which rules may ask for; the form's id when absent. */
  channel: label.optional(),
  campaign: z.string().max(80).optional(),
  questions: z
    .array(
      z.strictObject({
        /** A built-in property or a field id. */
        field: z.string(),
        label: label.optional(),
        as: z.enum(['input', 'textarea', 'dropdown', 'checkboxes', 'slider']).optional(),
        required: z.boolean().default(false),
        hint: z.string().max(120).optional(),
      }),
    )
    .min(1),
  thanks: z.string().max(300).default('已收到，我们会尽快联系您。'),
});

export type PlaybookForm = z.infer<typeof form>;
