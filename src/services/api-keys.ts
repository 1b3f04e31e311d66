import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { type ApiCaller, USUAL_PER_MINUTE } from '../domain/api-key.ts';
import type { ApiKeyRow, ApiKeyStore } from '../stores/api-keys.ts';

export interface ApiKeyDeps {
  keys: Pick<ApiKeyStore, 'inForce'>;
  /** Those of the setting API_KEYS, which may only submit; or the demo's, which may do everything. */
  fixed: readonly { key: string; caller: ApiCaller }[];
  clock: Clock;
}

/** A withdrawn key works no longer than this, in every process. */
const REMEMBERED_MS = 5_000;
const MOST = 1_000;

/** Tells whose a key is. */
export class ApiKeys {
  private readonly deps: ApiKeyDeps;
  private readonly fixed: { digest: Buffer; caller: ApiCaller }[];
  private readonly known = new Map<string, { caller: ApiCaller | null; until: number }>();

  constructor(deps: ApiKeyDeps) {
    this.deps = deps;
    this.fixed = deps.fixed.map(({ key, caller }) => ({ digest: sha256(key), caller }));
  }

  /** @returns null for a key that is none, or was withdrawn */
  async callerOf(key: string): Promise<ApiCaller | null> {
    const digest = sha256(key);
    // Every one is compared, so that the time taken does not tell which was near.
    const [fixed] = this.fixed.filter((one) => timingSafeEqual(one.digest, digest));
    return fixed ? fixed.caller : this.named(digest.toString('hex'));
  }

  private async named(digest: string): Promise<ApiCaller | null> {
    const now = this.deps.clock.now().getTime();
    const known = this.known.get(digest);
    if (known && known.until > now) return known.caller;
    const row = await this.deps.keys.inForce(digest);
    const caller = row && callerOf(row);
    if (this.known.size >= MOST) this.known.clear();
    // A wrong key is looked up each time: remembering it would let anybody fill the memory.
    if (caller) this.known.set(digest, { caller, until: now + REMEMBERED_MS });
    else this.known.delete(digest);
    return caller;
  }
}

/** What is stored of a key. */
export function digestOfKey(key: string): string {
  return sha256(key).toString('hex');
}

function callerOf({ _id: name, scopes, source, perMinute }: ApiKeyRow): ApiCaller {
  return { name, scopes, source, perMinute: perMinute ?? USUAL_PER_MINUTE };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
