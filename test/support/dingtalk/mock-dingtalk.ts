import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../../src/core/clock.ts';
import { type MockRequest, readRequest } from '../mock-http.ts';
import { answerPage } from '../mock-page.ts';
import { createRandom } from '../random.ts';
import { linksOf } from './links.ts';
import { MockAccount } from './mock-account.ts';
import { APP } from './mock-app.ts';
import { MockCards, TEMPLATE } from './mock-cards.ts';
import { MockChats } from './mock-chats.ts';
import { MockDirectory, type MockMember } from './mock-directory.ts';
import { MockGateway } from './mock-gateway.ts';
import { MockLogin } from './mock-login.ts';
import { MockNotices } from './mock-notices.ts';
import { pageOf } from './mock-page.ts';
import { MockPlans } from './mock-plans.ts';
import { MockPush } from './mock-push.ts';
import { MockRobot, no } from './mock-robot.ts';
import { hidden, refusalOf, type Trouble, Troubles } from './mock-trouble.ts';

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

/** DingTalk on this machine: gateway, WebSocket and OpenAPI of one internal app, strict, and able to misbehave. */
export class MockDingtalk {
  readonly gateway: MockGateway;
  readonly push: MockPush;
  readonly account: MockAccount;
  readonly chats: MockChats;
  readonly robot: MockRobot;
  readonly cards: MockCards;
  readonly notices: MockNotices;
  readonly plans: MockPlans;
  readonly directory: MockDirectory;
  readonly login: MockLogin;
  /** Every API call, oldest first. */
  readonly calls: { call: string; at: Date; status: number }[] = [];
  private readonly template: boolean;
  private readonly clock: Clock;
  private readonly server: Server;
  private readonly troubles = new Troubles();

  private constructor({
    clock,
    members,
    template = false,
    mode = 'stream',
    monthly = { calls: 5_000, messages: 3_000 },
  }: MockOptions) {
    this.template = template;
    this.clock = clock;
    this.directory = new MockDirectory(members);
    const known = this.directory.members;
    this.account = new MockAccount(clock, monthly);
    this.login = new MockLogin(clock, APP, known);
    this.gateway = new MockGateway(APP, createRandom(11));
    this.push = new MockPush(mode, this.gateway, clock);
    this.robot = new MockRobot(APP.clientId, clock, known);
    const reached = { has: (userId: string) => this.robot.reaches(userId) };
    this.cards = new MockCards(reached, clock, (shown) => this.robot.messages.push(shown));
    this.notices = new MockNotices(known, clock);
    this.plans = new MockPlans(known);
    const { account, robot } = this;
    this.chats = new MockChats({ account, robot, members: known, clock, url: () => this.url });
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
      ...(this.push.mode === 'http'
        ? { DINGTALK_MODE: 'http', DINGTALK_TOKEN: APP.token, DINGTALK_AES_KEY: APP.aesKey }
        : {}),
      DINGTALK_AGENT_ID: APP.agentId,
      DINGTALK_API_BASE: this.url,
      DINGTALK_OAPI_BASE: this.url,
      DINGTALK_OAUTH_BASE: this.url,
      DINGTALK_MONTHLY_CALLS: String(this.account.monthly.calls),
      DINGTALK_MONTHLY_MESSAGES: String(this.account.monthly.messages),
    };
  }

  /** The next `times` calls of this path go wrong. */
  trouble(call: string, trouble: Trouble, times = 1): void {
    this.troubles.add(call, trouble, times);
  }

  callsOf(call: string): number {
    return this.calls.filter((made) => made.call === call).length;
  }

  /** A member types in the single chat. */
  async says(userId: string, content: string): Promise<void> {
    await this.message(userId, { msgtype: 'text', text: { content } });
  }

  async sendsFile(userId: string, fileName: string, bytes: Uint8Array): Promise<void> {
    const downloadCode = this.robot.store(fileName, bytes);
    const content = { downloadCode, fileName, spaceId: '1', fileId: '2' };
    await this.message(userId, { msgtype: 'file', content });
  }

  /** A member quotes a message of the robot's: of a card only its key comes along. */
  async quotes(userId: string, id: string, said: string): Promise<void> {
    const shown = this.robot.of(userId).find((message) => message.id === id);
    if (!shown) throw new Error(`${userId} has no message ${id}`);
    const isCard = shown.msgKey === 'card';
    const repliedMsg = isCard
      ? { msgType: 'interactiveCard', msgId: 'm', senderId: 'robot', createdAt: 1 }
      : {
          msgType: 'markdown',
          msgId: 'm',
          senderId: 'robot',
          createdAt: 1,
          content: { text: shown.param.title },
        };
    await this.message(userId, {
      msgtype: 'text',
      text: { content: said, isReplyMsg: true, repliedMsg },
      originalMsgId: 'm',
      ...(isCard ? { originalProcessQueryKey: shown.quotedAs } : {}),
    });
  }

  /** A member quotes a file in a group and mentions the robot. */
  async quotesFileInGroup(userId: string, fileName: string, bytes: Uint8Array, said: string): Promise<void> {
    const downloadCode = this.robot.store(fileName, bytes);
    const repliedMsg = { msgType: 'file', msgId: 'm', createdAt: 1, content: { downloadCode, fileName } };
    await this.message(userId, {
      msgtype: 'text',
      conversationType: '2',
      conversationTitle: '销售一组',
      text: { content: ` ${said}`, isReplyMsg: true, repliedMsg },
    });
  }

  /** A message of any kind; resolves when it is acknowledged. */
  message(userId: string, content: object): Promise<unknown> {
    return this.push.message(this.chats.messageBody(userId, content));
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

  async clicksCard(userId: string, outTrackId: string, label: string): Promise<void> {
    const { body, http } = this.cards.click(userId, outTrackId, label);
    const began = performance.now();
    const response = await this.push.click(body, http);
    this.cards.answerClick(outTrackId, response, performance.now() - began);
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
    const trouble = this.troubles.take(read.call);
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
    if (read.call === '/v1.0/oauth2/accessToken') return this.account.issueToken(read.body);
    if (read.call === '/robot/sendBySession') return this.chats.sendBySession(read);
    const toAnybody = this.login.answerAnybody(read);
    if (toAnybody) return toAnybody;
    const refused = this.account.refuses(read);
    if (refused) return refused;
    if (trouble === 'hidden') return hidden(read.body);
    if (read.call === '/v1.0/card/callbacks/register') return this.push.register(read.body);
    return (
      this.robot.answer(read, this.url) ??
      this.cards.answer(read) ??
      this.notices.answer(read) ??
      this.plans.answer(read) ??
      this.directory.answer(read) ??
      this.login.answer(read) ??
      no('InvalidAction.NotFound', read.call, 404)
    );
  }

  private async serveFile(path: string, response: ServerResponse): Promise<void> {
    await wait(this.robot.slowFilesMs);
    const bytes = this.robot.fileOf(path.replace('/files/', ''));
    response.writeHead(bytes ? 200 : 404, { 'Content-Type': 'application/octet-stream' }).end(bytes);
  }
}
