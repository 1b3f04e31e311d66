import { matchCustomer } from '../note/customer/match-customer.ts';
import { prepareText } from '../note/prepared-text.ts';
import type { SentDocument } from './document.ts';
import type { DocumentTemplate } from './template.ts';

/** The customer's name as it stands on the form; empty when it has none or none was read. */
export function nameOnForm(
  document: Pick<SentDocument, 'values'>,
  template: DocumentTemplate | undefined,
): string {
  const fields = (template?.fields ?? []).filter(({ to }) => to === 'customer').map(({ id }) => id);
  return document.values.find(({ field }) => fields.includes(field))?.value ?? '';
}

/** Whether a name on a form is this customer's, however it is shortened; another place, branch or number is not. */
export function isNameOf(
  name: string,
  customer: { name: string; aliases: readonly string[]; city?: string | undefined },
): boolean {
  const { city, ...named } = customer;
  const known = { ...named, ...(city && { city }), customerId: 'this', contacts: [] };
  // A form is read without what its reader had open: nobody was in focus, so the time does not matter.
  return matchCustomer(prepareText(name).text, [known], new Date(0)).status === 'sure';
}
