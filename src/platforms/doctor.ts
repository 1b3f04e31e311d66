import type { Clock } from '../core/clock.ts';

/** One line of the doctor's report on a platform, in the shape the command line lists. */
export interface PlatformFinding {
  key: string;
  state: 'ok' | 'warn' | 'broken' | 'skipped';
  /** Chinese. */
  text: string;
  /** Chinese: what to do about it. */
  mend?: string | undefined;
}

export interface DoctorDeps {
  /** The address this product is reached at from outside: `PUBLIC_URL`. */
  publicUrl: string;
  clock: Clock;
}
