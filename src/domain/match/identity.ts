import { normaliseCompany } from '../normalise/company.ts';
import { isGeneralHospital } from '../normalise/hospital.ts';
import { normalisePhone } from '../normalise/phone.ts';
import type { DuplicateCandidate } from './duplicates.ts';

/**
 * What names a customer exactly: phone, e-mail, and the full name. Unique over all customers, so two leads of one new
 * customer that arrive at once can only make one. A name that every city has (市第一人民医院) identifies nobody without
 * its city.
 */
export function identityKeys(
  { company, region, phones = [], aliases = [] }: DuplicateCandidate,
  email?: string,
): string[] {
  const byPhone = phones.map((phone) => normalisePhone(phone).key).filter((key) => key !== '');
  const names = [...(company ? [company] : []), ...aliases].map((name) => normaliseCompany(name, region));
  const telling = names.filter(({ key, city, core }) => key && (city || !isGeneralHospital(core)));
  return [
    ...new Set([
      ...byPhone.map((key) => `p:${key}`),
      ...(email ? [`e:${email.toLowerCase()}`] : []),
      ...telling.map(({ key }) => `n:${key}`),
    ]),
  ];
}
