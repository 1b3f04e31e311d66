import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { digest } from '../../core/ids.ts';
import { WecomError } from './errors.ts';

export interface TokenDeps {
  corpId: string;
  secret: string;
  /** Calls `gettoken`. @throws WecomError, WecomUnreachable */
  fetchToken(): Promise<{ access_token: string; expires_in: number }>;
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

const stored = z.object({ token: z.string(), until: z.date(), refused: z.number().optional() });
type Stored = z.output<typeof stored>;

/** Refreshed this long before it ends: the answer may take its time, clocks differ. */
const EARLY_MS = 5 * 60_000;
/** A wrong secret asked again and again blocks the address for an hour: ask seldom, but never stop. */
const WRONG_SECRET_PAUSE_MS = 5 * 60_000;
const LEASE_MS = 15_000;
const LOOK_AGAIN_MS = 100;
const LOOKS = 50;

/**
 * The app's access token: one for all processes, kept in the database, fetched by whichever of them needs it first.
 * It is never logged.
 */
export class TokenStore {
  private readonly deps: TokenDeps;
  private readonly name: string;
  private refreshing: Promise<string> | null = null;

  constructor(deps: TokenDeps) {
    this.deps = deps;
    // A changed secret must not find the old secret's token.
    this.name = `wecom-token:${digest(deps.corpId, deps.secret)}`;
  }

  /**
   * @param refused a token WeCom has just said no to
   * @throws WecomError 40001 without asking WeCom, for some minutes after it said so; else as `fetchToken`
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
    const { leases, owner, clock } = this.deps;
    for (let look = 0; look < LOOKS; look++) {
      const usable = this.usable(await this.read(), refused);
      if (usable) return usable;
      if (await leases.hold(this.name, owner, clock.now(), LEASE_MS)) {
        try {
          // Another process may have finished between the look and the lease.
          return this.usable(await this.read(), refused) ?? (await this.fetch());
        } finally {
          await leases.release(this.name, owner);
        }
      }
      await pause(LOOK_AGAIN_MS);
    }
    // Whoever holds the lease is stuck; within its life WeCom hands everybody the same token anyway.
    return this.fetch();
  }

  private async fetch(): Promise<string> {
    const { fetchToken, settings, clock } = this.deps;
    try {
      const { access_token: token, expires_in: seconds } = await fetchToken();
      const until = new Date(clock.now().getTime() + seconds * 1000);
      await settings.set(this.name, { token, until });
      return token;
    } catch (error) {
      if (error instanceof WecomError && error.remedy.kind === 'admin') {
        const until = new Date(clock.now().getTime() + WRONG_SECRET_PAUSE_MS);
        await settings.set(this.name, { token: '', until, refused: error.errcode });
      }
      throw error;
    }
  }

  private usable(found: Stored | null, refused: string | undefined): string | null {
    const left = found ? found.until.getTime() - this.deps.clock.now().getTime() : 0;
    if (!found || left <= 0) return null;
    if (found.refused !== undefined) throw new WecomError('gettoken', found.refused, 'refused a moment ago');
    return left > EARLY_MS && found.token !== refused ? found.token : null;
  }

  private async read(): Promise<Stored | null> {
    const parsed = stored.safeParse(await this.deps.settings.get(this.name));
    return parsed.success ? parsed.data : null;
  }
}
