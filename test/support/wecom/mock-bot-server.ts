import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import { cardProblem, type MockCard } from './card-rules.ts';
import type { Shown } from './mock-app.ts';
import { MockBotMedia, type Reply } from './mock-bot-media.ts';
import { no, ok, type Refusal } from './mock-company.ts';

export const BOT = { botId: 'aibQmYxXZkLJ2tTkG', secret: 'secret-of-the-bot' };

const CLICK_LIVES_MS = 5_000;
/** Some texts say six minutes, some ten. */
const STREAM_LIVES_MS = 6 * 60_000;
const MINUTE_MS = 60_000;
const frameSchema = z.strictObject({
  cmd: z.string(),
  headers: z.strictObject({ req_id: z.string().min(1).max(256) }),
  body: z.unknown().optional(),
});
const subscribe = z.strictObject({ bot_id: z.string(), secret: z.string() });
const content = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= 20_480);
const card = z.record(z.string(), z.unknown());
const to = { chatid: z.string().min(1), chat_type: z.literal([0, 1, 2]) };
const sent = z.discriminatedUnion('msgtype', [
  z.strictObject({ ...to, msgtype: z.literal('markdown'), markdown: z.strictObject({ content }) }),
  z.strictObject({ ...to, msgtype: z.literal('file'), file: z.strictObject({ media_id: z.string() }) }),
  z.strictObject({ ...to, msgtype: z.literal('template_card'), template_card: card }),
]);
const stream = z.strictObject({
  msgtype: z.literal('stream'),
  stream: z.strictObject({ id: z.string().min(1), finish: z.boolean(), content }),
});
const update = z.strictObject({ response_type: z.literal('update_template_card'), template_card: card });
const welcome = z.strictObject({ msgtype: z.literal('text'), text: z.strictObject({ content }) });
/** What a member did that may be answered. */
export interface Occasion {
  what: 'message' | 'click' | 'opened';
  userId: string;
  at: number;
  taskId?: string;
  answered: boolean;
}

/**
 * A 智能机器人 on a WebSocket, strict about what the reference says (5.6): one connection, the newer one throws out
 * the older; clicks are answered within 5 s, once, with a whole card; nothing is said to who never said anything.
 */
export class MockBotServer {
  readonly messages: Shown[] = [];
  /** What streams said, in order. */
  readonly words: { userId: string; content: string; finish: boolean }[] = [];
  /** Frames that were refused, as `cmd code`. */
  readonly refusals: string[] = [];
  /** The request ids of what was sent unasked, in order. */
  readonly requests: string[] = [];
  subscriptions = 0;
  /** Answers nothing any more, but keeps the connection. */
  isSilent = false;
  private readonly clock: Clock;
  private readonly members: readonly { userid: string }[];
  protected readonly address: () => string;
  private readonly server = new WebSocketServer({ noServer: true });
  private live: WebSocket | null = null;
  protected readonly spoke = new Set<string>();
  private readonly occasions = new Map<string, Occasion>();
  protected readonly tasks = new Map<string, Shown>();
  protected readonly media = new MockBotMedia();
  private readonly troubles: { cmd: string; errcode: number }[] = [];
  private unanswered = '';
  private serial = 0;

