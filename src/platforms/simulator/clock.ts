import { MovableClock, type SettableClock } from '../../core/clock.ts';
import type { SettingStore } from '../../stores/settings.ts';

const SETTING = 'simulator-clock';
const REMEMBER_EVERY_MS = 5_000;
/** Written down is a time not reached before the next writing, so that even a kill never turns the clock back. */
const AHEAD_MS = 15_000;

/**
 * The demo's clock. It goes on after a restart where it stood or a few seconds later, and never runs backwards:
 * records already carry its readings. Starts at `start`, or at the real time, in an empty database.
 */
export class SimulatorClock implements SettableClock {
  private readonly settings: SettingStore;
  private readonly clock: MovableClock;
  private remembered = 0;

  constructor(settings: SettingStore, start: Date | undefined) {
    this.clock = new MovableClock(start);
    this.settings = settings;
  }

  now(): Date {
    return this.clock.now();
  }

  async recall(): Promise<void> {
    const last = await this.settings.get<Date>(SETTING);
    if (last) this.clock.moveTo(last);
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
    await this.settings.set(SETTING, this.now());
  }

  private async writeDown(at: Date): Promise<void> {
    this.remembered = at.getTime();
    await this.settings.set(SETTING, new Date(at.getTime() + AHEAD_MS));
  }
}
