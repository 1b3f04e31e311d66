import {
  type LeadFacts,
  type LeadPath,
  type LeadValues,
  leadPath,
  valueAt,
  withValues,
} from '../leads/lead-fields.ts';
import { fillPlaceholders } from '../placeholders.ts';
import type { Recipient } from '../playbook/clocks.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { Rule, RuleEvent } from '../playbook/rules.ts';
import type { FieldValue } from '../records/field-value.ts';
import { deriveTags } from '../tags/derive-tags.ts';
import { addTags } from '../tags/tag-groups.ts';
import { compiledOnce } from './condition.ts';

/** What a rule's `if` is asked about: the lead, and for `interaction.recorded` the interaction beside it. */
export type RuleDocument = LeadFacts & {
  interaction?: {
    /** `yes`, `attempt` or `no`. */
    reached?: string;
    actions: { id: string; label: string }[];
    objections: { id: string; label: string }[];
    scenes: { id: string; label: string }[];
    text?: string | undefined;
    amountFen?: number | undefined;
  };
};

export interface RuleOutcome {
  /** Compared with the tags the document came with. */
  tags: { add: string[]; remove: string[] };
  /** Path → value, only where it changes something. */
  set: LeadValues;
  /** `rule` is the rule's name, for the card and the audit. */
  notifications: { rule: string; to: Recipient[]; text: string }[];
  /** Situations whose script the owner gets (`chooseScripts`' `for`), each once. */
  scripts: string[];
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
  const outcome: RuleOutcome = {
    tags: { add: [], remove: [] },
    set: {},
    notifications: [],
    scripts: [],
    fired: [],
  };
  let current: RuleDocument = { ...doc, tags: [...(doc.tags ?? [])] };
  for (const rule of playbook.rules) {
    if (!listensTo(rule, event) || !compiledOnce(rule.if).matches(current)) continue;
    if (before && compiledOnce(rule.if).matches(before)) continue;
    outcome.fired.push(rule.name);
    for (const action of rule.do) {
      const values = changedValues(action.set ?? {}, current, playbook);
      Object.assign(outcome.set, values);
      if (Object.keys(values).length > 0) {
        const next = withValues(current, values);
        current = { ...next, tags: deriveTags(next, playbook, current) };
      }
      const tags = addTags(current.tags ?? [], asList(action.tag), playbook);
      current.tags = tags.filter((tag) => !asList(action.untag).includes(tag));
      if (action.notify) outcome.notifications.push(notification(rule, action.notify, current));
      if (action.script && !outcome.scripts.includes(action.script)) outcome.scripts.push(action.script);
    }
  }
  return { ...outcome, tags: difference(doc.tags ?? [], current.tags ?? []) };
}

function listensTo(rule: Rule, event: RuleEvent): boolean {
  return Array.isArray(rule.when) ? rule.when.includes(event) : rule.when === event;
}

function changedValues(
  set: Record<string, FieldValue>,
  current: RuleDocument,
  playbook: PlaybookVersion['playbook'],
): LeadValues {
  const values: [LeadPath, FieldValue][] = [];
  for (const [name, value] of Object.entries(set)) {
    const path = leadPath(name, playbook);
    if (path && JSON.stringify(valueAt(current, path)) !== JSON.stringify(value)) values.push([path, value]);
  }
  return Object.fromEntries(values);
}

function notification(
  rule: Rule,
  { to, text }: { to: Recipient[]; text: string },
  doc: RuleDocument,
): RuleOutcome['notifications'][number] {
  const { company, contactName, title, need } = doc;
  return {
    rule: rule.name,
    to,
    text: fillPlaceholders(text, { company, contactName, title, need, products: doc.products?.join('、') }),
  };
}

function asList(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function difference(before: readonly string[], after: readonly string[]): RuleOutcome['tags'] {
  return {
    add: after.filter((tag) => !before.includes(tag)),
    remove: before.filter((tag) => !after.includes(tag)),
  };
}
