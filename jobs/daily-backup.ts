import type { Job } from './job.ts';

export interface Backups {
  sweep(now: Date): Promise<void>;
  appointment(): Promise<{ cron: string; timeZone: string } | undefined>;
  idle(): Promise<boolean>;
}

/** A copy of the embedded database and the files, every day; a time that was slept through is made up for at start. */
export function dailyBackup({ backups }: { backups: Backups }): Job {
  return {
    name: 'daily-backup',
    everyMs: 30_000,
    async run(now) {
      await backups.sweep(now);
      return 0;
    },
    // Passing days in the simulator need not stop for copies.
    nextDueAt: async () => null,
    async appointments() {
      const appointment = await backups.appointment();
      return appointment ? [{ name: 'backup', ...appointment }] : [];
    },
    idle: () => backups.idle(),
  };
}
