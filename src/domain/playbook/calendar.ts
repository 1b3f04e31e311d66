import { z } from 'zod';
import { day, hours } from './values.ts';

/** Working time: hours, holidays, and when the product keeps quiet. */
export const calendar = z
  .strictObject({
    timeZone: z.string().default('Asia/Shanghai'),
    workdays: z.array(z.number().int().min(1).max(7)).default([1, 2, 3, 4, 5]),
    hours: z.array(hours).default(['09:00-12:00', '13:30-18:00']),
    holidays: z.enum(['CN', 'none']).default('CN'),
    extraHolidays: z.array(day).default([]),
    extraWorkdays: z.array(day).default([]),
    quiet: z
      .strictObject({
        hours: z.array(hours).default([]),
        /** What waits until morning. Replies never wait. */
        holds: z.array(z.enum(['urgent', 'normal', 'digest'])).default(['normal', 'digest']),
        /** Reminders to who leads people come together on one card, this far apart at least. */
        every: z
          .string()
          .regex(/^[1-9]\d{0,2}m$|^[1-9]h$/, '写成 30m 或 1h')
          .default('30m'),
        /** How many messages they get in a day besides what they ask for. */
        perDay: z
          .strictObject({
            'team-lead': z.number().int().min(1).max(100).default(6),
            'regional-manager': z.number().int().min(1).max(100).default(3),
            director: z.number().int().min(1).max(100).default(3),
          })
          .prefault({}),
      })
      .prefault({}),
  })
  .prefault({});
