import { randomBytes, timingSafeEqual } from 'node:crypto';
import Router from '@koa/router';
import type { Context } from 'koa';
import type { Logger } from '../core/logger.ts';
import type { Person } from '../domain/people/person.ts';
import type { Platform } from '../platforms/platform.ts';
import { asPage } from './as-page.ts';
import { fromPlatform } from './from-platform.ts';
import { HttpError } from './http.ts';
import type { Sessions } from './session.ts';

export interface LoginDeps {
  platforms: readonly Platform[];
  sessions: Sessions;
  directory: { byAccount(platform: string, userId: string): Promise<Person | null> };
  publicUrl: string;
  log: Logger;
}

/** Holds what the browser must bring back, and where it wanted to go. */
const COOKIE = 'genjin-login';
const PATH = '/login';
const LIVES_MS = 10 * 60_000;
const MAX_CODE = 512;
const NOT_THIS_WAY = '登录没有成功，请回到聊天里重新打开链接';

/**
 * Login by the chat platform: out to it with a `state` that only this browser knows, back with a code that the
 * platform exchanges for a person. Nobody who is not in the directory gets in.
 */
export function loginRoutes(deps: LoginDeps): Router {
  const router = new Router();
  router.get(PATH, (ctx) => asPage(ctx, '没有登录', async () => begin(ctx, deps)));
  router.get(`${PATH}/:platform`, (ctx) => asPage(ctx, '没有登录', () => comeBack(ctx, deps)));
  return router;
}

/** Where somebody who is not logged in is sent. */
export function loginAddress(ctx: Context): string {
  return `${PATH}?${new URLSearchParams({ to: ctx.originalUrl })}`;
}

function begin(ctx: Context, { platforms, sessions, publicUrl }: LoginDeps): void {
  const userAgent = ctx.get('user-agent');
  const able = platforms.flatMap(({ name, login }) => (login ? [{ name, login }] : []));
  const chosen = able.find(({ login }) => login.isOwnClient(userAgent)) ?? able[0];
  if (!chosen) throw new HttpError(403, '没有可用的登录方式');
  // Letters and digits: WeCom takes nothing else.
  const state = randomBytes(16).toString('hex');
  const to = Buffer.from(localPath(ctx.query.to)).toString('base64url');
  sessions.setCookie(ctx, COOKIE, `${state}.${to}`, { path: PATH, maxAge: LIVES_MS });
  const returnTo = `${publicUrl}${PATH}/${chosen.name}`;
  ctx.redirect(chosen.login.authorizeUrl({ returnTo, state, userAgent }));
}

async function comeBack(ctx: Context, deps: LoginDeps): Promise<void> {
  const { sessions, directory, log } = deps;
  const platform = deps.platforms.find(({ name }) => name === ctx.params.platform);
  const [state = '', to = ''] = (ctx.cookies.get(COOKIE, { signed: false }) ?? '').split('.');
  // Once: a link that somebody else began must not end in this browser.
  sessions.setCookie(ctx, COOKIE, null, { path: PATH, maxAge: 0 });
  if (!platform?.login || !same(state, textOf(ctx.query.state))) throw new HttpError(403, NOT_THIS_WAY);
  const code = textOf(ctx.query.code ?? ctx.query.authCode);
  if (!code || code.length > MAX_CODE) throw new HttpError(403, NOT_THIS_WAY);
  const { login } = platform;
  const userId = await fromPlatform(log, () => login.identify(code));
  const person = userId ? await directory.byAccount(platform.name, userId) : null;
  if (!userId || !person?.active) {
    log.warn({ platform: platform.name, userId }, 'login of somebody who is not in the directory');
    throw new HttpError(403, '没有找到您的账号：请确认您在应用的可见范围内，或联系管理员');
  }
  await sessions.begin(ctx, { person, account: { platform: platform.name, userId } });
  ctx.redirect(localPath(Buffer.from(to, 'base64url').toString()));
}

/** A path of this site and nothing else: `//evil.example` and `/\evil.example` are other sites. */
function localPath(wanted: unknown): string {
  return typeof wanted === 'string' && wanted.length <= 2_000 && /^\/(?![/\\])[^\s\\]*$/.test(wanted)
    ? wanted
    : '/board';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
