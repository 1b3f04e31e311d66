import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Middleware, Next } from 'koa';
import { HttpError } from './http.ts';

/** Lets through who holds one of the keys (`Authorization: Bearer …`); compared in constant time. */
export function apiKey(keys: readonly string[]): Middleware {
  const digests = keys.filter((key) => key.length > 0).map(sha256);
  return async (ctx: Context, next: Next) => {
    const given = /^Bearer\s+(\S+)$/i.exec(ctx.get('authorization'))?.[1] ?? '';
    const digest = sha256(given);
    // Every key is compared, so that the time taken does not tell which one was near.
    const known = digests.map((key) => timingSafeEqual(key, digest)).some(Boolean);
    if (!given || !known) {
      ctx.set('WWW-Authenticate', 'Bearer');
      throw new HttpError(401, '请在 Authorization: Bearer 后附上有效的接口密钥');
    }
    ctx.state.apiKeyDigest = digest.toString('base64url').slice(0, 12);
    await next();
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
