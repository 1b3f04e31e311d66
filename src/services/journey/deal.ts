import { dealOf } from '../../domain/journey/deal.ts';
import type { CustomerStore } from '../../stores/customers.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';
import type { Playbooks } from '../playbooks.ts';

/**
 * Makes the customer's purchase history and the owner's experience agree with the lead as it is now: a won lead is in
 * both, once; one that is open again is in neither. Follows every won and every re-opened lead as an effect.
 */
export async function settleDeal(
  leadId: string,
  deps: { leads: LeadStore; people: PeopleStore; customers: CustomerStore; playbooks: Playbooks },
): Promise<void> {
  const lead = await deps.leads.get(leadId);
  if (!lead) return;
  const { playbook } = await deps.playbooks.current();
  const deal = dealOf(lead, playbook);
  if (!deal) {
    await deps.customers.dropPurchase(lead.customerId, leadId);
    await deps.people.dropWin(leadId);
    return;
  }
  await deps.customers.addPurchase(lead.customerId, { ...deal, leadId });
  if (lead.ownerId) await deps.people.addWin(lead.ownerId, leadId, { ...deal, categories: lead.categories });
}
