import { fileURLToPath } from 'node:url';
import Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { eventKey, type InboundEvent, type PlatformName } from '../core/event.ts';
import { digest } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { Ingress, Platform } from '../platforms/platform.ts';
import type { Services } from '../services/services.ts';
import type { FileStore } from '../stores/files.ts';
import { asPage } from './as-page.ts';
import { fromPlatform } from './from-platform.ts';
import { HttpError, parseWith } from './http.ts';
import { loginAddress } from './login.ts';
import { assertOwnOrigin } from './origin.ts';
import { PAGES } from './pages/index.ts';
import { type Page, renderPage, type Told, type Visit } from './pages/page.ts';
import { loadStaticFiles } from './pages/static-files.ts';
import type { Sessions, Visitor } from './session.ts';
import { serveFile } from './static.ts';

export interface PageDeps {
  platforms: readonly Platform[];
  services: Services;
  sessions: Sessions;
  ingress: Ingress;
  files: Pick<FileStore, 'put'>;
  /** The answers queued for an event, as texts. */
  answersTo(eventKey: string): Promise<string[]>;
  clock: Clock;
  publicUrl: string;
  log: Logger;
}

const ASSETS = fileURLToPath(new URL('./pages', import.meta.url));
/** People look at the page meanwhile. */
const ANSWER_WITHIN_MS = 5_000;
const EXPIRED = '登录已过期，请从聊天里重新打开这个页面';
const asked = z.object({
  path: z
    .string()
    .regex(/^\/[^#\s]*$/)
    .max(2_000),
});
const EVENT_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** The pages people open from the chat. Each is behind the platform's login, whatever it forgets to ask. */
export function pageRoutes(deps: PageDeps): Router {
  const router = new Router();
  const assets = loadStaticFiles(ASSETS);
  router.get('/assets/{*path}', (ctx) => serveFile(ctx, assets, String(ctx.params.path ?? '')));
  router.get('/me/signature', (ctx) => sign(ctx, deps));
  for (const page of PAGES) {
    router.get(page.path, (ctx) => asPage(ctx, '打不开这个页面', () => show(page, ctx, deps)));
    if (page.act) router.post(page.path, (ctx) => act(page, ctx, deps));
  }
  return router;
}

async function show(page: Page, ctx: Context, deps: PageDeps): Promise<void> {
  // Personal: no cache may keep it, and the back button asks again.
  ctx.set('Cache-Control', 'no-store');
  const visitor = await deps.sessions.visitorOf(ctx);
  if (!visitor) return ctx.redirect(loginAddress(ctx));
  const view = await page.show(await visitOf(visitor, ctx, deps));
  if (!view) throw new HttpError(404, '没有这条记录，或您无权查看');
  if ('picture' in view) {
    ctx.type = 'jpeg';
    ctx.body = Buffer.from(view.picture);
    return;
  }
  ctx.body = renderPage(view, loginOf(visitor, deps.platforms)?.bridge);
}

/** Only for who is logged in: nothing of the company's is handed out to strangers. */
async function sign(ctx: Context, { sessions, platforms, log }: PageDeps): Promise<void> {
  ctx.set('Cache-Control', 'no-store');
  const visitor = await sessions.visitorOf(ctx);
  if (!visitor) throw new HttpError(401, EXPIRED);
  const { path } = parseWith(asked, { ...ctx.query });
  const login = loginOf(visitor, platforms);
  const made = await fromPlatform(log, async () => login?.sign?.(path));
  if (!made) throw new HttpError(404, '这个平台的页面不需要签名');
  ctx.body = made;
}

function loginOf({ account }: Visitor, platforms: readonly Platform[]) {
  return platforms.find(({ name }) => name === account.platform)?.login;
}

async function act(page: Page, ctx: Context, deps: PageDeps): Promise<void> {
  assertOwnOrigin(ctx, deps.publicUrl);
  const visitor = await deps.sessions.visitorOf(ctx);
  if (!visitor) throw new HttpError(401, EXPIRED);
  ctx.body = await page.act?.(await visitOf(visitor, ctx, deps));
}

async function visitOf({ person, account }: Visitor, ctx: Context, deps: PageDeps): Promise<Visit> {
  const { services, clock, files } = deps;
  const now = clock.now();
  return {
    person,
    platform: account.platform as PlatformName,
    scope: await services.directory.scope(person),
    now,
    version: await services.playbooks.current(),
    params: ctx.params as Record<string, string>,
    query: ctx.URL.searchParams,
    services,
    ctx,
    keepFile: (name, bytes) => files.put(bytes, { name, by: person._id, at: now }),
    tell(id, what) {
      if (!EVENT_ID.test(id)) throw new HttpError(400, '请求缺少编号');
      const { platform, userId } = account as { platform: PlatformName; userId: string };
      // Their own ids only: nobody can take an event's id away from somebody else.
      const event = { id: `page:${digest(userId, id)}`, platform, userId, at: now, ...what };
      return told(event as InboundEvent, deps);
    },
  };
}

/** Waits a moment for the answers; what takes longer is answered in the chat alone. */
async function told(event: InboundEvent, { ingress, answersTo }: PageDeps): Promise<Told> {
  const { handled } = await ingress.accept(event);
  const within = new Promise<false>((done) => setTimeout(() => done(false), ANSWER_WITHIN_MS).unref());
  const isDone = await Promise.race([handled.then(() => true as const), within]);
  return { isDone, answers: isDone ? await answersTo(eventKey(event)) : [] };
}
