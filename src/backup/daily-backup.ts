import { TZDate } from '@date-fns/tz';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { backupsIn, makeBackup, timeOf } from './backup.ts';

export interface DailyBackupDeps {
  dataDir: string;
  /** Absent: no backups are made. */
  backup: { folder: string; at: string; keep: number } | undefined;
  clock: Clock;
  log: Logger;
  /** The playbook's, now. */
  timeZone(): Promise<string>;
}

/** After a failure (a full disk, say) it is tried again this much later. */
const AGAIN_MS = 30 * 60_000;

/** The backup of every day: one for each appointed time that has passed, the newest only when several were missed. */
export class DailyBackup {
  private readonly deps: DailyBackupDeps;
  private running: Promise<void> | null = null;
  private failed: { at: Date; error: unknown } | null = null;

  constructor(deps: DailyBackupDeps) {
    this.deps = deps;
  }

  /**
   * Begins one beside the cycle if it is due.
   * @throws what made the last one fail, until one succeeds
   */
  async sweep(now: Date): Promise<void> {
    const { backup } = this.deps;
    if (!backup || this.running !== null) return;
    const waits = this.failed && now.getTime() - this.failed.at.getTime() < AGAIN_MS;
    if (!waits && (await this.isDue(backup, now))) {
      this.running = this.make(backup, now).finally(() => {
        this.running = null;
      });
    } else if (this.failed) throw this.failed.error;
  }

  /** Minute and hour at which it is made, as cron, with the time zone. */
  async appointment(): Promise<{ cron: string; timeZone: string } | undefined> {
    const { backup } = this.deps;
    if (!backup) return undefined;
    const [hour, minute] = backup.at.split(':').map(Number);
    return { cron: `${minute} ${hour} * * *`, timeZone: await this.deps.timeZone() };
  }

  /** Waits for the one that is being made. @returns whether there was one */
  async idle(): Promise<boolean> {
    if (!this.running) return false;
    await this.running;
    return true;
  }

  private async isDue({ folder, at }: { folder: string; at: string }, now: Date): Promise<boolean> {
    const [newest] = await backupsIn(folder);
    return !newest || timeOf(newest) < lastTime(at, await this.deps.timeZone(), now);
  }

  private async make({ folder, keep }: { folder: string; keep: number }, now: Date): Promise<void> {
    const { dataDir, log, clock } = this.deps;
    try {
      const made = await makeBackup(dataDir, folder, keep, now);
      this.failed = null;
      log.info({ folder: made.folder, files: made.files, bytes: made.bytes }, 'backup made and read back');
    } catch (error) {
      this.failed = { at: clock.now(), error };
      log.error({ err: error }, 'backup failed');
    }
  }
}

/** The newest `03:20` in the time zone that is not after `now`. */
function lastTime(at: string, timeZone: string, now: Date): Date {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const time = new TZDate(now, timeZone);
  time.setHours(hour, minute, 0, 0);
  if (time > now) time.setDate(time.getDate() - 1);
  return new Date(time.getTime());
}
