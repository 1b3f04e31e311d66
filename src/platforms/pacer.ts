import { setTimeout as pause } from 'node:timers/promises';

/** Calls arrive less evenly than they leave. */
const SECOND_MS = 1_050;

/** At most so many turns in any second, in the order in which they were asked for. */
export class Pacer {
  private readonly perSecond: number;
  /** When the last turns were, oldest first. */
  private readonly recent: number[] = [];
  private last: Promise<void> = Promise.resolve();

  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  turn(): Promise<void> {
    this.last = this.last.then(() => this.next());
    return this.last;
  }

  private async next(): Promise<void> {
    const oldest = this.recent.length >= this.perSecond ? this.recent.shift() : undefined;
    const wait = oldest === undefined ? 0 : oldest + SECOND_MS - performance.now();
    if (wait > 0) await pause(wait);
    this.recent.push(performance.now());
  }
}
