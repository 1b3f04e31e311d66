import type { Lead } from '../leads/lead.ts';
import { type LeadFacts, type LeadPath, type LeadValues, valueAt, withValues } from '../leads/lead-fields.ts';
import { normaliseCompany } from '../normalise/company.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import { budgetBandIn } from '../tags/budget-band.ts';
import { categoriesOf, categoriesOfProducts } from '../tags/categories.ts';
import { deriveTags } from '../tags/derive-tags.ts';
import { fieldsFromText } from './fields-from-text.ts';
import { impliedValues } from './implied.ts';
import { fillFromLookups, type LookupMatch } from './lookup.ts';
import { regionOf } from './region.ts';

export interface CompletedLead<T extends LeadFacts> {
  /** The lead with everything filled in, tags included. */
  lead: T & Pick<Lead, 'categories' | 'fields' | 'tags'>;
  /** What was filled in, by path, for the audit. */
  set: LeadValues;
  matched: LookupMatch[];
}

/**
 * Everything intake can know about a lead without asking anybody (A3, A4), each step seeing the ones before: master
 * data, the city in the name, field values named in its texts, linked choices, region, categories, budget band, tags. What somebody gave is
 * never overwritten; free text is read for categories and budget only where nobody gave products or a budget. Rules
 * come after, by event. `before` as in `deriveTags`.
 */
export function completeLead<T extends LeadFacts>(
  lead: T,
  { playbook, lookups }: Pick<PlaybookVersion, 'playbook' | 'lookups'>,
  before?: LeadFacts,
): CompletedLead<T> {
  const set: LeadValues = {};
  let current = lead;
  const fill = (values: LeadValues) => {
    Object.assign(set, values);
    current = withValues(current, values);
  };
  const found = fillFromLookups(current, playbook, lookups);
  fill(found.set);
  if (!current.city) fill(changed(current, 'city', normaliseCompany(current.company ?? '').city));
  fill(fieldsFromText(current, playbook));
  fill(impliedValues(current, playbook));
  fill(changed(current, 'region', regionOf(current, playbook)));
  fill(changed(current, 'categories', categoriesFor(current, playbook)));
  if (!current.budget) fill(changed(current, 'budget', budgetBandIn(current.need ?? '', playbook)));
  const { categories = [], fields = {} } = current;
  const tags = deriveTags(current, playbook, before);
  return { lead: { ...current, categories, fields, tags }, set, matched: found.matched };
}

function categoriesFor(lead: LeadFacts, playbook: PlaybookVersion['playbook']): string[] {
  const given = [...(lead.categories ?? []), ...categoriesOfProducts(lead.products ?? [], playbook)];
  const wanted = new Set(given.length > 0 ? given : categoriesOf([lead.need ?? ''], playbook));
  const known = playbook.products.map((product) => product.category);
  return [...known.filter((category) => wanted.delete(category)), ...wanted];
}

function changed(lead: LeadFacts, path: LeadPath, value: string | string[] | undefined): LeadValues {
  const isNew =
    value !== undefined && value.length > 0 && String(value) !== String(valueAt(lead, path) ?? '');
  return isNew ? { [path]: value } : {};
}
