import { z } from 'zod';
import { ROLES } from '../people/person.ts';
import { REPORTS } from '../reports/index.ts';
import { id, label, timeOfDay } from './values.ts';

export const report = z.strictObject({
  id,
  kind: z.enum([...REPORTS.keys()]),
  title: label,
  /** Off the full and half hour: the platforms ask for it. */
  at: timeOfDay.refine((t) => !/:(00|30)$/.test(t), '避开整点和半点，例如 10:02'),
  /** Of a daily report: on days off too? */
  days: z.enum(['daily', 'workdays']).default('daily'),
  to: z.array(z.enum(ROLES)).min(1),
  /** Group chats it goes to as well, by the names of the platform's settings (`WECOM_GROUPS`). */
  groups: z.array(label).default([]),
  mail: z.boolean().default(false),
});
export type ReportRule = z.infer<typeof report>;
