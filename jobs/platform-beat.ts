import type { Platform } from '../src/platforms/platform.ts';
import type { Job } from './job.ts';

/** Lets the chat platforms keep their connections. */
export function platformBeat({ platforms }: { platforms: readonly Platform[] }): Job {
  return {
    name: 'platform-beat',
    async run() {
      for (const platform of platforms) await platform.beat?.();
      return 0;
    },
    nextDueAt: async () => null,
  };
}
