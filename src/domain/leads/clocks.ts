import { defineClocks } from '../clocks/define.ts';

/** The clocks of a lead. */
export const LEAD_CLOCKS = defineClocks('lead', {
  /** From intake until somebody owns the lead. */
  assignment: { label: '分配', rule: 'required', cards: ['pick-owner'] },
  /** From assignment until the first follow-up record (B3). */
  'first-touch': { label: '首次联系', rule: 'required', cards: ['first-touch-due', 'escalation'] },
  /** From the date a rep promised. */
  'follow-up': { label: '回访', rule: 'required', cards: ['follow-up-due', 'escalation'] },
  /** From the last interaction, when no date was promised; a stage's `dwell` replaces the first step's `after`. */
  dwell: { label: '有效跟进', rule: 'required', cards: ['stalled', 'escalation'] },
  /** From entering a stage that has a `stay` until leaving it, whatever is recorded; the `stay` replaces the first step's `after`. */
  stay: { label: '节点停留', rule: 'optional', cards: ['stalled', 'escalation'] },
  /** From an action that has an `awaits` until the customer has done something; the `awaits` replaces the first `after`. */
  reply: { label: '客户回音', rule: 'optional', cards: ['stalled', 'escalation'] },
});
