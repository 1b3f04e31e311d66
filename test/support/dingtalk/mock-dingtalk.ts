import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import { openSealed, seal } from '../../../src/platforms/sealed.ts';
import { type MockRequest, readRequest } from '../mock-http.ts';
import { answerPage } from '../mock-page.ts';
import { createRandom } from '../random.ts';
import { linksOf } from './links.ts';
import { MockCards, TEMPLATE } from './mock-cards.ts';
import { MockDirectory, type MockMember } from './mock-directory.ts';
import { MockGateway } from './mock-gateway.ts';
import { MockLogin } from './mock-login.ts';
import { pageOf } from './mock-page.ts';
import { type Answer, MockRobot, no, ok } from './mock-robot.ts';

export const APP = {
  clientId: 'dingmock0000000000001',
  clientSecret: 'secret-of-the-dingtalk-app',
  corpId: 'dingcorp0000000000001',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};

/** What may go wrong with a call, a number of times. */
export type Trouble =
  | { refuse: string; status?: number; errcode?: number; scopes?: string[] }
  /** The call takes effect, and the connection breaks before the answer. */
  | 'lost-answer'
  /** The connection breaks before anything happened. */
  | 'lost-request'
  /** An answer of a proxy, not of DingTalk. */
  | 'gateway'
  /** A 200 that reached nobody. */
  | 'hidden';

export interface MockOptions {
  clock: Clock;
  members: readonly MockMember[];
  port?: number;
  /** The app's way of receiving, as set in the console. */
  mode?: 'stream' | 'http';
  /** A published card template. */
  template?: boolean;
  /** Free calls and messages of a month. */
  monthly?: { calls: number; messages: number };
}

const FREE = new Set(['/v1.0/oauth2/accessToken', '/v1.0/gateway/connections/open']);

/** DingTalk on this machine: gateway, WebSocket and OpenAPI of one internal app, strict, and able to misbehave. */
export class MockDingtalk {
  readonly gateway: MockGateway;
  readonly robot: MockRobot;
  readonly cards: MockCards;
  readonly directory: MockDirectory;
  readonly login: MockLogin;
  /** Every API call, oldest first. */
  readonly calls: { call: string; at: Date; status: number }[] = [];
  tokensIssued = 0;
  used = { calls: 0, messages: 0 };
  readonly monthly: { calls: number; messages: number };
  /** Where an app without Stream is posted to. */
  callbackBase = '';
  private clickSecret = '';
  readonly mode: 'stream' | 'http';
  private readonly template: boolean;
  private readonly clock: Clock;
  private readonly server: Server;
  private readonly troubles: { call: string; trouble: Trouble; times: number }[] = [];
  private token: { value: string; until: Date } | null = null;
  private readonly sessions = new Map<string, { userId: string; until: Date }>();
  private serial = 0;

  private constructor({
    clock,
    members,
    template = false,
    mode = 'stream',
    monthly = { calls: 5_000, messages: 3_000 },
  }: MockOptions) {
    this.template = template;
    this.mode = mode;
    this.clock = clock;
    this.monthly = monthly;
    this.directory = new MockDirectory(members);
    this.login = new MockLogin(clock, APP, this.directory.members);
    this.gateway = new MockGateway(APP, createRandom(11));
    this.robot = new MockRobot(APP.clientId, clock, this.directory.members);
    this.cards = new MockCards(this.directory.members, clock, (shown) => this.robot.messages.push(shown));
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('upgrade', (request, socket, head) => this.gateway.upgrade(request, socket, head));
  }

