import type { Filter } from './scope.ts';

const DAY_MS = 24 * 3_600_000;

/** "今日待触达" (B5): assigned within the last 24 h and not begun. One definition for chat, page and export. */
export function toTouchFilter(ownerId: string, now: Date): Filter {
  return {
    ownerId,
    status: { $in: ['assigned', 'accepted'] },
    assignedAt: { $gte: new Date(now.getTime() - DAY_MS) },
  };
}
