import { z } from 'zod';
import { recipient } from './clocks.ts';
import { condition, label } from './values.ts';

const RULE_EVENTS = ['lead.created', 'lead.changed', 'lead.repeated', 'interaction.recorded'] as const;
const ruleAction = z.strictObject({
  tag: z.union([label, z.array(label)]).optional(),
  untag: z.union([label, z.array(label)]).optional(),
  /** Field id → value. */
  set: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])).optional(),
  notify: z.strictObject({ to: z.array(recipient).min(1), text: z.string().min(1).max(500) }).optional(),
  /** Sends the owner the matching script for this objection or situation. */
  script: z.string().optional(),
});
export const rule = z.strictObject({
  name: label,
  when: z.union([z.enum(RULE_EVENTS), z.array(z.enum(RULE_EVENTS))]),
  if: condition.default({}),
  do: z.array(ruleAction).min(1),
});
export type Rule = z.infer<typeof rule>;
export type RuleEvent = (typeof RULE_EVENTS)[number];
