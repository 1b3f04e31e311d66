/** What is told by records alone, and how it is read: shared by the second ways to compute figures. */
import type { Calendar } from '../../domain/calendar/calendar.ts';
import { calendarOf } from '../../domain/clocks/clock-rules.ts';
import type { Interaction } from '../../domain/interactions/interaction.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';

/** What the records tell. */
export interface Told {
  leads: readonly Lead[];
  /** Of these leads. */
  records: readonly Interaction[];
  /** Deadlines of theirs that went by. */
  fired: readonly { lead: string; clock: string; startedAt: Date; deadline: Date }[];
  /** The playbook in force at a moment. */
  versionAt(at: Date): PlaybookVersion;
  now: Date;
  /** Local days, both included. */
  from: string;
  to: string;
}

export interface Part {
  of: number;
  hit: number;
  value?: number | undefined;
}

/** By the id of the row. */
export type Parts = Map<string, Part>;

export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export function calendarAt(at: Date, told: Told): Calendar {
  return calendarOf(told.versionAt(at).playbook);
}

export function isWithin(at: Date, told: Told): boolean {
  const day = calendarAt(at, told).dayKey(at);
  return told.from <= day && day <= told.to;
}

export function contacts(lead: string, told: Told, alsoAttempts: boolean): Interaction[] {
  const found: Interaction[] = [];
  for (const one of told.records) {
    if (one.leadId !== lead || one.state === 'undone' || one.onCustomer) continue;
    if (one.reached === 'yes' || (alsoAttempts && one.reached === 'attempt')) found.push(one);
  }
  return found.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Brought along from before: given to somebody without the time of a first contact having begun. */
export function movedInEarlier({ movedIn, assignments, firstAssignedAt }: Lead): boolean {
  if (movedIn) return true;
  const first = assignments.find(({ n }) => n === 1);
  return first !== undefined && (!firstAssignedAt || first.at.getTime() !== firstAssignedAt.getTime());
}
