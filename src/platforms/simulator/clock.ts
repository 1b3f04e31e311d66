import { MovableClock, type SettableClock, systemClock } from '../../core/clock.ts';
import type { SettingStore } from '../../stores/settings.ts';

const SETTING = 'simulator-clock';
const REMEMBER_EVERY_MS = 5_000;
/** Written down is a time not reached before the next writing, so that even a kill never turns the clock back. */
const AHEAD_MS = 15_000;

/** Further behind the machine's clock than this it was set to a day of its own. */
const BEHIND_MS = 60_000;

interface Reading {
  at: Date;
  /** What the machine's clock said then. */
  system: Date;
}

/**
 * The demo's clock. It goes on after a restart where it stood or a few seconds later, and never runs backwards:
 * records already carry its readings. Starts at `start`, or at the real time, in an empty database. A program that is
 * not told the start (`genjin playbook publish` beside a demo in May) goes on in May; a clock that ran with the
 * machine's goes on with it.
 */
export class SimulatorClock implements SettableClock {
  private readonly settings: Pick<SettingStore, 'get' | 'set'>;
  private readonly start: Date | undefined;
  private clock: MovableClock;
  private remembered = 0;

  constructor(settings: Pick<SettingStore, 'get' | 'set'>, start: Date | undefined) {
    this.start = start;
    this.clock = new MovableClock(start);
    this.settings = settings;
  }

  now(): Date {
    return this.clock.now();
  }

  async recall(): Promise<void> {
    // Earlier versions kept the reading alone.
    const last = await this.settings.get<Reading | Date>(SETTING);
    if (last) this.resume('at' in last ? last : { at: last, system: last });
    await this.writeDown(this.now());
  }

  /** Written down first: nothing may be recorded at a time that a restart would not know of. */
  async moveTo(to: Date): Promise<void> {
    await this.writeDown(to);
    this.clock.moveTo(to);
  }

  /** To be called every second or so. */
  async remember(): Promise<void> {
    const now = this.now();
    if (now.getTime() - this.remembered >= REMEMBER_EVERY_MS) await this.writeDown(now);
  }

  /** Writes down exactly where it stands, when nothing more will happen. */
  async rest(): Promise<void> {
    await this.settings.set(SETTING, { at: this.now(), system: systemClock.now() } satisfies Reading);
  }

  private resume({ at, system }: Reading): void {
    const wasBehind = system.getTime() - at.getTime() > BEHIND_MS;
    if (!this.start && wasBehind) this.clock = new MovableClock(at);
    else this.clock.moveTo(at);
  }

  private async writeDown(at: Date): Promise<void> {
    this.remembered = at.getTime();
    const ahead = { at: new Date(at.getTime() + AHEAD_MS), system: systemClock.now() } satisfies Reading;
    await this.settings.set(SETTING, ahead);
  }
}
