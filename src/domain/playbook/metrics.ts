import { z } from 'zod';

const share = z.number().min(0).max(1);

/** What figures are held against, and what they ask for. */
export const metrics = z
  .strictObject({
    /** 0–1. */
    activationTarget: share.default(0.85),
    /** Wall hours. */
    activationHours: z.number().positive().default(72),
    /** Working hours from creation, or from an assignment, to the first try. */
    slaHours: z.number().positive().default(2),
    slaTarget: share.default(0.95),
    /** What a lead should say once its customer was reached: built-in properties or ids of fields. */
    coreFields: z
      .array(z.string().min(1))
      .min(1)
      .default(['contactName', 'title', 'phone', 'budget', 'need']),
    fidTarget: share.default(0.92),
    /** Ids of tag groups every lead should have a tag of; absent: each group that names its tags. */
    tagGroups: z.array(z.string().min(1)).min(1).optional(),
    tagTarget: share.default(0.92),
    /** Kinds of standard actions behind a won lead. */
    densityTarget: z.number().positive().default(5.3),
    /** Of deadlines that went by, those seen to within three working days. */
    overdueTarget: share.default(0.86),
  })
  .prefault({});
export type MetricSettings = z.infer<typeof metrics>;
