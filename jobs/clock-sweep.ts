import type { ClockService } from '../src/services/clocks.ts';
import type { Job } from './job.ts';

/** Fires the clocks that are due. */
export function clockSweep({ clocks }: { clocks: ClockService }): Job {
  return {
    name: 'clocks',
    everyMs: 1_000,
    run: (now) => clocks.sweep(now),
    nextDueAt: () => clocks.nextDueAt(),
  };
}
