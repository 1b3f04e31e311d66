import { calendarOf, startDwell } from '../clocks/clock-rules.ts';
import { endStage, readStage } from '../journey/stages.ts';
import type { Lead } from '../leads/lead.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { Standing } from './book.ts';

/** A customer of a book that moves in: somebody has been working on it, so no first contact is asked for. */
export interface MovedIn {
  stands: Standing;
  /** How it stands, in the table's words; a stage's name is where it goes on. */
  state?: string | undefined;
  /** When the deal was made, `2026-03-05`, and its worth. */
  dealDay?: string | undefined;
  dealFen?: number | undefined;
}

/**
 * A new lead as it moves in: closed ones are history and have no clock; one that is being worked on has its owner and
 * the limit of its stage, and counts in no figure of first contacts.
 */
export function movedIn(
  draft: Lead,
  { stands, state, dealDay, dealFen }: MovedIn,
  ownerId: string | undefined,
  version: PlaybookVersion,
  by: { now: Date; by: string },
): Lead {
  const { playbook } = version;
  const reason = '导入的老客户';
  const assignments = ownerId ? [{ n: 1, ownerId, at: by.now, by: by.by, reason }] : [];
  if (stands !== 'going') {
    const stage = endStage(stands, playbook)?.id ?? draft.stage;
    const closedAt = dealDay ? calendarOf(playbook).at(dealDay, '12:00') : by.now;
    return {
      ...draft,
      ownerId,
      assignments,
      status: stands,
      stage,
      clocks: [],
      closedAt,
      movedIn: { at: by.now, ...(dealFen !== undefined && { dealFen }) },
    };
  }
  if (!ownerId) return draft;
  const named = state ? readStage(state, playbook)?.stage : undefined;
  const stage = named && !named.end ? named.id : draft.stage;
  const own: Lead = { ...draft, ownerId, assignments, assignedAt: by.now, status: 'touched', stage };
  return { ...own, clocks: [startDwell(own, version, by.now, 1)] };
}
