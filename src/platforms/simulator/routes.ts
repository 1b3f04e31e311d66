import { fileURLToPath } from 'node:url';
import Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { fillCommand } from '../../../cards/actions.ts';
import type { Card } from '../../../cards/model.ts';
import type { Clock } from '../../core/clock.ts';
import { GenjinError } from '../../core/errors.ts';
import { eventKey, type InboundEvent, MAX_FILE_BYTES } from '../../core/event.ts';
import type { MakeId } from '../../core/ids.ts';
import type { SimulatorMessage, SimulatorStore } from '../../stores/simulator.ts';
import { HttpError, parseWith, readJson } from '../../web/http.ts';
import { loadStaticFiles } from '../../web/pages/static-files.ts';
import { serveFile } from '../../web/static.ts';
import { readUpload } from '../../web/upload.ts';
import type { Ingress } from '../platform.ts';
import { clockBody, durationMs, moment } from './clock-move.ts';
import { toView } from './message-view.ts';
import type { SimulatorSender } from './sender.ts';

export interface SimulatorDeps {
  store: SimulatorStore;
  sender: SimulatorSender;
  ingress: Ingress;
  clock: Clock;
  makeId: MakeId;
  /** Who can be played: the active people with a simulator account. */
  users(): Promise<
    { id: string; name: string; role: string; managerId?: string; team?: string; region?: string }[]
  >;
  /** Sends what is waiting. */
  sendWaiting(): Promise<unknown>;
  /** Moves the clock and lets everything due until then happen. */
  advance(to: Date): Promise<Record<string, number>>;
  files: {
    put(bytes: Uint8Array, about: { name: string; by: string; at: Date }): Promise<string>;
    about(id: string): Promise<{ name: string } | null>;
    read(id: string): Promise<Uint8Array>;
  };
  audit(filter: { leadId?: string | undefined }, limit: number): Promise<object[]>;
  forms(): Promise<object[]>;
}

const PAGE = fileURLToPath(new URL('./page', import.meta.url));
const MAX_JSON = 64 * 1024;
/** What fits the acknowledgement window is answered in it. */
const ANSWER_WITHIN_MS = 1_000;
/** The engine lives through every moment of it. */
const MAX_JUMP_MS = 31 * 24 * 3_600_000;
const BEAT_MS = 20_000;
const MAX_MESSAGES = 2_000;

const messageBody = z.strictObject({
  userId: z.string().min(1).max(64),
  text: z.string().max(20_000),
  id: z.string().max(100).optional(),
});
const actionBody = z.strictObject({
  userId: z.string().min(1).max(64),
  messageId: z.string().min(1).max(500),
  actionId: z.string().min(1).max(200),
  values: z.record(z.string().max(40), z.string().max(2_000)).default({}),
  id: z.string().max(100).optional(),
});

/** The simulator's own surface: what WeCom or DingTalk would be, on this machine only. */
export function simulatorRoutes(deps: SimulatorDeps, login: Router): Router {
  const router = new Router();
  const handlers = new Handlers(deps);
  const page = loadStaticFiles(PAGE);
  router.get('/', (ctx) => serveFile(ctx, page, 'index.html'));
  router.get('/simulator/page/{*path}', (ctx) => serveFile(ctx, page, ctx.params.path ?? ''));
  router.get('/simulator/users', async (ctx) => {
    ctx.body = { users: await deps.users() };
  });
  router.get('/simulator/users/:id/messages', handlers.messages);
  router.post('/simulator/messages', handlers.say);
  router.post('/simulator/actions', handlers.act);
  router.post('/simulator/files', handlers.sendFile);
  router.get('/simulator/files/:id', handlers.download);
  router.get('/simulator/clock', (ctx) => {
    ctx.body = { now: deps.clock.now().toISOString() };
  });
  router.post('/simulator/clock', handlers.moveClock);
  router.get('/simulator/events', handlers.events);
  router.get('/simulator/audit', async (ctx) => {
    const leadId = typeof ctx.query.lead === 'string' ? ctx.query.lead : undefined;
    ctx.body = { entries: await deps.audit({ leadId }, limitOf(ctx, 100, 500)) };
  });
  router.get('/simulator/mails', async (ctx) => {
    const mails = await deps.store.listMails(limitOf(ctx, 50, 200));
    ctx.body = { mails: mails.map(({ _id, ...mail }) => ({ id: _id, ...mail })) };
  });
  router.use(login.routes());
  router.get('/simulator/forms', async (ctx) => {
    ctx.body = { forms: await deps.forms() };
  });
  return router;
}

/** The requests that need more than a line. */
class Handlers {
  private readonly deps: SimulatorDeps;

  constructor(deps: SimulatorDeps) {
    this.deps = deps;
  }

  readonly say = async (ctx: Context): Promise<void> => {
    const { userId, text, id } = parseWith(messageBody, await readJson(ctx, MAX_JSON));
    const base = await this.eventBase(userId, id ?? this.deps.makeId('msg'));
    await this.deliver(ctx, { ...base, kind: 'message', payload: { text } }, { text });
  };

  readonly act = async (ctx: Context): Promise<void> => {
    const { userId, messageId, actionId, values, id } = parseWith(actionBody, await readJson(ctx, MAX_JSON));
    const message = await this.deps.store.get(messageId);
    if (!message || message.userId !== userId) throw new HttpError(404, '没有这条消息');
    const command = commandOf(message.card, actionId, values);
    const base = await this.eventBase(userId, id ?? this.deps.makeId('act'));
    await this.deliver(ctx, { ...base, kind: 'action', payload: { command, messageId, values } });
  };

