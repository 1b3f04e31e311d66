import type { KnownCustomer } from '../../domain/note/types.ts';

/** A customer as the parser knows it: who can be named. */

export function focusedAt(at: Date | undefined): { lastFocusAt?: Date } {
  return at ? { lastFocusAt: at } : {};
}

export function contactOf(lead: {
  contactName: string;
  title?: string | undefined;
  phone?: string | undefined;
}) {
  return contactFields({ name: lead.contactName, title: lead.title, phone: lead.phone });
}

export function contactFields({
  name,
  title,
  phone,
}: {
  name: string;
  title?: string | undefined;
  phone?: string | undefined;
}) {
  return { name, ...(title ? { title } : {}), ...(phone ? { phone } : {}) };
}

/** Customers that are offered at most when a line leaves open whom it is about. */
export const ASKED = 8;

/** With no name in the note, the leads the person handled last. */
export function recent(customers: KnownCustomer[]): string[] {
  return [...customers]
    .sort((a, b) => (b.lastFocusAt?.getTime() ?? 0) - (a.lastFocusAt?.getTime() ?? 0))
    .slice(0, ASKED)
    .flatMap((c) => c.leadId ?? []);
}

/** What the contacts of a customer are called. */
export function namesIn(customer: { contacts: readonly { name: string }[] } | null | undefined): string[] {
  return customer?.contacts.map(({ name }) => name) ?? [];
}
