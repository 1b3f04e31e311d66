import type { Proposal } from '../journey/journey.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { RuleEvent } from '../playbook/rules.ts';
import { applyRules, type RuleOutcome } from '../rules/apply-rules.ts';
import { ruledValues } from '../rules/outcome.ts';
import type { Lead } from './lead.ts';
import { journeyAfter, withFrozen } from './write-facts.ts';

export interface AfterEvent extends Pick<RuleOutcome, 'notifications' | 'scripts' | 'requests' | 'fired'> {
  set: Partial<Lead>;
  /** What rules wanted of fields the stage has frozen. */
  refused: Proposal[];
}

/**
 * What the rules on an event make of a lead to which nothing else happens with it.
 * @param seen what the rules are asked about where it differs from the lead: the stage it entered, though it has moved on
 */
export function afterEvent(
  event: RuleEvent,
  lead: Lead,
  seen: Pick<Lead, 'stage'>,
  version: PlaybookVersion,
  now: Date,
): AfterEvent {
  const { notifications, scripts, requests, fired, ...ruled } = applyRules(
    event,
    { ...lead, ...seen },
    version,
  );
  const wanted = ruledValues(lead, ruled);
  const kept = withFrozen(lead, { ...lead, ...wanted }, version.playbook, { by: 'rule', now });
  const values = Object.keys(wanted).map((name) => [name, kept.lead[name as keyof Lead]]);
  const journey = journeyAfter(lead, [], kept.refused, now);
  const set: Partial<Lead> = { ...Object.fromEntries(values), ...(journey ? { journey } : {}) };
  return { set, refused: kept.refused, notifications, scripts, requests, fired };
}
