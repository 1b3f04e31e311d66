import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../../src/core/clock.ts';
import { readRequest } from '../mock-http.ts';
import { answerPage } from '../mock-page.ts';
import { createRandom, type Random } from '../random.ts';
import { callbackOf, type Fields, xmlOf } from './envelope.ts';
import { MockApp, type Shown } from './mock-app.ts';
import { BOT, MockBot } from './mock-bot.ts';
import type { MockMember } from './mock-company.ts';
import { pageOf } from './mock-page.ts';

export const APP = {
  corpId: 'ww5823bf96d3bd56c7',
  agentId: 1_000_002,
  secret: 'secret-of-the-app',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};

/** What may go wrong with a call, once or until it is taken back. */
export type Trouble =
  | { refuse: number; errmsg?: string }
  /** Answers after so many real milliseconds. */
  | { slow: number }
  /** The call takes effect, and the connection breaks before the answer. */
  | 'lost-answer'
  /** The connection breaks before anything happened. */
  | 'lost-request'
  /** An answer of a proxy, not of WeCom. */
  | 'gateway';

export interface MockOptions {
  clock: Clock;
  members: readonly MockMember[];
  port?: number;
}

/**
 * WeCom on this machine: a real HTTP server for one self-built app, strict about what the reference says, and able
 * to misbehave. Messages beyond 30 a minute or 1,000 an hour for one member are dropped while all seems well.
 */
export class MockWecom {
  readonly app: MockApp;
  readonly bot: MockBot;
  /** Every API call, oldest first. */
  readonly calls: { call: string; at: Date; errcode: number }[] = [];
  callbackUrl = '';
  private readonly clock: Clock;
  private readonly random: Random = createRandom(7);
  private readonly troubles: { call: string; trouble: Trouble; times: number }[] = [];
  private readonly server: Server;
  private msgIds = 0;

  private constructor(options: MockOptions) {
    this.clock = options.clock;
    this.app = new MockApp(options.clock, options.members, APP);
    this.bot = new MockBot(options.clock, options.members, () => this.url);
    this.server = createServer((request, response) => void this.answer(request, response));
    this.bot.attach(this.server);
  }

