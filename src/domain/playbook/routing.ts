import { z } from 'zod';
import { label } from './values.ts';

export const routing = z.strictObject({
  policy: z.enum(['weighted', 'strict']).default('weighted'),
  /** Open leads one rep may carry. */
  cap: z.number().int().positive().default(50),
  /** `strict` or `any`: must the rep sell in the lead's region? */
  region: z.enum(['strict', 'any']).default('strict'),
  /** Percent; need not add up to 100, they are normalised. */
  weights: z
    .strictObject({
      idleness: z.number().nonnegative().default(40),
      category: z.number().nonnegative().default(60),
      region: z.number().nonnegative().default(0),
      source: z.number().nonnegative().default(0),
      industry: z.number().nonnegative().default(0),
      budget: z.number().nonnegative().default(0),
    })
    .prefault({}),
  /** Deals this recent count as experience in a category. */
  experience: z
    .strictObject({ days: z.number().int().positive().default(183), bonus: z.number().default(35) })
    .prefault({}),
  /** Who is preferred for a source, industry or budget band: value → person ids. */
  prefer: z
    .partialRecord(z.enum(['source', 'industry', 'budget']), z.record(z.string(), z.array(z.string())))
    .default({}),
  strict: z
    .strictObject({
      openBelow: z.number().int().positive().default(5),
      recentDays: z.number().int().positive().default(30),
    })
    .prefault({}),
  passReasons: z.array(label).default(['区域不符', '品类不熟', '客户指定他人', '近期无法跟进']),
});
