import { MovableClock } from '../../core/clock.ts';
import type { SettingStore } from '../../stores/small.ts';

const SETTING = 'simulator-clock';
const REMEMBER_EVERY_MS = 5_000;

/**
 * The demo's clock, which goes on after a restart where it stood: records already carry its readings, so it must
 * never run backwards. Starts at `start` or at the real time when it has never been moved further.
 */
export class SimulatorClock extends MovableClock {
  private readonly settings: SettingStore;
  private remembered = 0;

  constructor(settings: SettingStore, start: Date | undefined) {
    super(start);
    this.settings = settings;
  }

  async recall(): Promise<void> {
    const last = await this.settings.get<Date>(SETTING);
    if (last) this.moveTo(last);
  }

  /** Writes down where it stands, unless that was done a moment ago. */
  async remember(force = false): Promise<void> {
    const now = this.now();
    if (!force && now.getTime() - this.remembered < REMEMBER_EVERY_MS) return;
    this.remembered = now.getTime();
    await this.settings.set(SETTING, now);
  }
}
