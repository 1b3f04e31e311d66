import { levelOf } from './errors.ts';
import type { Logger } from './logger.ts';

const EVERY_MS = 1_000;

/**
 * What every process has to do for itself about every second, such as keeping its connections: the engine's ticks
 * come to one process at a time, and may pass another by for long. Never twice at once; a failure is reported, and
 * the next beat comes all the same.
 */
export class Heartbeat {
  private readonly work: () => Promise<void>;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(work: () => Promise<void>, log: Logger) {
    this.work = work;
    this.log = log;
  }

  start(): void {
    this.timer = setInterval(() => void this.beat(), EVERY_MS);
  }

  /** One beat now, or the one under way. */
  beat(): Promise<void> {
    this.running ??= this.once().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** No beat comes after it. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async once(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      this.log[levelOf(error)]({ err: error }, 'a heartbeat failed');
    }
  }
}