  constructor(clock: Clock, members: readonly { userid: string }[], address: () => string) {
    this.clock = clock;
    this.members = members;
    this.address = address;
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      this.server.handleUpgrade(request, socket, head, (ws) => {
        ws.on('message', (data) => this.hear(ws, data.toString()));
        ws.on('close', () => {
          if (this.live === ws) this.live = null;
        });
      });
    });
  }

  get isConnected(): boolean {
    return this.live !== null;
  }

  /** The next frame of this kind is refused. */
  trouble(cmd: string, errcode: number): void {
    this.troubles.push({ cmd, errcode });
  }

  /** The next frame of this kind is taken, and the connection ends before its answer is out. */
  loseAnswer(cmd: string): void {
    this.unanswered = cmd;
  }

  /** Forgets that the bot subscribed and keeps the connection, pings answered: every frame is refused until it asks anew. */
  loseSubscription(): void {
    this.live = null;
  }

  /** The connection ends without a word. */
  cut(): void {
    this.live?.terminate();
    this.live = null;
  }

  /** Another program connects the same bot. */
  throwOut(): void {
    if (this.live) this.kick(this.live);
    this.live = null;
  }

  /** As if this member had written to the bot before. */
  knows(userId: string): void {
    this.spoke.add(userId);
  }

  /** As if this member had never written to the bot. */
  forget(userId: string): void {
    this.spoke.delete(userId);
  }

  /** The sealed bytes of a file somebody sent; null when there is none of that name. */
  download(path: string): { name: string; bytes: Uint8Array } | null {
    return this.media.get(path.replace(/^\/bot-media\//, '')) ?? null;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  protected push(cmd: string, userId: string, what: Occasion['what'], body: object, taskId?: string): string {
    if (!this.live) throw new Error('nobody is connected: this would be lost');
    const msgid = this.next('msgid');
    const reqId = this.next('req');
    this.occasions.set(reqId, {
      what,
      userId,
      at: this.now(),
      answered: false,
      ...(taskId ? { taskId } : {}),
    });
    const common = { msgid, aibotid: BOT.botId, chattype: 'single', from: { userid: userId } };
    this.live.send(JSON.stringify({ cmd, headers: { req_id: reqId }, body: { ...common, ...body } }));
    return msgid;
  }

  private hear(ws: WebSocket, data: string): void {
    if (this.isSilent) return;
    const parsed = frameSchema.safeParse(JSON.parse(data));
    if (!parsed.success) throw new Error(`a frame WeCom does not know: ${data}`);
    const { cmd, headers, body } = parsed.data;
    const trouble = this.troubles.findIndex((t) => t.cmd === cmd);
    const [planned] = trouble < 0 ? [] : this.troubles.splice(trouble, 1);
    const reply = planned ? no(planned.errcode, 'refused') : this.answer(ws, cmd, headers.req_id, body);
    if (cmd === 'aibot_send_msg') this.requests.push(headers.req_id);
    if (cmd === this.unanswered) {
      this.unanswered = '';
      this.cut();
      return;
    }
    if (reply.errcode) this.refusals.push(`${cmd} ${reply.errcode}`);
    ws.send(JSON.stringify({ headers, ...reply }));
  }

  private answer(ws: WebSocket, cmd: string, reqId: string, body: unknown): Reply {
    if (cmd === 'aibot_subscribe') return this.subscribe(ws, body);
    if (cmd === 'ping' && this.live !== ws) return ok();
    if (this.live !== ws) return no(846609, 'not subscribed');
    switch (cmd) {
      case 'ping':
        return body === undefined ? ok() : no(40058, 'ping has no body');
      case 'aibot_send_msg':
        return this.send(body);
      case 'aibot_respond_msg':
        return this.say(reqId, body);
      case 'aibot_respond_update_msg':
        return this.update(reqId, body);
      case 'aibot_respond_welcome_msg':
        return this.welcome(reqId, body);
      default:
        return this.media.upload(cmd, body);
    }
  }

  private subscribe(ws: WebSocket, body: unknown): Reply {
    const given = subscribe.safeParse(body);
    if (!given.success) return no(40058, 'subscribe');
    const { bot_id, secret } = given.data;
    if (bot_id !== BOT.botId || secret !== BOT.secret) return no(853000, 'invalid bot_id or secret');
    this.subscriptions++;
    const before = this.live;
    this.live = ws;
    if (before && before !== ws) this.kick(before);
    return ok();
  }

  private kick(ws: WebSocket): void {
    const event = { msgtype: 'event', event: { eventtype: 'disconnected_event' }, msgid: this.next('msgid') };
    ws.send(JSON.stringify({ cmd: 'aibot_event_callback', headers: { req_id: 'kick' }, body: event }));
    ws.close();
  }

  private send(body: unknown): Reply {
    const parsed = sent.safeParse(body);
    if (!parsed.success) return no(40058, JSON.stringify(parsed.error.issues[0]));
    const given = parsed.data;
    if (!this.members.some(({ userid }) => userid === given.chatid)) return no(40003, 'no such chat');
    if (!this.spoke.has(given.chatid)) return no(846607, 'the user never wrote');
    const recent = this.messages.filter(
      (m) => m.to === given.chatid && this.now() - m.at.getTime() < MINUTE_MS,
    );
    if (recent.length >= 30) return no(846607, 'send limit');
    const shown: Shown = {
      id: this.next('shown'),
      at: this.clock.now(),
      to: given.chatid,
      msgtype: given.msgtype,
    };
    if (given.msgtype === 'markdown') shown.text = given.markdown.content;
    if (given.msgtype === 'file') {
      const found = this.media.get(given.file.media_id);
      if (!found) return no(40007, 'invalid media_id');
      shown.file = found;
    }
    if (given.msgtype === 'template_card') {
      const problem = cardProblem(given.template_card, 'send', 'bot');
      if (problem) return problem;
      shown.card = given.template_card as unknown as MockCard;
      shown.taskId = shown.card.task_id;
      const task = shown.taskId ?? '';
      if (this.tasks.has(task)) return no(846625, 'task_id used before');
      if (task) this.tasks.set(task, shown);
    }
    this.messages.push(shown);
    return ok();
  }

  private say(reqId: string, body: unknown): Reply {
    const parsed = stream.safeParse(body);
    if (!parsed.success) return no(40058, JSON.stringify(parsed.error.issues[0]));
    const occasion = this.occasions.get(reqId);
    if (occasion?.what !== 'message') return no(846605, 'illegal req_id');
    const isOver = occasion.answered || this.now() - occasion.at > STREAM_LIVES_MS;
    if (isOver) return no(846608, 'the stream has ended');
    const { content, finish } = parsed.data.stream;
    occasion.answered = finish;
    this.words.push({ userId: occasion.userId, content, finish });
    return ok();
  }

  private update(reqId: string, body: unknown): Reply {
    const parsed = update.safeParse(body);
    if (!parsed.success) return no(40058, JSON.stringify(parsed.error.issues[0]));
    const { template_card } = parsed.data;
    const refused = this.inTime(reqId, 'click');
    if (refused) return refused;
    const shown = this.tasks.get(this.occasions.get(reqId)?.taskId ?? '');
    if (!shown || template_card.task_id !== shown.taskId) return no(846625, 'task_id');
    const problem = cardProblem(template_card, 'update', 'bot');
    if (problem) return problem;
    shown.card = template_card as unknown as MockCard;
    return ok();
  }

  private welcome(reqId: string, body: unknown): Reply {
    const parsed = welcome.safeParse(body);
    if (!parsed.success) return no(40058, 'welcome');
    const refused = this.inTime(reqId, 'opened');
    const userId = this.occasions.get(reqId)?.userId ?? '';
    if (!refused) this.words.push({ userId, content: parsed.data.text.content, finish: true });
    return refused ?? ok();
  }

  /** Events are answered within 5 s, once. */
  private inTime(reqId: string, what: Occasion['what']): Refusal | null {
    const occasion = this.occasions.get(reqId);
    if (occasion?.what !== what) return no(846605, 'illegal req_id');
    if (this.now() - occasion.at > CLICK_LIVES_MS) return no(846604, 'req_id expired');
    if (occasion.answered) return no(846606, 'answered before');
    occasion.answered = true;
    return null;
  }

  private next(what: string): string {
    return `${what}-${++this.serial}`;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
