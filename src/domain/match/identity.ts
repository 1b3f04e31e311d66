import { normaliseCompany } from '../normalise/company.ts';
import type { DuplicateCandidate } from './duplicates.ts';

/**
 * What names a customer exactly: phone, e-mail, and the full name where it says the city. Unique over all customers,
 * so two leads of one new customer that arrive at once can only make one. A name without a city (市第一人民医院)
 * identifies nobody.
 */
export function identityKeys({ name, phone, email, city }: DuplicateCandidate): string[] {
  const keys: string[] = [];
  if (phone) keys.push(`p:${phone}`);
  if (email) keys.push(`e:${email.toLowerCase()}`);
  const company = name ? normaliseCompany(name) : undefined;
  const place = company?.city ?? city;
  if (company && place) keys.push(`n:${place}:${company.core}`);
  return keys;
}
