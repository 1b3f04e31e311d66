import { normaliseCompany } from '../normalise/company.ts';
import { normalisePhone } from '../normalise/phone.ts';
import type { DuplicateCandidate } from './duplicates.ts';

/**
 * What names a customer exactly: phone, e-mail, and the full name where its city is known. Unique over all customers,
 * so two leads of one new customer that arrive at once can only make one. A name without a city (市第一人民医院)
 * identifies nobody.
 */
export function identityKeys({ company, region, phones = [] }: DuplicateCandidate, email?: string): string[] {
  const byPhone = phones.map((phone) => normalisePhone(phone).key).filter((key) => key !== '');
  const name = company ? normaliseCompany(company, region) : undefined;
  return [
    ...byPhone.map((key) => `p:${key}`),
    ...(email ? [`e:${email.toLowerCase()}`] : []),
    ...(name?.key && name.city ? [`n:${name.key}`] : []),
  ];
}
