import { z } from 'zod';
import { id, label, words } from './values.ts';

/** What is talked about with a customer, and how deep (C14): counted from records, said in a sentence. */
export const thermometer = z.strictObject({
  /** From shallow to deep: 询问, 技术细节, 合同条款. A record counts at the deepest whose word it has, else at the first. */
  depths: z.array(z.strictObject({ id, label, words })).max(5).default([]),
  /** What customers ask about; `next` is the best next step when it is asked again and again. */
  topics: z
    .array(z.strictObject({ id, label, words, next: label }))
    .max(20)
    .default([]),
  /** So many contacts, the newest, are looked at for the sentence. */
  latest: z.int().min(2).max(10).default(3),
});
export type ThermometerSettings = z.infer<typeof thermometer>;