  static async start(options: MockOptions): Promise<MockDingtalk> {
    const mock = new MockDingtalk(options);
    await new Promise<void>((done) => mock.server.listen(options.port ?? 0, '127.0.0.1', done));
    return mock;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The environment that connects the product to this app. */
  get env(): Record<string, string> {
    return {
      DINGTALK_CLIENT_ID: APP.clientId,
      DINGTALK_CLIENT_SECRET: APP.clientSecret,
      ...(this.template ? { DINGTALK_CARD_TEMPLATE_ID: TEMPLATE } : {}),
      ...(this.mode === 'http'
        ? { DINGTALK_MODE: 'http', DINGTALK_TOKEN: APP.token, DINGTALK_AES_KEY: APP.aesKey }
        : {}),
      DINGTALK_API_BASE: this.url,
      DINGTALK_OAPI_BASE: this.url,
      DINGTALK_OAUTH_BASE: this.url,
      DINGTALK_MONTHLY_CALLS: String(this.monthly.calls),
      DINGTALK_MONTHLY_MESSAGES: String(this.monthly.messages),
    };
  }

  /** The next `times` calls of this path go wrong. */
  trouble(call: string, trouble: Trouble, times = 1): void {
    this.troubles.push({ call, trouble, times });
  }

  callsOf(call: string): number {
    return this.calls.filter((made) => made.call === call).length;
  }

  /** DingTalk ends every token before its time. */
  expireTokens(): void {
    this.token = null;
  }

  /** A member types in the single chat. */
  async says(userId: string, content: string): Promise<void> {
    await this.message(userId, { msgtype: 'text', text: { content } });
  }

  async sendsFile(userId: string, fileName: string, bytes: Uint8Array): Promise<void> {
    const downloadCode = this.robot.store(fileName, bytes);
    await this.message(userId, {
      msgtype: 'file',
      content: { downloadCode, fileName, spaceId: '1', fileId: '2' },
    });
  }

  /** A message of any kind; resolves when it is acknowledged. */
  async message(userId: string, content: object): Promise<unknown> {
    const body = this.messageBody(userId, content);
    if (this.mode === 'stream') return this.gateway.push('CALLBACK', '/v1.0/im/bot/messages/get', body);
    const timestamp = String(this.clock.now().getTime());
    const sign = hmac(APP.clientSecret, `${timestamp}\n${APP.clientSecret}`);
    return this.post('/dingtalk/robot', { timestamp, sign }, body);
  }

  /** The body of a message to the robot, as DingTalk writes it. */
  messageBody(userId: string, content: object): Record<string, unknown> {
    const session = this.next('session');
    const until = new Date(this.clock.now().getTime() + 90 * 60_000);
    this.sessions.set(session, { userId, until });
    this.used.messages++;
    const over = this.used.messages > this.monthly.messages;
    return {
      msgId: `msg${this.next('')}==`,
      conversationType: '1',
      conversationId: `cid-${userId}==`,
      senderId: `$:LWCP_v1:$${userId}`,
      senderNick: this.directory.members.get(userId)?.name ?? userId,
      senderStaffId: userId,
      senderCorpId: APP.corpId,
      senderPlatform: 'Android',
      isAdmin: false,
      chatbotCorpId: APP.corpId,
      chatbotUserId: '$:LWCP_v1:$robot',
      robotCode: APP.clientId,
      createAt: this.clock.now().getTime(),
      sessionWebhook: `${this.url}/robot/sendBySession?session=${session}`,
      sessionWebhookExpiredTime: until.getTime(),
      ...(over
        ? { msgtype: 'text', errorCode: '20001', errorMessage: 'quota of the month used up' }
        : content),
    };
  }

  /** A member taps something on a message: only what is there can be tapped. */
  async clicks(userId: string, id: string, label: string): Promise<void> {
    const shown = this.robot.of(userId).find((message) => message.id === id);
    if (!shown) throw new Error(`${userId} has no message ${id}`);
    if (shown.msgKey === 'card') return this.clicksCard(userId, id, label);
    const url = linksOf(shown).get(label);
    if (!url) throw new Error(`nothing called ${label}, but ${[...linksOf(shown).keys()].join(' ')}`);
    const { protocol, host, pathname, searchParams } = new URL(url);
    if (`${protocol}//${host}${pathname}` !== 'dtmd://dingtalkclient/sendMessage')
      throw new Error(`no link: ${url}`);
    await this.says(userId, searchParams.get('content') ?? '');
  }

  /** An event of the company's. */
  async event(type: string, data: Record<string, unknown>): Promise<unknown> {
    const now = this.clock.now().getTime();
    if (this.mode === 'stream') {
      const headers = { eventType: type, eventId: this.next('event'), eventBornTime: String(now) };
      return this.gateway.push('EVENT', '*', data, headers);
    }
    const keys = { token: APP.token, encodingAesKey: APP.aesKey, receiveId: APP.clientId };
    const at = { timestamp: String(now), nonce: this.next('nonce') };
    const { signature, encrypted } = seal(
      keys,
      JSON.stringify({ EventType: type, TimeStamp: now, ...data }),
      at,
    );
    const query = new URLSearchParams({ msg_signature: signature, signature, ...at });
    const answer = eventAnswer.parse(
      await this.post(`/dingtalk/events?${query}`, {}, { encrypt: encrypted }),
    );
    const sealed = { signature: answer.msg_signature, timestamp: answer.timeStamp, nonce: answer.nonce };
    return openSealed(keys, { ...sealed, encrypted: answer.encrypt }, this.clock.now());
  }

  private async post(path: string, headers: Record<string, string>, body: object): Promise<unknown> {
    const response = await fetch(`${this.callbackBase}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(body),
    });
    if (response.status !== 200) throw new Error(`${path} answered with ${response.status}`);
    return response.json();
  }

  async clicksCard(userId: string, outTrackId: string, label: string): Promise<void> {
    const { body, http } = this.cards.click(userId, outTrackId, label);
    const began = performance.now();
    const response = http ? await this.postClick(body) : await this.pushClick(body);
    this.cards.answerClick(outTrackId, response, performance.now() - began);
  }

  private async pushClick(body: object): Promise<unknown> {
    const answer = await this.gateway.push('CALLBACK', '/v1.0/card/instances/callback', body);
    return z.strictObject({ response: z.unknown() }).parse(answer).response;
  }

  private async postClick(body: object): Promise<unknown> {
    const timestamp = String(this.clock.now().getTime());
    const signed = {
      'x-ddpaas-signature-timestamp': timestamp,
      'x-ddpaas-signature': hmac(this.clickSecret, timestamp),
    };
    return this.post('/dingtalk/card', signed, body);
  }

  async close(): Promise<void> {
    this.gateway.close();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await answerPage(pageOf(this), request, response)) return;
    const read = await readRequest(request);
    if (read.call.startsWith('/files/')) return this.serveFile(read.call, response);
    const trouble = this.troubleOf(read.call);
    if (trouble === 'lost-request') return void request.socket.destroy();
    if (trouble === 'gateway') return void response.writeHead(502).end('<html>Bad Gateway</html>');
    const { status, body } = this.answer(read, trouble);
    this.calls.push({ call: read.call, at: this.clock.now(), status });
    if (trouble === 'lost-answer') return void request.socket.destroy();
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(sent);
  }

  private answer(read: MockRequest, trouble: Trouble | undefined): { status: number; body: object | string } {
    if (typeof trouble === 'object') return refusalOf(trouble);
    if (read.call === '/v1.0/gateway/connections/open') return this.gateway.open(read.body, this.url);
    if (read.call === '/v1.0/oauth2/accessToken') return this.issueToken(read.body);
    if (read.call === '/robot/sendBySession') return this.sendBySession(read);
    const toAnybody = this.login.answerAnybody(read);
    if (toAnybody) return toAnybody;
    const refused = this.checkToken(read) ?? this.checkQuota(read);
    if (refused) return refused;
    if (trouble === 'hidden') return hidden(read.body);
    if (read.call === '/v1.0/card/callbacks/register') return this.registerClicks(read.body);
    return (
      this.robot.answer(read, this.url) ??
      this.cards.answer(read) ??
      this.directory.answer(read) ??
      this.login.answer(read) ??
      no('InvalidAction.NotFound', read.call, 404)
    );
  }

  private issueToken(body: unknown): Answer {
    const parsed = z.strictObject({ appKey: z.string(), appSecret: z.string() }).safeParse(body);
    const right =
      parsed.success && parsed.data.appKey === APP.clientId && parsed.data.appSecret === APP.clientSecret;
    if (!right) return no('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
    if (!this.token || this.token.until <= this.clock.now()) {
      this.tokensIssued++;
      this.token = { value: this.next('token'), until: new Date(this.clock.now().getTime() + 7_200_000) };
    }
    const expireIn = Math.floor((this.token.until.getTime() - this.clock.now().getTime()) / 1_000);
    return ok({ accessToken: this.token.value, expireIn });
  }

  private registerClicks(body: unknown): Answer {
    const schema = z.strictObject({
      callbackRouteKey: z.string().min(1),
      callbackUrl: z.url(),
      apiSecret: z.string().min(1),
      forceUpdate: z.boolean(),
    });
    const { callbackUrl, apiSecret } = schema.parse(body);
    this.clickSecret = apiSecret;
    return ok({ success: true, result: { callbackUrl, apiSecret } });
  }

  private checkToken({ call, headers, query }: MockRequest): Answer | null {
    const isNew = call.startsWith('/v1.0/');
    const given = isNew ? headers['x-acs-dingtalk-access-token'] : query.get('access_token');
    const good = this.token && given === this.token.value && this.token.until > this.clock.now();
    if (good) return null;
    return isNew
      ? no('InvalidAuthentication', '不合法的access_token', 401)
      : ok({ errcode: 40014, errmsg: 'token' });
  }

  private checkQuota({ call }: MockRequest): Answer | null {
    if (FREE.has(call) || call.startsWith('/topapi/')) return null;
    if (++this.used.calls <= this.monthly.calls) return null;
    return no('Forbidden.AccessDenied.ApiCountLimitForOrg', 'quota of the month', 403);
  }

  private sendBySession({ query, body }: MockRequest): Answer {
    const session = this.sessions.get(query.get('session') ?? '');
    if (!session) return ok({ errcode: 300001, errmsg: 'session.notExisted' });
    if (session.until < this.clock.now()) return ok({ errcode: 300001, errmsg: 'session.expired' });
    this.used.messages++;
    const { msgtype, ...content } = body as { msgtype: string } & Record<string, Record<string, string>>;
    const param = content[msgtype] ?? {};
    const kinds: Record<string, string> = {
      text: 'sampleText',
      markdown: 'sampleMarkdown',
      actionCard: 'sampleActionCard',
    };
    const msgKey = kinds[msgtype];
    if (!msgKey) return ok({ errcode: 40035, errmsg: `no ${msgtype}` });
    this.robot.show(session.userId, msgKey, param);
    return ok({ errcode: 0, errmsg: 'ok' });
  }

  private serveFile(path: string, response: ServerResponse): void {
    const bytes = this.robot.fileOf(path.replace('/files/', ''));
    response.writeHead(bytes ? 200 : 404, { 'Content-Type': 'application/octet-stream' }).end(bytes);
  }

  private troubleOf(call: string): Trouble | undefined {
    const found = this.troubles.find((t) => t.call === call && t.times > 0);
    if (found) found.times--;
    return found?.trouble;
  }

  private next(what: string): string {
    return `${what}-${++this.serial}`;
  }
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

const eventAnswer = z.strictObject({
  msg_signature: z.string(),
  encrypt: z.string(),
  timeStamp: z.string(),
  nonce: z.string(),
});

function refusalOf({ refuse, status = 400, errcode, scopes }: Exclude<Trouble, string>): Answer {
  if (scopes) {
    const accessdenieddetail = { requiredScopes: scopes };
    return { status, body: { code: refuse, message: 'no', requestid: 'request-1', accessdenieddetail } };
  }
  return errcode === undefined ? no(refuse, 'no', status) : ok({ errcode, errmsg: refuse });
}

/** Success, and nobody was reached. */
function hidden(body: unknown): Answer {
  const { userIds = [] } = body as { userIds?: string[] };
  return ok({ processQueryKey: 'query-0', invalidStaffIdList: [], flowControlledStaffIdList: userIds });
}
