/** One line of the doctor's report. */
export interface Finding {
  /** English, stable: what scripts look for. */
  key: string;
  /** `broken` makes the exit code 1; `skipped` could not be looked at, and says why. */
  state: 'ok' | 'warn' | 'broken' | 'skipped';
  /** Chinese. */
  text: string;
  /** Chinese: what to do about it. Always there when something is wrong. */
  mend?: string | undefined;
}

export function ok(key: string, text: string): Finding {
  return { key, state: 'ok', text };
}

export function skipped(key: string, text: string): Finding {
  return { key, state: 'skipped', text };
}

export function warn(key: string, text: string, mend: string): Finding {
  return { key, state: 'warn', text, mend };
}

export function broken(key: string, text: string, mend: string): Finding {
  return { key, state: 'broken', text, mend };
}
