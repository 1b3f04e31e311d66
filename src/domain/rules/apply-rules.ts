import type { LeadValues } from '../leads/lead-fields.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { Rule, RuleEvent } from '../playbook/rules.ts';
import { act, type RuleDocument, type RuleState } from './actions.ts';
import { compiledOnce } from './condition.ts';

export type { RuleDocument };

export interface RuleOutcome extends Pick<RuleState, 'notifications' | 'scripts' | 'requests'> {
  /** Compared with the tags the document came with. */
  tags: { add: string[]; remove: string[] };
  /** Path → value, only where it changes something. */
  set: LeadValues;
  /** Names of the rules that fired, in order. */
  fired: string[];
}

/**
 * Runs the playbook's rules for one event: in the order of the file, once, each seeing what the
 * ones before changed, tags taken from a value that was set included; what rules change is no event of its own, so
 * nothing loops. Of `lead.changed`, hand in the document as it was `before`: a rule fires when its condition becomes
 * true, not on every later change, so nobody is told twice and a tag taken off by hand stays off.
 */
export function applyRules(
  event: RuleEvent,
  doc: RuleDocument,
  playbookVersion: Pick<PlaybookVersion, 'playbook'>,
  before?: RuleDocument,
): RuleOutcome {
  const { playbook } = playbookVersion;
  const fired: string[] = [];
  const current: RuleDocument = { ...doc, tags: [...(doc.tags ?? [])] };
  const state: RuleState = { current, set: {}, notifications: [], scripts: [], requests: [] };
  for (const rule of playbook.rules) {
    if (!listensTo(rule, event) || !compiledOnce(rule.if).matches(state.current)) continue;
    if (before && compiledOnce(rule.if).matches(before)) continue;
    fired.push(rule.name);
    for (const entry of rule.do) act(entry, state, { name: rule.name, playbook });
  }
  const { set, notifications, scripts, requests } = state;
  const tags = difference(doc.tags ?? [], state.current.tags ?? []);
  return { tags, set, notifications, scripts, requests, fired };
}

function listensTo(rule: Rule, event: RuleEvent): boolean {
  return Array.isArray(rule.when) ? rule.when.includes(event) : rule.when === event;
}

function difference(before: readonly string[], after: readonly string[]): RuleOutcome['tags'] {
  return {
    add: after.filter((tag) => !before.includes(tag)),
    remove: before.filter((tag) => !after.includes(tag)),
  };
}