  static async start(options: MockOptions): Promise<MockWecom> {
    const mock = new MockWecom(options);
    await new Promise<void>((done) => mock.server.listen(options.port ?? 0, '127.0.0.1', done));
    return mock;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The environment that connects the product to this app. */
  get env(): Record<string, string> {
    return {
      WECOM_CORP_ID: APP.corpId,
      WECOM_AGENT_ID: String(APP.agentId),
      WECOM_SECRET: APP.secret,
      WECOM_TOKEN: APP.token,
      WECOM_AES_KEY: APP.aesKey,
      WECOM_API_BASE: this.url,
      WECOM_OAUTH_BASE: this.url,
    };
  }

  /** The environment that connects the product to the bot. */
  get botEnv(): Record<string, string> {
    const socket = this.url.replace('http:', 'ws:');
    return { WECOM_BOT_ID: BOT.botId, WECOM_BOT_SECRET: BOT.secret, WECOM_WS_URL: socket };
  }

  /** The next `times` calls of this name go wrong. */
  trouble(call: string, trouble: Trouble, times = 1): void {
    this.troubles.push({ call, trouble, times });
  }

  /** Nothing goes wrong any more. */
  heal(): void {
    this.troubles.length = 0;
  }

  callsOf(call: string): number {
    return this.calls.filter((made) => made.call === call).length;
  }

  /** A member types. */
  says(userId: string, text: string): Promise<number[]> {
    return this.callback({ ...this.common(userId), MsgType: 'text', Content: text, MsgId: this.nextMsgId() });
  }

  /** A member sends a file. */
  sendsFile(userId: string, name: string, bytes: Uint8Array): Promise<number[]> {
    const mediaId = this.app.store(name, bytes);
    const fields = { MsgType: 'file', MediaId: mediaId, FileName: name, MsgId: this.nextMsgId() };
    return this.callback({ ...this.common(userId), ...fields });
  }

  /** A member sends a photo: it comes without a name. */
  sendsPicture(userId: string, name: string, bytes: Uint8Array): Promise<number[]> {
    const MediaId = this.app.store(name, bytes);
    const fields = { MsgType: 'image', PicUrl: 'https://example.com/1', MediaId, MsgId: this.nextMsgId() };
    return this.callback({ ...this.common(userId), ...fields });
  }

  /** A member presses a button of a card, having chosen this in its lists. */
  clicks(
    userId: string,
    message: Shown,
    label: string,
    chosen: Record<string, string> = {},
  ): Promise<number[]> {
    const click = this.app.click(userId, message.taskId ?? '', label, chosen);
    return this.callback({
      ...this.common(userId),
      MsgType: 'event',
      Event: 'template_card_event',
      ...click,
    });
  }

  event(userId: string, name: string, more: Fields = {}): Promise<number[]> {
    return this.callback({ ...this.common(userId), MsgType: 'event', Event: name, ...more });
  }

  /** Posts it as often and in as many copies at once as asked; answers the statuses. */
  async callback(fields: Fields, copies = 1): Promise<number[]> {
    const xml = xmlOf(fields);
    return Promise.all(
      Array.from({ length: copies }, async () => {
        const nonce = String(this.random.int(1e9));
        const keys = { token: APP.token, encodingAesKey: APP.aesKey, receiveId: APP.corpId };
        const { query, body } = callbackOf(keys, xml, this.clock.now(), nonce);
        const response = await fetch(`${this.callbackUrl}?${new URLSearchParams(query)}`, {
          method: 'POST',
          headers: { 'Content-Type': 'text/xml' },
          body,
        });
        const answer = await response.text();
        if (response.status === 200 && answer !== '')
          throw new Error(`a reply nobody understands: ${answer}`);
        return response.status;
      }),
    );
  }

  common(userId: string): Fields {
    const CreateTime = Math.floor(this.clock.now().getTime() / 1000);
    return { ToUserName: APP.corpId, FromUserName: userId, CreateTime, AgentID: APP.agentId };
  }

  nextMsgId(): string {
    return `45612553542513${String(++this.msgIds).padStart(5, '0')}`;
  }

  async close(): Promise<void> {
    this.bot.close();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await answerPage(pageOf(this), request, response)) return;
    if (this.serveFile(request, response)) return;
    const read = await readRequest(request);
    const trouble = this.troubleOf(read.call);
    if (trouble === 'lost-request') return void request.socket.destroy();
    if (trouble === 'gateway') return void response.writeHead(502).end('<html>Bad Gateway</html>');
    const planned = typeof trouble === 'object' ? trouble : undefined;
    if (planned && 'slow' in planned) await pause(planned.slow);
    const refused =
      planned && 'refuse' in planned ? { errcode: planned.refuse, errmsg: planned.errmsg ?? 'no' } : null;
    const result = refused ?? this.app.answer(read);
    this.calls.push({
      call: read.call,
      at: this.clock.now(),
      errcode: result.errcode ?? 0,
    });
    if (trouble === 'lost-answer') return void request.socket.destroy();
    if (result.errcode === undefined) {
      const { name, bytes } = result.file;
      const header = { 'Content-Disposition': `attachment; filename*=utf-8''${encodeURIComponent(name)}` };
      return void response
        .writeHead(200, { 'Content-Type': 'application/octet-stream', ...header })
        .end(bytes);
    }
    // Every refusal names the caller's address, whatever it is about.
    const hint = `, hint: [1764470000_1], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=${result.errcode}`;
    const said = result.errcode
      ? { ...result, errmsg: `${'errmsg' in result ? result.errmsg : ''}${hint}` }
      : result;
    response.writeHead(200, { 'Content-Type': 'application/json; charset=UTF-8' }).end(JSON.stringify(said));
  }

  /** What members sent to the bot. */
  private serveFile(request: IncomingMessage, response: ServerResponse): boolean {
    const sealed = this.bot.download(new URL(request.url ?? '/', 'http://mock').pathname);
    if (!sealed) return false;
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(sealed.name)}`;
    response.writeHead(200, { 'Content-Disposition': disposition }).end(sealed.bytes);
    return true;
  }

  private troubleOf(call: string): Trouble | undefined {
    const found = this.troubles.find((t) => t.call === call && t.times > 0);
    if (found) found.times--;
    return found?.trouble;
  }
}
