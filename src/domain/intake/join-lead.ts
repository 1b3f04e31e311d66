import type { Proposal } from '../journey/journey.ts';
import { frozenPaths } from '../journey/locks.ts';
import { LEAD_PROPERTIES } from '../leads/description.ts';
import type { Lead } from '../leads/lead.ts';
import { type LeadPath, valueAt } from '../leads/lead-fields.ts';
import { journeyAfter, type Writer, withFrozen } from '../leads/write-facts.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import { applyRules, type RuleOutcome } from '../rules/apply-rules.ts';
import { ruledValues } from '../rules/outcome.ts';
import { completeLead } from './complete-lead.ts';
import type { PreparedLead } from './prepare.ts';

export interface JoinedLead {
  set: Partial<Lead>;
  /** What it says of fields a stage has frozen. */
  refused: Proposal[];
  notifications: RuleOutcome['notifications'];
  requests: RuleOutcome['requests'];
}

/**
 * What an open lead becomes when its customer comes again (A5): what was not known is filled in, products add up,
 * nothing known is overwritten; then tags follow, and the rules on a changed and on a repeated lead.
 */
export function joinLead(
  current: Lead,
  prepared: PreparedLead['lead'],
  version: PlaybookVersion,
  writer: Writer,
): JoinedLead {
  const filled: Lead = {
    ...current,
    ...contactAfter(current, prepared),
    otherPhones: numbersAfter(current, prepared),
    wechat: current.wechat ?? prepared.wechat,
    address: current.address ?? prepared.address,
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
  const kept = withFrozen(
    current,
    { ...afterChange, ...ruledValues(afterChange, repeated) },
    version.playbook,
    writer,
  );
  const wanted = withFrozen(current, withSaid(current, prepared, writer.now), version.playbook, writer);
  const refused = [...kept.refused, ...wanted.refused];
  const journey = journeyAfter(current, [], refused, writer.now);
  const { contactName, title, phone, email, need, budget, products, categories, fields, tags, region, city } =
    kept.lead;
  const { otherPhones, wechat, address } = kept.lead;
  const set = {
    ...{ contactName, title, phone, email, otherPhones, wechat, address },
    ...{ need, budget, products, categories, fields, tags, region, city },
  };
  return {
    set: { ...set, ...(journey ? { journey } : {}) },
    refused,
    notifications: [...changed.notifications, ...repeated.notifications],
    requests: [...changed.requests, ...repeated.requests],
  };
}

/** Every number the customer came with, each once; whoever it belongs to, somebody answers there. */
function numbersAfter(current: Lead, prepared: PreparedLead['lead']): string[] | undefined {
  const given = [...(prepared.phone ? [prepared.phone] : []), ...(prepared.otherPhones ?? [])];
  const main = contactAfter(current, prepared).phone;
  const numbers = new Set([...(current.otherPhones ?? []), ...given]);
  if (main) numbers.delete(main);
  return numbers.size ? [...numbers].slice(0, LEAD_PROPERTIES.otherPhones.items) : undefined;
}

/** The lead with what it says of frozen fields, to tell what differs. */
function withSaid(current: Lead, prepared: PreparedLead['lead'], now: Date): Lead {
  const said: Lead = { ...current, fields: { ...current.fields } };
  for (const path of frozenPaths(current, now)) {
    const value = valueAt(prepared, path as LeadPath);
    if (value === undefined) continue;
    if (path.startsWith('fields.')) said.fields[path.slice('fields.'.length)] = value;
    else Object.assign(said, { [path]: value });
  }
  return said;
}

type Contact = Pick<Lead, 'contactName' | 'title' | 'phone' | 'email'>;

/**
 * One person stays one person: what was missing of the same contact is filled in, another contact changes nothing
 * here (the customer keeps everybody).
 */
function contactAfter(current: Lead, prepared: PreparedLead['lead']): Contact {
  const { contactName, title, phone, email } = prepared;
  const nobody = !current.contactName && !current.phone && !current.email;
  if (nobody) return { contactName, title: current.title ?? title, phone, email };
  const same = Boolean(
    (phone && phone === current.phone) ||
      (email && email === current.email) ||
      (contactName && contactName === current.contactName),
  );
  const contradicts = Boolean(contactName && current.contactName && contactName !== current.contactName);
  if (!same || contradicts) {
    return {
      contactName: current.contactName,
      title: current.title,
      phone: current.phone,
      email: current.email,
    };
  }
  return {
    contactName: current.contactName || contactName,
    title: current.title ?? title,
    phone: current.phone ?? phone,
    email: current.email ?? email,
  };
}
