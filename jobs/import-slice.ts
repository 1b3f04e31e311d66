import type { ImportService } from '../src/services/leads/imports.ts';
import type { Job } from './job.ts';

/** Takes imports a few rows further, so that a long one never holds up anything else. */
export function importSlice({ imports }: { imports: ImportService }): Job {
  return { name: 'imports', everyMs: 5_000, run: (now) => imports.advance(now), nextDueAt: async () => null };
}
