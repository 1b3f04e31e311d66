import type { Filter } from '../people/scope.ts';

/**
 * "待分配" (B1, B7): nobody was eligible, and no manager has picked yet; also for a lead that was to change hands, whose
 * owner has it until then or has left.
 */
export const UNASSIGNED: Filter = {
  $or: [
    { status: 'new', ownerId: null },
    { status: { $in: ['assigned', 'accepted', 'touched'] }, 'clocks.name': 'assignment' },
  ],
};

/** A clock has run out, and nothing has stopped it since (B3). */
export const OVERDUE: Filter = { clocks: { $elemMatch: { step: { $gte: 1 } } } };

const DAY_MS = 24 * 3_600_000;

/**
 * "今日待触达" (B5): assigned within the last 24 h and not begun. One definition for chat, page and export; whose
 * leads they are is the reader's scope.
 */
export function toTouchFilter(now: Date): Filter {
  return {
    status: { $in: ['assigned', 'accepted'] },
    assignedAt: { $gte: new Date(now.getTime() - DAY_MS) },
  };
}
