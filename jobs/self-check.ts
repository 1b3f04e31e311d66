import type { Auditor } from '../src/services/auditor.ts';
import type { Job } from './job.ts';

const EVERY_MS = 10 * 60_000;

/** The auditor's look, every ten minutes of whatever time it is. */
export function selfCheck({ auditor }: { auditor: Auditor }): Job {
  let next: Date | null = null;
  return {
    name: 'self-check',
    everyMs: 30_000,
    async run(now) {
      if (next && now < next) return 0;
      next = new Date(now.getTime() + EVERY_MS);
      await auditor.look(now);
      return 0;
    },
    // Passing days in the simulator need not stop at every look.
    nextDueAt: async () => null,
  };
}
