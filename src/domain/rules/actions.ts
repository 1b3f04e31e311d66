import type { EffectBody } from '../../core/effect.ts';
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
import type { Playbook } from '../playbook/playbook.ts';
import type { RuleActionName, RuleActionValue } from '../playbook/rules.ts';
import type { FieldValue } from '../records/field-value.ts';
import { deriveTags } from '../tags/derive-tags.ts';
import { addTags } from '../tags/tag-groups.ts';

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

/** Something a rule asks for beyond the lead's values; whoever writes the lead writes the effect with it. */
export interface RuleRequest {
  /** The rule's name. */
  rule: string;
  /** The same for the same wish of the same rule. */
  key: string;
  effect: (leadId: string) => EffectBody;
}

/** What the rules of one event have come to so far. */
export interface RuleState {
  /** The lead as the actions before have made it. */
  current: RuleDocument;
  set: LeadValues;
  /** `rule` is the rule's name, for the card and the audit. */
  notifications: { rule: string; to: Recipient[]; text: string }[];
  /** Situations whose script the owner gets (`chooseScripts`' `for`), each once. */
  scripts: string[];
  requests: RuleRequest[];
}

/** What the action does, given what a rule writes for it. */
type Action<Name extends RuleActionName> = (
  value: RuleActionValue<Name>,
  state: RuleState,
  rule: { name: string; playbook: Playbook },
) => void;

/** In the order in which the actions of one entry are done, whatever order they are written in. */
export const ACTIONS: { readonly [Name in RuleActionName]: Action<Name> } = {
  set(wanted, state, { playbook }) {
    const values = changedValues(wanted, state.current, playbook);
    if (!Object.keys(values).length) return;
    Object.assign(state.set, values);
    const next = withValues(state.current, values);
    state.current = { ...next, tags: deriveTags(next, playbook, state.current) };
  },
  tag(tags, state, { playbook }) {
    state.current.tags = addTags(state.current.tags ?? [], [tags].flat(), playbook);
  },
  untag(tags, state) {
    state.current.tags = (state.current.tags ?? []).filter((tag) => ![tags].flat().includes(tag));
  },
  notify({ to, text }, state, { name }) {
    const { company, contactName, title, need, products } = state.current;
    const values = { company, contactName, title, need, products: products?.join('、') };
    state.notifications.push({ rule: name, to, text: fillPlaceholders(text, values) });
  },
  script(what, state) {
    if (!state.scripts.includes(what)) state.scripts.push(what);
  },
};

/** Does what one entry of a rule's `do` says. */
export function act(
  entry: { readonly [Name in RuleActionName]?: RuleActionValue<Name> | undefined },
  state: RuleState,
  rule: { name: string; playbook: Playbook },
): void {
  for (const name of Object.keys(ACTIONS) as RuleActionName[]) actOne(name, entry, state, rule);
}

function actOne<Name extends RuleActionName>(
  name: Name,
  entry: { readonly [N in RuleActionName]?: RuleActionValue<N> | undefined },
  state: RuleState,
  rule: { name: string; playbook: Playbook },
): void {
  const value = entry[name];
  if (value !== undefined) ACTIONS[name](value as RuleActionValue<Name>, state, rule);
}

function changedValues(
  set: Record<string, FieldValue>,
  current: RuleDocument,
  playbook: Playbook,
): LeadValues {
  const values: [LeadPath, FieldValue][] = [];
  for (const [name, value] of Object.entries(set)) {
    const path = leadPath(name, playbook);
    if (path && JSON.stringify(valueAt(current, path)) !== JSON.stringify(value)) values.push([path, value]);
  }
  return Object.fromEntries(values);
}
