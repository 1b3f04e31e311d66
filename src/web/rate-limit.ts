import type { Context, Middleware, Next } from 'koa';
import type { Clock } from '../core/clock.ts';
import { HttpError } from './http.ts';

interface Bucket {
  tokens: number;
  at: number;
}

const MAX_BUCKETS = 10_000;

/**
 * A token bucket per caller: `burst` requests at once (a third of a minute's, where it is not said), refilled at
 * `perMinute`. In memory and per process on
 * purpose: it protects this process, it is no quota.
 */
export function rateLimit(options: {
  perMinute: number | ((ctx: Context) => number);
  burst?: number;
  clock: Clock;
  key: (ctx: Context) => string;
}): Middleware {
  const { clock, key } = options;
  const buckets = new Map<string, Bucket>();
  return async (ctx: Context, next: Next) => {
    const now = clock.now().getTime();
    const id = key(ctx);
    const perMinute = typeof options.perMinute === 'number' ? options.perMinute : options.perMinute(ctx);
    const burst = options.burst ?? Math.ceil(perMinute / 3);
    const bucket = buckets.get(id) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 60_000) * perMinute);
    buckets.delete(id);
    buckets.set(id, { tokens: Math.max(0, tokens - 1), at: now });
    const oldest = buckets.keys().next().value;
    if (buckets.size > MAX_BUCKETS && oldest !== undefined) buckets.delete(oldest);
    if (tokens < 1) {
      throw new HttpError(429, '请求太频繁，请稍后再试', Math.ceil(((1 - tokens) / perMinute) * 60));
    }
    await next();
  };
}
