/**
 * The only file that reads the system time. Everything else is handed a `Clock` or a `Date`,
 * so tests and the simulator can move time.
 */
export interface Clock {
  now(): Date;
}

/** A clock that can be set forward: the simulator's and the tests'. */
export interface SettableClock extends Clock {
  /** Moves forward to `to`; a time that has passed already is ignored. */
  moveTo(to: Date): void | Promise<void>;
}

export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that runs on at the system's pace from wherever it was last set. It never runs backwards:
 * records already carry its earlier readings.
 */
export class MovableClock implements SettableClock {
  private offsetMs = 0;

  constructor(start?: Date) {
    if (start) this.offsetMs = start.getTime() - Date.now();
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  moveTo(to: Date): void {
    this.offsetMs = Math.max(this.offsetMs, to.getTime() - Date.now());
  }
}

/** A clock that stands still until it is moved, for tests that need exact times. */
export class FrozenClock implements SettableClock {
  private at: Date;

  constructor(at: Date) {
    this.at = at;
  }

  now(): Date {
    return new Date(this.at);
  }

  moveTo(to: Date): void {
    if (to > this.at) this.at = new Date(to);
  }
}
