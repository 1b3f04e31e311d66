import { withValues } from '../leads/lead-fields.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { TrialLead } from '../routing/route-many.ts';
import { applyRules } from '../rules/apply-rules.ts';
import { type PreparedLead, prepareLead } from './prepare.ts';
import type { Submission } from './submission.ts';

/** What intake would make of a submission before routing: master data, tags and the rules for new leads. */
export function trialLead(
  submission: Submission,
  version: PlaybookVersion,
  id: string,
): { lead: TrialLead; prepared: PreparedLead } {
  const prepared = prepareLead(submission, version);
  const ruled = applyRules('lead.created', prepared.lead, version);
  return { lead: { ...withValues(prepared.lead, ruled.set), _id: id }, prepared };
}
