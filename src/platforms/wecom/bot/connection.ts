import { WSClient } from '@wecom/aibot-node-sdk';
import type { Clock } from '../../../core/clock.ts';
import { errorText } from '../../../core/errors.ts';
import type { Logger } from '../../../core/logger.ts';
import type { WecomPart } from '../../../stores/wecom.ts';
import { proxyAgentFor } from '../../proxy.ts';
import { Unreachable } from '../../remote.ts';
import { NOT_SUBSCRIBED, WecomError } from '../errors.ts';

export interface BotConnectionDeps {
  botId: string;
  secret: string;
  /** WeCom's own address when absent. */
  wsUrl?: string | undefined;
  leases: {
    hold(name: string, owner: string, now: Date, ms: number): Promise<boolean>;
    release(name: string, owner: string): Promise<void>;
  };
  owner: string;
  /** A message or an event. Must not throw. */
  onFrame(frame: unknown): void;
  clock: Clock;
  log: Logger;
  /** Real milliseconds between two signs of life; after two without an answer the connection counts as dead. */
  heartbeatMs?: number;
}

/** A dead process's bot is taken over after this long, and the next beat of another. */
const LEASE_MS = 10_000;
/** Somebody else connected the same bot: coming back at once would throw them out in turn, for ever. */
const KICKED_PAUSE_MS = 60_000;
/** A wrong secret asked for again and again is held against us. */
const REFUSED_PAUSE_MS = 5 * 60_000;
const HEARTBEAT_MS = 30_000;
/** Where the SDK connects to when nothing else is said. */
const WECOM_ADDRESS = 'wss://openws.work.weixin.qq.com';
const SPEAK_FIRST_MS = 1_000;
/** A lost subscription is asked for anew this often at most: WeCom may need a while to know the bot again. */
const RENEW_EVERY_MS = 10_000;

/**
 * The bot's one live connection. WeCom throws out the older of two, so a lease in the database says which process
 * holds it; within it the connection is mended for ever. `beat` is to be called every second or so.
 */
export class BotConnection {
  private readonly deps: BotConnectionDeps;
  private client: WSClient | null = null;
  private subscribed = false;
  private pausedUntil = 0;
  private trouble: string | null = null;
  private holds = false;
  private renewedAt = 0;

  constructor(deps: BotConnectionDeps) {
    this.deps = deps;
  }

  /** Whether this process can speak for the bot now. */
  get isHere(): boolean {
    return this.subscribed;
  }

  /** WeCom said no to the bot's secret, or connected somebody else in its place. */
  get isRefused(): boolean {
    return this.deps.clock.now().getTime() < this.pausedUntil;
  }

  /** What is wrong, in Chinese; null when all is well or another process's business. */
  get problem(): string | null {
    if (!this.holds || this.subscribed) return null;
    return this.trouble ?? '机器人正在连接企业微信';
  }

  /** Takes or keeps the lease, and connects or lets go accordingly. */
  async beat(): Promise<void> {
    const { leases, owner, clock } = this.deps;
    if (this.isRefused) return;
    const now = clock.now();
    this.holds = await leases.hold(this.leaseName, owner, now, LEASE_MS);
    if (!this.holds) this.disconnect();
    else if (!this.client) this.connect();
  }

  /** Lets another process have it at once. */
  async stop(): Promise<void> {
    this.disconnect();
    if (this.holds) await this.deps.leases.release(this.leaseName, this.deps.owner);
    this.holds = false;
  }

  /**
   * To a member's own chat with the bot, who must have written there before.
   * @param name of the request: the same for a repeat, so that an answer that comes late answers that
   * @throws WecomError, Unreachable
   */
  async send(userId: string, part: WecomPart, name: string): Promise<void> {
    await this.asked('aibot_send_msg', (client) =>
      client.reply(
        answering(`aibot_send_msg_${name}`),
        { chatid: userId, chat_type: 1, ...part },
        'aibot_send_msg',
      ),
    );
  }

  /** Within 5 s of the click that `reqId` names, once. @throws WecomError, Unreachable */
  async updateCard(reqId: string, card: object): Promise<void> {
    const body = { response_type: 'update_template_card', template_card: card };
    await this.asked('aibot_respond_update_msg', (client) =>
      client.reply(answering(reqId), body, 'aibot_respond_update_msg'),
    );
  }

  /** Shows `content` in the place of what this stream said before. @throws WecomError, Unreachable */
  async stream(reqId: string, streamId: string, content: string, finish: boolean): Promise<void> {
    await this.asked('aibot_respond_msg', (client) =>
      client.replyStream(answering(reqId), streamId, content, finish),
    );
  }