  readonly sendFile = async (ctx: Context): Promise<void> => {
    const { fields, file } = await readUpload(ctx, MAX_FILE_BYTES);
    const base = await this.eventBase(fields.userId ?? '', fields.id ?? this.deps.makeId('file'));
    const { name, mediaType, bytes } = file;
    const fileId = await this.deps.files.put(bytes, { name, by: base.userId, at: base.at });
    const payload = { name, mediaType, size: bytes.byteLength, fileId };
    await this.deliver(ctx, { ...base, kind: 'file', payload }, { text: name, file: { name, fileId } });
  };

  readonly download = async (ctx: Context): Promise<void> => {
    const id = String(ctx.params.id);
    const about = await this.deps.files.about(id);
    if (!about) throw new HttpError(404, '文件不存在');
    ctx.attachment(about.name);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.body = Buffer.from(await this.deps.files.read(id));
  };

  readonly messages = async (ctx: Context): Promise<void> => {
    const { store } = this.deps;
    const userId = await this.known(String(ctx.params.id));
    const { after } = ctx.query;
    const since = typeof after === 'string' && after ? await this.pointOf(after, userId) : { seq: 0 };
    const found = await store.of(userId, since, limitOf(ctx, MAX_MESSAGES, MAX_MESSAGES));
    ctx.body = { messages: found.map(toView) };
  };

  readonly moveClock = async (ctx: Context): Promise<void> => {
    const { clock, advance } = this.deps;
    const body = parseWith(clockBody, await readJson(ctx, MAX_JSON));
    const now = clock.now();
    const to = 'to' in body ? body.to : new Date(now.getTime() + durationMs(body.advance));
    if (to < now) throw new GenjinError('invalid', 'Clock cannot go back', { userText: '时钟只能向前拨' });
    if (to.getTime() - now.getTime() > MAX_JUMP_MS) {
      throw new GenjinError('invalid', 'Clock jump too long', { userText: '一次最多向前拨 31 天' });
    }
    const ran = await advance(to);
    ctx.body = { now: clock.now().toISOString(), ran };
  };

  /** Server-sent events: which message of whom is new or changed. */
  readonly events = (ctx: Context): void => {
    ctx.respond = false;
    const { res } = ctx;
    res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    res.write(': open\n\n');
    const { changes } = this.deps.sender;
    const push = (change: object) => res.write(`data: ${JSON.stringify(change)}\n\n`);
    changes.on('message', push);
    const beat = setInterval(() => res.write(': still here\n\n'), BEAT_MS);
    ctx.req.on('close', () => {
      clearInterval(beat);
      changes.off('message', push);
    });
  };

  /** A message of this chat, or a moment. */
  private async pointOf(after: string, userId: string): Promise<{ seq: number } | { at: Date }> {
    const asMoment = moment.safeParse(after);
    if (asMoment.success) return { at: asMoment.data };
    const last = await this.deps.store.get(after);
    if (last?.userId !== userId)
      throw new HttpError(422, 'after 要写这个人聊天里一条消息的编号，或带时区的时间');
    return { seq: last.firstSeq };
  }

  /** Stores the event, shows what the person did, and waits a moment for the answer. */
  private async deliver(
    ctx: Context,
    event: InboundEvent,
    own?: Pick<SimulatorMessage, 'text' | 'file'>,
  ): Promise<void> {
    const { ingress, sender, store } = this.deps;
    const { first, handled } = await ingress.accept(event);
    if (own) {
      // On a redelivery too: the first one may have died between the inbox and the chat.
      const seq = sender.nextSeq();
      const bubble = {
        _id: eventKey(event),
        seq,
        firstSeq: seq,
        userId: event.userId,
        at: event.at,
        sentAt: event.at,
        mine: true,
      };
      const added = await store.add({ ...bubble, kind: event.kind, ...own });
      if (added) sender.changes.emit('message', { userId: event.userId, messageId: bubble._id });
    }
    const within = new Promise<'later'>((done) => setTimeout(() => done('later'), ANSWER_WITHIN_MS).unref());
    const answered = handled
      .then(() => this.deps.sendWaiting())
      .then(
        () => 'handled' as const,
        () => 'later' as const,
      );
    const outcome = await Promise.race([answered, within]);
    ctx.status = outcome === 'handled' ? 200 : 202;
    ctx.body = { eventId: event.id, duplicate: !first };
  }

  private async eventBase(userId: string, id: string) {
    return {
      id,
      platform: 'simulator' as const,
      userId: await this.known(userId),
      at: this.deps.clock.now(),
    };
  }

  private async known(userId: string): Promise<string> {
    const users = await this.deps.users();
    if (!users.some((user) => user.id === userId)) throw new HttpError(404, `没有这个人：${userId}`);
    return userId;
  }
}

/** The text a tap stands for. @throws HttpError when the card has no such button or the choice was not offered */
function commandOf(card: Card | undefined, actionId: string, values: Record<string, string>): string {
  const button = card?.buttons.find((b) => b.id === actionId);
  if (!button) throw new HttpError(409, '这张卡片上没有这个按钮，它可能已经更新');
  if (button.disabled) throw new HttpError(409, button.disabled);
  for (const [id, value] of Object.entries(values)) {
    const select = card?.selects?.find((s) => s.id === id);
    if (!select?.options.some((option) => option.id === value))
      throw new HttpError(422, `没有这个选项：${id}`);
  }
  const missing = card?.selects?.find((s) => button.command.includes(`{${s.id}}`) && !values[s.id]);
  if (missing) throw new HttpError(422, `请先选择${missing.label}`);
  return fillCommand(button.command, values);
}

function limitOf(ctx: Context, usual: number, most: number): number {
  const asked = Number(ctx.query.limit);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, most) : usual;
}
