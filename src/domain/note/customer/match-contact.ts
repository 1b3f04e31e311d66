import { prepareText } from '../prepared-text.ts';
import type { KnownContact } from '../types.ts';
import { matchCustomer } from './match-customer.ts';

/**
 * Which of a customer's contacts a note names (C1), by the evidence that tells customers apart: name, surname with
 * title, pinyin, phone. Undefined when it names none, or might mean several.
 */
export function matchContact<T extends KnownContact>(
  text: string,
  customer: { name: string; aliases: readonly string[] },
  contacts: readonly T[],
): T | undefined {
  const { name, aliases } = customer;
  // Each stands for the customer with this contact alone; the one without any is what the customer's name weighs.
  const nobody = { customerId: '', name, aliases, contacts: [] };
  const each = contacts.map((contact, i) => ({ ...nobody, customerId: String(i), contacts: [contact] }));
  // Nobody was in focus lately, so the time does not matter.
  const { status, best } = matchCustomer(prepareText(text).text, [nobody, ...each], new Date(0));
  return status === 'sure' && best?.customerId ? contacts[Number(best.customerId)] : undefined;
}
