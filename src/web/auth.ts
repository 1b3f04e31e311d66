import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Middleware, Next } from 'koa';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { type ApiCaller, mayDo, SCOPE_LABELS, type Scope } from '../domain/api-key.ts';
import type { ApiKeys } from '../services/api-keys.ts';
import { HttpError } from './http.ts';

export interface AuthDeps {
  keys: Pick<ApiKeys, 'callerOf'>;
  clock: Clock;
  log: Logger;
}

/** So many wrong keys within the time from one address, and it is refused unheard until the time is over. */
const WRONG = { most: 10, withinMs: 60_000 };
/** A wrong key is answered late: trying them all takes for ever. */
const WRONG_ANSWER_MS = 250;
const MOST_ADDRESSES = 10_000;

/**
 * Lets through who holds a key (`Authorization: Bearer …`): `ctx.state.caller` says whose it is. Wrong keys are
 * answered late, logged by address, and after some of them not looked at any more.
 */
export function apiKey({ keys, clock, log }: AuthDeps): Middleware {
  const wrong = new Map<string, { since: number; n: number }>();
  return async (ctx: Context, next: Next) => {
    const now = clock.now().getTime();
    const before = wrong.get(ctx.ip);
    const isFresh = before !== undefined && now - before.since < WRONG.withinMs;
    if (isFresh && before.n >= WRONG.most) {
      const seconds = Math.ceil((before.since + WRONG.withinMs - now) / 1_000);
      throw new HttpError(429, '接口密钥错误次数太多，请稍后再试', seconds);
    }
    const given = /^Bearer\s+(\S+)$/i.exec(ctx.get('authorization'))?.[1] ?? '';
    const caller = given ? await keys.callerOf(given) : null;
    if (caller) {
      ctx.state.caller = caller;
      return next();
    }
    ctx.set('WWW-Authenticate', 'Bearer');
    if (given) {
      const n = isFresh ? before.n + 1 : 1;
      if (wrong.size >= MOST_ADDRESSES) wrong.clear();
      wrong.set(ctx.ip, { since: isFresh ? before.since : now, n });
      log.warn({ address: ctx.ip, path: ctx.path, n }, 'a wrong API key');
      await pause(WRONG_ANSWER_MS);
    }
    throw new HttpError(401, '请在 Authorization: Bearer 后附上有效的接口密钥');
  };
}

export function callerIn(ctx: Context): ApiCaller {
  return ctx.state.caller as ApiCaller;
}

/** @throws HttpError 403 */
export function assertScope(ctx: Context, scope: Scope): void {
  const caller = callerIn(ctx);
  if (mayDo(caller, scope)) return;
  throw new HttpError(403, `密钥「${caller.name}」没有 ${scope} 权限（${SCOPE_LABELS[scope]}）`);
}