  /** Within 5 s of somebody opening the chat. @throws WecomError, Unreachable */
  async welcome(reqId: string, content: string): Promise<void> {
    await this.asked('aibot_respond_welcome_msg', (client) =>
      client.replyWelcome(answering(reqId), { msgtype: 'text', text: { content } }),
    );
  }

  /** @returns the media id, good for three days. @throws WecomError, Unreachable */
  async upload(bytes: Uint8Array, filename: string): Promise<string> {
    const { media_id } = await this.asked('aibot_upload_media', (client) =>
      client.uploadMedia(Buffer.from(bytes), { type: 'file', filename }),
    );
    return media_id;
  }

  private get leaseName(): string {
    return `wecom-bot:${this.deps.botId}`;
  }

  private async asked<T>(call: string, run: (client: WSClient) => Promise<T>): Promise<T> {
    if (!this.client || !this.subscribed) throw new Unreachable(call, 'the bot is not connected here');
    const { client } = this;
    try {
      return await run(client);
    } catch (error) {
      const refusal = refusalOf(call, error);
      if (refusal instanceof WecomError && refusal.errcode === NOT_SUBSCRIBED) this.renew(client);
      throw refusal;
    }
  }

  /** Pings may still be answered on a connection that WeCom no longer listens to: only a new one helps. */
  private renew(client: WSClient): void {
    const now = this.deps.clock.now().getTime();
    if (client !== this.client || now - this.renewedAt < RENEW_EVERY_MS) return;
    this.renewedAt = now;
    this.deps.log.warn('WeCom has lost the subscription of the bot; connecting anew');
    this.disconnect();
    this.trouble = '企业微信丢失了机器人的订阅，正在重新连接';
    this.connect();
  }

  private connect(): void {
    const { botId, secret, wsUrl, heartbeatMs = HEARTBEAT_MS, onFrame, log } = this.deps;
    const agent = proxyAgentFor(wsUrl ?? WECOM_ADDRESS);
    const client = new WSClient({
      botId,
      secret,
      ...(wsUrl ? { wsUrl } : {}),
      ...(agent ? { wsOptions: { agent } } : {}),
      heartbeatInterval: heartbeatMs,
      reconnectInterval: SPEAK_FIRST_MS,
      maxReconnectAttempts: -1,
      maxAuthFailureAttempts: 0,
      logger: quietly(log),
    });
    this.client = client;
    client.on('authenticated', () => {
      this.subscribed = true;
      this.trouble = null;
      log.info('WeCom bot connected');
    });
    client.on('disconnected', (reason) => {
      if (this.client !== client) return;
      this.subscribed = false;
      this.trouble = `与企业微信的长连接断开（${reason}），正在重连`;
    });
    client.on('error', (error) => this.failed(error));
    client.on('message', onFrame);
    client.on('event', (frame) => {
      if (frame.body?.event?.eventtype === 'disconnected_event') this.kicked();
      else onFrame(frame);
    });
    client.connect();
  }

  /** The SDK tells of every mishap; only a refused secret ends its trying. */
  private failed(error: Error): void {
    this.trouble = errorText(error);
    if (error.name !== 'WSAuthFailureError') return;
    this.trouble = 'WECOM_BOT_ID 或 WECOM_BOT_SECRET 不对，或机器人没有开启长连接';
    this.deps.log.error({ err: error }, 'WeCom refuses the bot; an administrator has to check its settings');
    this.pause(REFUSED_PAUSE_MS);
  }

  private kicked(): void {
    this.trouble = '同一个机器人在别处建立了连接，这里已被断开';
    this.deps.log.warn('the bot was connected elsewhere');
    this.pause(KICKED_PAUSE_MS);
  }

  private pause(ms: number): void {
    this.pausedUntil = this.deps.clock.now().getTime() + ms;
    this.disconnect();
  }

  private disconnect(): void {
    this.subscribed = false;
    const { client } = this;
    this.client = null;
    client?.disconnect();
    client?.removeAllListeners();
  }
}

function answering(reqId: string) {
  return { headers: { req_id: reqId } };
}

/** The SDK rejects with WeCom's whole answer when it said no, and with an Error when it said nothing. */
function refusalOf(call: string, error: unknown): WecomError | Unreachable {
  if (typeof error === 'object' && error !== null && 'errcode' in error) {
    const { errcode, errmsg } = error as { errcode: unknown; errmsg?: unknown };
    return new WecomError(call, Number(errcode), String(errmsg ?? ''));
  }
  return new Unreachable(call, errorText(error));
}

/** What heals itself is no warning; contents stay out of the log. */
function quietly(log: Logger) {
  const note = (message: string) => log.debug({ sdk: 'aibot' }, message);
  return { debug: () => {}, info: note, warn: note, error: note };
}
