import type { Customer } from '../customer.ts';
import type { LeadDescription } from '../leads/description.ts';
import type { Lead } from '../leads/lead.ts';
import { duplicateKeys } from '../match/duplicate-keys.ts';
import type { DuplicateCandidate } from '../match/duplicates.ts';
import { identityKeys } from '../match/identity.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import { completeLead } from './complete-lead.ts';
import type { LookupMatch } from './lookup.ts';
import type { Submission } from './submission.ts';

/** A submission understood: what the lead and, if it is new, the customer will say. Nothing is decided yet. */
export interface PreparedLead {
  lead: LeadDescription & Pick<Lead, 'tags'>;
  customer: Pick<
    Customer,
    | 'name'
    | 'aliases'
    | 'contacts'
    | 'city'
    | 'address'
    | 'region'
    | 'industry'
    | 'fields'
    | 'tags'
    | 'purchases'
    | 'concerns'
    | 'lifecycle'
  >;
  /** For finding out whether the customer is known. */
  candidate: DuplicateCandidate;
  identity: string[];
  matchKeys: string[];
}

/** Master data, linked choices, categories, budget band and tags (A3, A4), all at once and without asking anybody. */
export function prepareLead(submission: Submission, version: PlaybookVersion): PreparedLead {
  const given = { ...submission, company: submission.company ?? '', tags: [] };
  const { lead, matched } = completeLead(given, version);
  const { company, contactName, title, phone, email, city, region, industry, address } = lead;
  const phones = [...(phone ? [phone] : []), ...(lead.otherPhones ?? [])];
  const onCustomer = new Set(version.playbook.fields.filter((f) => f.on === 'customer').map((f) => f.id));
  const fields = Object.fromEntries(Object.entries(lead.fields).filter(([id]) => onCustomer.has(id)));
  const candidate: DuplicateCandidate = {
    ...(company && { company }),
    ...(city && { region: city }),
    phones,
    aliases: officialNames(matched, version).filter((name) => name !== company),
  };
  const hasContact = Boolean(contactName || phone || email);
  return {
    lead,
    customer: {
      name: company,
      aliases: [],
      contacts: hasContact
        ? [
            { name: contactName, title, phone, email },
            ...phones.slice(1).map((other) => ({ name: contactName, title, phone: other })),
          ]
        : [],
      address,
      city,
      region,
      industry,
      fields,
      tags: [],
      purchases: [],
      concerns: [],
      lifecycle: 'active',
    },
    candidate,
    identity: identityKeys(candidate, email),
    matchKeys: duplicateKeys(candidate),
  };
}

/** The names of the rows of master data the lead is: 瑞金 and 上海交通大学医学院附属瑞金医院 are one customer. */
function officialNames(matched: readonly LookupMatch[], { playbook, lookups }: PlaybookVersion): string[] {
  return matched.flatMap(({ lookup, row }) => {
    const column = playbook.lookups.find(({ id }) => id === lookup)?.nameColumn;
    return (column && lookups[lookup]?.[row]?.[column]) || [];
  });
}
