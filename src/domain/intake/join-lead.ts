import type { Lead } from '../lead.ts';
import type { PlaybookVersion } from '../playbook.ts';
import { applyRules, type RuleOutcome } from '../rules/apply-rules.ts';
import { ruledValues } from '../rules/outcome.ts';
import { completeLead } from './complete-lead.ts';
import type { PreparedLead } from './prepare.ts';

export interface JoinedLead {
  set: Partial<Lead>;
  notifications: RuleOutcome['notifications'];
}

/**
 * What an open lead becomes when its customer comes again (A5): what was not known is filled in, products add up,
 * nothing known is overwritten; then tags follow, and the rules on a changed and on a repeated lead.
 */
export function joinLead(
  current: Lead,
  prepared: PreparedLead['lead'],
  version: PlaybookVersion,
): JoinedLead {
  const filled: Lead = {
    ...current,
    contactName: current.contactName || prepared.contactName,
    title: current.title ?? prepared.title,
    phone: current.phone ?? prepared.phone,
    email: current.email ?? prepared.email,
    need: current.need ?? prepared.need,
    budget: current.budget ?? prepared.budget,
    products: [...new Set([...current.products, ...prepared.products])],
    categories: [...new Set([...current.categories, ...prepared.categories])],
    fields: { ...prepared.fields, ...current.fields },
  };
  const { lead } = completeLead(filled, version, current);
  const changed = applyRules('lead.changed', lead, version, current);
  const afterChange: Lead = { ...lead, ...ruledValues(lead, changed) };
  const repeated = applyRules('lead.repeated', afterChange, version);
  const next: Lead = { ...afterChange, ...ruledValues(afterChange, repeated) };
  const { contactName, title, phone, email, need, budget, products, categories, fields, tags, region, city } =
    next;
  return {
    set: { contactName, title, phone, email, need, budget, products, categories, fields, tags, region, city },
    notifications: [...changed.notifications, ...repeated.notifications],
  };
}
