import type { Stores } from './stores.ts';

const DECISIONS_APART = 'decisions-apart';

/**
 * Brings what an earlier version left in the database into today's shape, before anything reads it. Done once; cut
 * off, it goes on at the next start.
 */
export async function upgrade({ settings, leads, decisions }: Stores): Promise<void> {
  if (await settings.get(DECISIONS_APART)) return;
  await leads.separateDecisions((leadId, decision) => decisions.keep(leadId, decision));
  await settings.set(DECISIONS_APART, true);
}
