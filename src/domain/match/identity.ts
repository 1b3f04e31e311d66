import { normaliseCompany } from '../normalise/company.ts';
import { isGeneralHospital } from '../normalise/hospital.ts';
import { normalisePhone } from '../normalise/phone.ts';
import type { DuplicateCandidate } from './duplicates.ts';

/**
 * What names a customer exactly: phone, e-mail, and the full name. Unique over all customers, so two leads of one new
 * customer that arrive at once can only make one. A name that every city has (市第一人民医院) identifies nobody without
 * its city.
 */
export function identityKeys({ company, region, phones = [] }: DuplicateCandidate, email?: string): string[] {
  const byPhone = phones.map((phone) => normalisePhone(phone).key).filter((key) => key !== '');
  const name = company ? normaliseCompany(company, region) : undefined;
  return [
    ...byPhone.map((key) => `p:${key}`),
    ...(email ? [`e:${email.toLowerCase()}`] : []),
    ...(name?.key && (name.city || !isGeneralHospital(name.core)) ? [`n:${name.key}`] : []),
  ];
}
