import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import Router from '@koa/router';
import busboy from 'busboy';
import Koa, { type Context } from 'koa';
import QRCode from 'qrcode';
import { z } from 'zod';
import type { LeadItem } from '../../src/platforms/simulator/page/contract.ts';
import { renderFormPage, renderThanksPage } from '../../src/web/pages/form/render.ts';
import { TRAP_FIELD } from '../../src/web/pages/form/view.ts';
import { loadStaticFiles } from '../../src/web/pages/static-files.ts';
import { STUB_FORM, STUB_USERS } from './page-stub-data.ts';
import { StubWorld } from './page-stub-world.ts';

const PAGE = loadStaticFiles(fileURLToPath(new URL('../../src/platforms/simulator/page', import.meta.url)));
const PAGES = loadStaticFiles(fileURLToPath(new URL('../../src/web/pages', import.meta.url)));
/** The page has to live with the strictest useful policy. */
const POLICY = "default-src 'self'; frame-ancestors 'none'";

export interface PageStub {
  url: string;
  world: StubWorld;
  /** Submissions of the public form, as they arrived. */
  submissions: URLSearchParams[];
  /** While set, live streams are refused and open ones were cut. */
  setStreams(allowed: boolean): void;
  close(): Promise<void>;
}

/**
 * A server that speaks the page's HTTP contract out of memory, so that the pages can be driven alone: their tests
 * stay quick, and can show what a healthy product never sends (hostile text, lost streams, refusals).
 */
