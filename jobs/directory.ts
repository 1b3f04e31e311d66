import type { DirectorySync } from '../src/services/people/directory-sync.ts';
import type { Job } from './job.ts';

/** Reads the chat platforms' directories when that is due. */
export function directory({ directorySync }: { directorySync: DirectorySync }): Job {
  return {
    name: 'directory',
    everyMs: 5_000,
    run: () => directorySync.sweep(),
    nextDueAt: () => directorySync.nextDueAt(),
  };
}
