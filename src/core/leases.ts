import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';

/**
 * How long a claim (an event, a message, an import, a report, a request being answered) holds without a sign of life
 * from the process that took it. Short, because what a killed process held waits this long: a reminder must go out
 * within ten seconds of its time across a restart too. Longer work is renewed while it lasts.
 */
export const LEASE_MS = 5_000;
const RENEW_EVERY_MS = 1_500;

/** A collection whose rows are claimed. */
export interface Leased {
  /** Extends the claims on these rows, as far as `owner` still holds them. */
  renew(keys: string[], owner: string, until: Date): Promise<void>;
}

/**
 * The claims this process works on, renewed until the work has ended one way or the other. The timer is no source of
 * truth: without it a claim ends early and the work is taken up again, which all claimed work allows for.
 */
export class Leases {
  /** Names this process on its claims. */
  readonly owner: string;
  private readonly clock: Clock;
  private readonly log: Logger;
  private readonly held = new Map<Leased, Set<string>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(owner: string, clock: Clock, log: Logger) {
    this.owner = owner;
    this.clock = clock;
    this.log = log;
  }

  /** Runs work on a row claimed a moment ago. */
  async during<T>(store: Leased, key: string, work: () => Promise<T>): Promise<T> {
    const keys = this.held.get(store) ?? new Set();
    this.held.set(store, keys.add(key));
    try {
      return await work();
    } finally {
      keys.delete(key);
    }
  }

  start(): void {
    this.timer = setInterval(() => void this.renew(), RENEW_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async renew(): Promise<void> {
    const until = new Date(this.clock.now().getTime() + LEASE_MS);
    for (const [store, keys] of this.held) {
      if (!keys.size) continue;
      try {
        await store.renew([...keys], this.owner, until);
      } catch (error) {
        this.log.warn({ err: error }, 'claims could not be renewed');
      }
    }
  }
}
