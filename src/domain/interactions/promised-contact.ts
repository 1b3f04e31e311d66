import { deadlineOf } from '../clocks/clock-rules.ts';
import { isOpen, type Lead } from '../leads/lead.ts';

/** The next contact a lead's owner has promised; null when none is, or it is over. */
export function promisedContact(
  lead: Pick<Lead, 'clocks' | 'ownerId' | 'status'>,
): { ownerId: string; at: Date } | null {
  const clock = lead.clocks.find(({ name }) => name === 'follow-up');
  if (!clock || !lead.ownerId || !isOpen(lead)) return null;
  return { ownerId: lead.ownerId, at: deadlineOf(clock) };
}

/** Whose calendar no longer says what is so. */
export function staleCalendars(before: Lead, after: Lead): string[] {
  const [old, now] = [promisedContact(before), promisedContact(after)];
  if (old?.ownerId === now?.ownerId && old?.at.getTime() === now?.at.getTime()) return [];
  return [...new Set([old, now].flatMap((promised) => promised?.ownerId ?? []))];
}
