import type { EffectBody } from '../../core/effect.ts';
import type { Proposal } from '../../domain/journey/journey.ts';
import { journeyOf } from '../../domain/journey/journey.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { Colleague } from '../../domain/people/person.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import { cardAbout } from '../messages.ts';

/**
 * Asks the manager about what somebody wanted to write into locked fields. One card for all of one change; what is
 * asked already is not asked again.
 */
export function askAbout(
  lead: Lead,
  refused: readonly Proposal[],
  people: ReadonlyMap<string, Colleague>,
): EffectBody[] {
  const asked = journeyOf(lead).proposals;
  const fresh = refused.filter(
    ({ path, value }) =>
      !asked.some((one) => one.path === path && JSON.stringify(one.value) === JSON.stringify(value)),
  );
  if (!fresh.length) return [];
  return managersOfLead(lead, people).map((to) =>
    cardAbout(lead, to, 'lock-request', {
      urgency: 'normal',
      params: { paths: fresh.map(({ path }) => path) },
    }),
  );
}

/** Who decides about a lead's journey: its owner's manager, or the director where there is none. */
export function managersOfLead(lead: Lead, people: ReadonlyMap<string, Colleague>): string[] {
  const managers = resolveRecipients(['manager'], lead, people);
  return managers.length ? managers : resolveRecipients(['director'], lead, people);
}
