import type { Logger } from './logger.ts';

/** Runs a pass over some work, one at a time, however often and by whomever it is asked for. */
export class Passes {
  private readonly pass: () => Promise<number>;
  private readonly log: Logger;
  private running: Promise<number> | null = null;
  private following: Promise<number> | null = null;
  private stopped = false;

  constructor(pass: () => Promise<number>, log: Logger) {
    this.pass = pass;
    this.log = log;
  }

  /** Runs a pass soon, and nobody waits for it. */
  wake(): void {
    if (this.stopped) return;
    this.run().catch((error: unknown) => {
      this.log.warn({ err: error }, 'a pass broke off; the next engine cycle goes on');
    });
  }

  /**
   * Runs a pass that sees everything there is now: one under way may have looked already, so there is another one
   * behind it, the same for all who ask meanwhile. @returns how much that pass did
   */
  run(): Promise<number> {
    if (!this.running) {
      this.running = this.pass().finally(() => {
        this.running = null;
      });
      return this.running;
    }
    this.following ??= this.running
      .catch(() => 0)
      .then(() => {
        this.following = null;
        return this.run();
      });
    return this.following;
  }

  /** Lets the passes that were asked for finish; nothing wakes it any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    while (this.running || this.following) await (this.following ?? this.running)?.catch(() => {});
  }
}