export async function startPageStub(options: { port?: number; start?: Date } = {}): Promise<PageStub> {
  const world = new StubWorld(options.start ?? new Date('2026-11-23T14:03:00+08:00'));
  const streams = new Streams(world);
  const submissions: URLSearchParams[] = [];
  const router = new Router();
  addStaticRoutes(router);
  addChatRoutes(router, world, streams);
  addClockRoutes(router, world);
  addRecordRoutes(router, world);
  addFormRoutes(router, submissions);
  const app = new Koa();
  app.use(async (ctx, next) => {
    ctx.set('content-security-policy', POLICY);
    ctx.set('x-content-type-options', 'nosniff');
    await next();
  });
  app.use(router.routes());
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(options.port ?? 0, '127.0.0.1', () => resolve(listening));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    submissions,
    setStreams: (allowed) => streams.allow(allowed),
    close: () => {
      streams.allow(false);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

class Streams {
  #open = new Set<ServerResponse>();
  #allowed = true;

  constructor(world: StubWorld) {
    world.onHint.add((hint) => {
      for (const stream of this.#open) stream.write(`data: ${JSON.stringify(hint)}\n\n`);
    });
  }

  allow(allowed: boolean): void {
    this.#allowed = allowed;
    if (allowed) return;
    for (const stream of this.#open) stream.end();
    this.#open.clear();
  }

  answer(ctx: Context): void {
    if (!this.#allowed) {
      problem(ctx, 503, '暂时没有实时更新');
      return;
    }
    ctx.respond = false;
    ctx.res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    ctx.res.write('retry: 500\n\n');
    ctx.res.on('close', () => this.#open.delete(ctx.res));
    this.#open.add(ctx.res);
  }
}

function addStaticRoutes(router: Router): void {
  const serve = (ctx: Context, files: typeof PAGE, path: string) => {
    const file = files.get(path);
    if (!file) return;
    ctx.type = file.type;
    ctx.body = file.body;
  };
  router.get('/', (ctx) => serve(ctx, PAGE, 'index.html'));
  router.get('/simulator/page/{*path}', (ctx) => serve(ctx, PAGE, ctx.params.path ?? ''));
  router.get('/assets/{*path}', (ctx) => serve(ctx, PAGES, String(ctx.params.path ?? '')));
}

function addChatRoutes(router: Router, world: StubWorld, streams: Streams): void {
  router.get('/simulator/users', (ctx) => {
    ctx.body = { users: STUB_USERS };
  });
  router.get('/simulator/users/:id/messages', (ctx) => {
    const chat = world.chats.get(ctx.params.id ?? '') ?? [];
    const after = chat.findIndex((message) => message.id === ctx.query.after);
    ctx.body = { messages: chat.slice(after + 1) };
  });
  router.get('/simulator/events', (ctx) => streams.answer(ctx));
  router.post('/simulator/messages', async (ctx) => {
    const { userId, text } = z.object({ userId: z.string(), text: z.string() }).parse(await json(ctx));
    if (text === '触发错误') {
      problem(ctx, 422, '消息没有收下', '请换一种说法再试。');
      return;
    }
    world.say(userId, text);
    ctx.body = { eventId: 'E1' };
  });
  const action = z.object({
    userId: z.string(),
    messageId: z.string(),
    actionId: z.string(),
    values: z.record(z.string(), z.string()),
  });
  router.post('/simulator/actions', async (ctx) => {
    world.act(action.parse(await json(ctx)));
    ctx.body = { eventId: 'E2' };
  });
  router.post('/simulator/files', async (ctx) => {
    const { userId, name } = await readUpload(ctx);
    world.post(userId, { kind: 'file', mine: true, text: name, file: { name, url: '/files/upload' } });
    world.post(userId, { text: `收到 ${name}，正在读取。` });
    ctx.body = { eventId: 'E3' };
  });
  router.get('/files/:name', (ctx) => {
    ctx.attachment('download.xlsx');
    ctx.body = Buffer.from('file');
  });
}

function addClockRoutes(router: Router, world: StubWorld): void {
  router.get('/simulator/clock', (ctx) => {
    ctx.body = { now: world.clock.now().toISOString() };
  });
  const move = z.union([z.object({ advance: z.literal('PT2H') }), z.object({ to: z.iso.datetime() })]);
  router.post('/simulator/clock', async (ctx) => {
    const step = move.parse(await json(ctx));
    const to = 'to' in step ? new Date(step.to) : new Date(world.clock.now().getTime() + 7_200_000);
    ctx.body = await world.move(to);
  });
}

function addRecordRoutes(router: Router, world: StubWorld): void {
  router.get('/simulator/audit', (ctx) => {
    const { lead } = ctx.query;
    ctx.body = { entries: world.audit.filter((entry) => !lead || entry.leadId === lead) };
  });
  router.get('/simulator/mails', (ctx) => {
    ctx.body = { mails: world.mails };
  });
  router.get('/simulator/forms', (ctx) => {
    const { id, title } = STUB_FORM;
    ctx.body = { forms: [{ id, title, url: `/forms/${id}`, qr: `/forms/${id}/qr.svg` }] };
  });
  router.use('/api', async (ctx, next) => {
    if (ctx.get('authorization') === 'Bearer demo') await next();
    else problem(ctx, 401, '钥匙不对');
  });
  router.get('/api/leads', (ctx) => {
    ctx.body = { leads: [...world.leads.values()].map((lead) => lead.detail).reverse() };
  });
  router.get('/api/leads/:id', (ctx) => {
    const lead = world.leads.get(ctx.params.id ?? '');
    if (lead) ctx.body = lead.detail;
    else problem(ctx, 404, '没有这条线索');
  });
  router.post('/api/leads', async (ctx) => {
    const result = world.createLead((await json(ctx)) as LeadItem);
    ctx.status = { created: 201, merged: 200, rejected: 422 }[result.status];
    ctx.body = { results: [result] };
  });
}

function addFormRoutes(router: Router, submissions: URLSearchParams[]): void {
  router.get('/forms/:id', (ctx) => {
    ctx.type = 'html';
    ctx.body = renderFormPage({ ...STUB_FORM, submissionId: 'S-1' });
  });
  router.get('/forms/:id/qr.svg', async (ctx) => {
    ctx.type = 'image/svg+xml';
    ctx.body = await QRCode.toString(`${ctx.origin}/forms/${ctx.params.id}`, { type: 'svg', margin: 1 });
  });
  router.post('/forms/:id', async (ctx) => {
    const sent = new URLSearchParams(await text(ctx.req));
    submissions.push(sent);
    ctx.type = 'html';
    if (sent.get('phone') === '110' && !sent.get(TRAP_FIELD)) {
      ctx.status = 422;
      const names = STUB_FORM.questions.map((question) => question.field);
      const values = Object.fromEntries(names.map((name) => [name, sent.getAll(name)]));
      const problems = { phone: '这不是完整的电话号码' };
      ctx.body = renderFormPage({ ...STUB_FORM, submissionId: 'S-1', values, problems });
      return;
    }
    ctx.body = renderThanksPage(STUB_FORM);
  });
}

const json = async (ctx: Context): Promise<unknown> => JSON.parse(await text(ctx.req));

function problem(ctx: Context, status: number, title: string, detail?: string): void {
  ctx.status = status;
  ctx.body = JSON.stringify({ type: 'about:blank', title, status, detail });
  ctx.type = 'application/problem+json';
}

function readUpload(ctx: Context): Promise<{ userId: string; name: string }> {
  return new Promise((resolve, reject) => {
    const upload = { userId: '', name: '' };
    const parser = busboy({ headers: ctx.req.headers, defParamCharset: 'utf8' });
    parser.on('field', (name, value) => {
      if (name === 'userId') upload.userId = value;
    });
    parser.on('file', (_name, file, info) => {
      upload.name = info.filename ?? '';
      file.resume();
    });
    parser.on('close', () => resolve(upload));
    parser.on('error', reject);
    ctx.req.pipe(parser);
  });
}
