import type { Customer } from '../customer.ts';
import { type Duplicate, type ExistingCustomer, findDuplicates } from './duplicates.ts';

/** A stored customer as duplicates are looked for among. */
export function asExisting({ _id, name, aliases, city, contacts }: Customer): ExistingCustomer {
  const phones = contacts.flatMap((contact) => contact.phone ?? []);
  return { customerId: _id, ...(name && { company: name }), aliases, phones, ...(city && { region: city }) };
}

/** What speaks for two stored customers being one; undefined when nothing does. */
export function likeness(a: Customer, b: Customer): Duplicate | undefined {
  const { customerId: _, ...candidate } = asExisting(a);
  const [found] = findDuplicates(candidate, [asExisting(b)]);
  return found;
}

/** The same in words, empty when nothing does. */
export function likenessOf(a: Customer, b: Customer): string {
  return likeness(a, b)?.because ?? '';
}
