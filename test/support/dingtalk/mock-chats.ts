import type { Clock } from '../../../src/core/clock.ts';
import type { MockRequest } from '../mock-http.ts';
import type { MockAccount } from './mock-account.ts';
import { APP } from './mock-app.ts';
import type { MockMember } from './mock-directory.ts';
import { type Answer, type MockRobot, ok, readWebhookMessage } from './mock-robot.ts';

export interface MockChatDeps {
  account: MockAccount;
  robot: MockRobot;
  members: ReadonlyMap<string, MockMember>;
  clock: Clock;
  /** The mock's own address. */
  url(): string;
}

const SESSION_LIVES_MS = 90 * 60_000;

/** What members write to the robot, and the address for an answer that comes with each message. */
export class MockChats {
  /** How often a message was answered by the address that came with it. */
  answered = 0;
  private readonly deps: MockChatDeps;
  private readonly sessions = new Map<string, { userId: string; until: Date }>();
  private serial = 0;

  constructor(deps: MockChatDeps) {
    this.deps = deps;
  }

  /** The body of a message to the robot, as DingTalk writes it. */
  messageBody(userId: string, content: object): Record<string, unknown> {
    const { account, members, clock, url } = this.deps;
    const n = ++this.serial;
    const until = new Date(clock.now().getTime() + SESSION_LIVES_MS);
    this.sessions.set(`session-${n}`, { userId, until });
    account.used.messages++;
    return {
      msgId: `msg-${n}==`,
      conversationType: '1',
      conversationId: `cid-${userId}==`,
      senderId: `$:LWCP_v1:$${userId}`,
      senderNick: members.get(userId)?.name ?? userId,
      senderStaffId: userId,
      senderCorpId: APP.corpId,
      senderPlatform: 'Android',
      isAdmin: false,
      chatbotCorpId: APP.corpId,
      chatbotUserId: '$:LWCP_v1:$robot',
      robotCode: APP.clientId,
      createAt: clock.now().getTime(),
      sessionWebhook: `${url()}/robot/sendBySession?session=session-${n}`,
      sessionWebhookExpiredTime: until.getTime(),
      ...(account.isSilent
        ? { msgtype: 'text', errorCode: '20001', errorMessage: 'quota of the month used up' }
        : content),
    };
  }

  /** The addresses for answers end before their time. */
  endAll(): void {
    this.sessions.clear();
  }

  /** `POST /robot/sendBySession`: needs no token, and counts as a message. */
  sendBySession({ query, body }: MockRequest): Answer {
    const { account, robot, clock } = this.deps;
    const session = this.sessions.get(query.get('session') ?? '');
    if (!session) return ok({ errcode: 300001, errmsg: 'session.notExisted' });
    if (session.until < clock.now()) return ok({ errcode: 300001, errmsg: 'session.expired' });
    account.used.messages++;
    const message = readWebhookMessage(body);
    if (!message) return ok({ errcode: 40035, errmsg: `no message: ${JSON.stringify(body)}` });
    this.answered++;
    robot.show(session.userId, message.msgKey, message.param);
    return ok({ errcode: 0, errmsg: 'ok' });
  }
}
