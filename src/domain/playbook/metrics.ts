import { z } from 'zod';

/** What figures are held against. */
export const metrics = z
  .strictObject({
    /** 0–1. */
    activationTarget: z.number().min(0).max(1).default(0.85),
    /** Wall hours. */
    activationHours: z.number().positive().default(72),
  })
  .prefault({});
export type MetricSettings = z.infer<typeof metrics>;
