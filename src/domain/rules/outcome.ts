import type { EffectBody } from '../../core/effect.ts';
import { BUILT_IN_FIELDS } from '../leads/description.ts';
import type { Lead } from '../leads/lead.ts';
import { withValues } from '../leads/lead-fields.ts';
import type { RuleOutcome } from './apply-rules.ts';

/** What fired rules change on a lead, ready to be written: its tags, fields and built-in values. */
export function ruledValues(lead: Lead, outcome: Pick<RuleOutcome, 'tags' | 'set'>): Partial<Lead> {
  const { add, remove } = outcome.tags;
  const tags = [...new Set([...lead.tags.filter((tag) => !remove.includes(tag)), ...add])];
  if (Object.keys(outcome.set).length === 0) return { tags };
  const next = withValues(lead, outcome.set);
  const builtIn = BUILT_IN_FIELDS.filter((name) => next[name] !== lead[name]).map((name) => [
    name,
    next[name],
  ]);
  return { tags, fields: next.fields, ...Object.fromEntries(builtIn) };
}

/** What fired rules ask for beyond the lead, as effects of the change they ride on. */
export function requestedBy({ requests }: Pick<RuleOutcome, 'requests'>, leadId: string): EffectBody[] {
  return requests.map(({ effect }) => effect(leadId));
}
