import { z } from 'zod';
import { RULE_EVENT_NAMES, type RuleEvent } from '../rules/events.ts';
import { recipient } from './clocks.ts';
import { condition, label } from './values.ts';

/**
 * What a rule can do, and how it is written. An action is a row here, what it does in `rules/actions.ts`, and what must
 * exist for it in `config/checks/check-rule-actions.ts`; the compiler asks for all three. What is no value of the lead is
 * asked for as an effect (`RuleOutcome.requests`): opening an order would be a row `open-order` with the order type's id.
 */
export const RULE_ACTIONS = {
  tag: z.union([label, z.array(label)]),
  untag: z.union([label, z.array(label)]),
  /** Field id → value. */
  set: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  notify: z.strictObject({ to: z.array(recipient).min(1), text: z.string().min(1).max(500) }),
  /** Sends the owner the matching script for this objection or situation. */
  script: z.string(),
} as const;

export type RuleActionName = keyof typeof RULE_ACTIONS;
export type RuleActionValue<Name extends RuleActionName> = z.output<(typeof RULE_ACTIONS)[Name]>;

export const rule = z.strictObject({
  name: label,
  when: z.union([z.enum(RULE_EVENT_NAMES), z.array(z.enum(RULE_EVENT_NAMES))]),
  if: condition.default({}),
  do: z.array(z.strictObject(RULE_ACTIONS).partial()).min(1),
});
export type Rule = z.infer<typeof rule>;
export type { RuleEvent };

/** Whether the playbook has a rule on this event. */
export function isRuleEvent({ rules }: { rules: readonly Rule[] }, event: RuleEvent): boolean {
  return rules.some(({ when }) => [when].flat().includes(event));
}
