import type { Lead } from '../leads/lead.ts';

/**
 * Daily activation (F1, S1): of the leads first assigned on one local day, the share with at least one interaction
 * within 72 hours of that assignment. Counted from the first assignment, so that giving a lead to somebody else
 * never improves the figure.
 */
export interface CohortFigure {
  /** Local day of first assignment, `YYYY-MM-DD`. */
  day: string;
  assigned: number;
  activated: number;
  /** 0–1; absent when nothing was assigned. */
  share?: number | undefined;
  leadIds: string[];
}

export interface InactiveRow {
  leadId: string;
  company: string;
  ownerId: string;
  ownerName: string;
  /** Wall hours since the first assignment, one decimal. */
  hours: number;
  /** Of these, those since it was given to its owner; absent in reports made before they were counted. */
  ownHours?: number | undefined;
  /** Who had it before, in order, and for how many of the hours. */
  before?: { name: string; hours: number }[] | undefined;
}

export type ActivationLead = Pick<
  Lead,
  '_id' | 'company' | 'ownerId' | 'firstAssignedAt' | 'firstTouchedAt' | 'status'
> &
  Partial<Pick<Lead, 'assignments'>>;

const HOUR_MS = 3_600_000;

/** Was it touched in time, as far as can be known at `now`? */
export function isActivated(lead: ActivationLead, withinHours: number): boolean {
  if (!lead.firstAssignedAt || !lead.firstTouchedAt) return false;
  return lead.firstTouchedAt.getTime() - lead.firstAssignedAt.getTime() <= withinHours * HOUR_MS;
}

/** The same as it could be known at an earlier moment. */
export function isActivatedBy(lead: ActivationLead, withinHours: number, at: Date): boolean {
  return lead.firstTouchedAt !== undefined && lead.firstTouchedAt <= at && isActivated(lead, withinHours);
}

export function cohortFigure(
  day: string,
  leads: readonly ActivationLead[],
  withinHours: number,
): CohortFigure {
  const activated = leads.filter((lead) => isActivated(lead, withinHours)).length;
  return {
    day,
    assigned: leads.length,
    activated,
    share: leads.length ? activated / leads.length : undefined,
    leadIds: leads.map((lead) => lead._id),
  };
}

/** Open leads nobody has touched, the longest waiting first. */
export function inactiveRows(
  leads: readonly ActivationLead[],
  nameOf: (userId: string) => string,
  now: Date,
): InactiveRow[] {
  return leads
    .filter((lead) => !lead.firstTouchedAt && lead.firstAssignedAt && lead.ownerId && lead.status !== 'lost')
    .map((lead) => ({
      leadId: lead._id,
      company: lead.company,
      ownerId: lead.ownerId ?? '',
      ownerName: nameOf(lead.ownerId ?? ''),
      hours: hoursBetween(lead.firstAssignedAt ?? now, now),
      ...whoseHours(lead, nameOf, now),
    }))
    .sort((a, b) => b.hours - a.hours || a.leadId.localeCompare(b.leadId));
}

/** Everybody answers for the time they had the lead, and for no other. */
function whoseHours(
  { assignments = [] }: ActivationLead,
  nameOf: (userId: string) => string,
  now: Date,
): Pick<InactiveRow, 'ownHours' | 'before'> {
  const last = assignments.at(-1);
  if (!last) return {};
  const before = assignments.slice(0, -1).map(({ ownerId, at }, i) => ({
    name: nameOf(ownerId),
    hours: hoursBetween(at, assignments[i + 1]?.at ?? now),
  }));
  return { ownHours: hoursBetween(last.at, now), before };
}

function hoursBetween(from: Date, to: Date): number {
  return Math.round(((to.getTime() - from.getTime()) / HOUR_MS) * 10) / 10;
}

/** The figure's one definition, shown wherever it appears. */
export function activationFormula(withinHours: number): string {
  return `线索激活率 = 分配后${withinHours}小时内有≥1次互动的线索数 ÷ 当日首次分配的线索数（转派不重新计时）`;
}
