import { awaitsOwner, isOpen } from '../../domain/leads/lead.ts';
import type { LeadStore } from '../../stores/leads.ts';
import type { PeopleStore } from '../../stores/people.ts';

/**
 * Makes the places people have taken for a lead agree with the lead as it is now. Follows every change of owner as
 * an effect, so that a crash between claiming a place and writing the lead leaves none behind. A lead that is being
 * given to somebody is left alone: its place is claimed a moment before it is written, and that change settles again.
 * @returns whether anything had to be changed
 */
export async function settleSlots(
  leadId: string,
  { leads, people }: { leads: LeadStore; people: PeopleStore },
): Promise<boolean> {
  const lead = await leads.get(leadId);
  if (!lead || awaitsOwner(lead)) return false;
  return people.settleSlots(leadId, isOpen(lead) ? lead.ownerId : undefined);
}
