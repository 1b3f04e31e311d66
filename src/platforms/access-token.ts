import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';

export interface TokenDeps {
  /** Where it is kept. A changed secret must not find the old secret's token: the name follows from it. */
  name: string;
  fetchToken(): Promise<{ token: string; seconds: number }>;
  refusals: {
    /** The code of an error that asking again soon would only repeat, such as a wrong secret. */
    codeOf(error: unknown): string | number | undefined;
    /** What is thrown for it meanwhile, without asking. */
    again(code: string | number): Error;
  };
  /** What all processes share. */
  settings: {
    get<T>(name: string): Promise<T | undefined>;
    set(name: string, value: unknown): Promise<void>;
  };
  leases: {
    hold(name: string, owner: string, now: Date, ms: number): Promise<boolean>;
    release(name: string, owner: string): Promise<void>;
  };
  owner: string;
  clock: Clock;
}

const stored = z.object({
  token: z.string(),
  until: z.date(),
  refused: z.union([z.string(), z.number()]).optional(),
  at: z.date().optional(),
});
type Stored = z.output<typeof stored>;

/** Refreshed this long before it ends: the answer may take its time, clocks differ. */
const EARLY_MS = 5 * 60_000;
/** A wrong secret asked again and again blocks the address for an hour: ask seldom, but never stop. */
const WRONG_SECRET_PAUSE_MS = 5 * 60_000;
const LEASE_MS = 15_000;
const LOOK_AGAIN_MS = 100;
const LOOKS = 50;

/**
 * An app's access token: one for all processes, kept in the database, fetched by whichever of them needs it first.
 * It is never logged.
 */
export class TokenStore {
  private readonly deps: TokenDeps;
  private refreshing: Promise<string> | null = null;
  private readonly startedAt: Date;

  constructor(deps: TokenDeps) {
    this.deps = deps;
    this.startedAt = deps.clock.now();
  }

  /**
   * @param refused a token the platform has just said no to
   * @throws as `fetchToken`; a refusal once more without asking, for some minutes
   */
  async get(refused?: string): Promise<string> {
    const usable = this.usable(await this.read(), refused);
    if (usable) return usable;
    this.refreshing ??= this.refresh(refused).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async refresh(refused: string | undefined): Promise<string> {
    const { name, leases, owner, clock } = this.deps;
    for (let look = 0; look < LOOKS; look++) {
      const usable = this.usable(await this.read(), refused);
      if (usable) return usable;
      if (await leases.hold(name, owner, clock.now(), LEASE_MS)) {
        try {
          // Another process may have finished between the look and the lease.
          return this.usable(await this.read(), refused) ?? (await this.fetch());
        } finally {
          await leases.release(name, owner);
        }
      }
      await pause(LOOK_AGAIN_MS);
    }
    // Whoever holds the lease is stuck; within its life a token is handed to everybody who asks.
    return this.fetch();
  }

  private async fetch(): Promise<string> {
    const { name, fetchToken, refusals, settings, clock } = this.deps;
    try {
      const { token, seconds } = await fetchToken();
      const until = new Date(clock.now().getTime() + seconds * 1000);
      await settings.set(name, { token, until });
      return token;
    } catch (error) {
      const refused = refusals.codeOf(error);
      if (refused !== undefined) {
        const at = clock.now();
        const until = new Date(at.getTime() + WRONG_SECRET_PAUSE_MS);
        await settings.set(name, { token: '', until, refused, at });
      }
      throw error;
    }
  }

  private usable(found: Stored | null, refused: string | undefined): string | null {
    const left = found ? found.until.getTime() - this.deps.clock.now().getTime() : 0;
    if (!found || left <= 0) return null;
    // A start may be what mended it: a refusal from before says nothing any more.
    if (found.refused !== undefined && (!found.at || found.at < this.startedAt)) return null;
    if (found.refused !== undefined) throw this.deps.refusals.again(found.refused);
    return left > EARLY_MS && found.token !== refused ? found.token : null;
  }

  private async read(): Promise<Stored | null> {
    const parsed = stored.safeParse(await this.deps.settings.get(this.deps.name));
    return parsed.success ? parsed.data : null;
  }
}
