/** What a rule's `when` may name. */
interface RuleEventRow {
  label: string;
  /** What stands beside the lead for the rule's `if`: `interaction.…`. */
  beside?: 'interaction';
}

/** One row an event; the area that knows of it runs the rules on it (`applyRules`). */
export const RULE_EVENTS = {
  'lead.created': { label: '线索进来' },
  'lead.changed': { label: '线索有变化' },
  'lead.repeated': { label: '客户再次来询' },
  'interaction.recorded': { label: '记下一次跟进', beside: 'interaction' },
  /** Whatever way it moved, back and anew too; at the first stage when it comes in. */
  'stage.entered': { label: '进入节点' },
} as const satisfies Record<string, RuleEventRow>;

export type RuleEvent = keyof typeof RULE_EVENTS;

export const RULE_EVENT_NAMES = Object.keys(RULE_EVENTS) as RuleEvent[];

/** Whether an interaction stands beside the lead whenever one of these happens. */
export function hasInteraction(events: readonly RuleEvent[]): boolean {
  return events.every((event) => 'beside' in RULE_EVENTS[event]);
}
