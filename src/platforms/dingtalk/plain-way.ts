import type { Clock } from '../../core/clock.ts';
import { errorText } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { DingtalkStore, RobotPart } from '../../stores/dingtalk.ts';
import { Unreachable } from '../remote.ts';
import { isRefused } from './api.ts';
import { NotReached, type Robot } from './robot.ts';
import { fitsWebhook, type SessionWebhook } from './session-webhook.ts';
import type { WorkNotices } from './work-notice.ts';

export interface PlainWayDeps {
  robot: Pick<Robot, 'send'>;
  webhook: SessionWebhook;
  /** Absent where the app's agent id is not known. */
  notices: Pick<WorkNotices, 'send'> | undefined;
  store: Pick<DingtalkStore, 'chat' | 'forgetChat' | 'usage' | 'addUsage'>;
  monthly: { calls: number; messages: number };
  clock: Clock;
  log: Logger;
}

/** From this share of the month's calls on, cards with nothing to tap become messages where that saves a call. */
const SCARCE = 0.7;

/**
 * How a message without a card template reaches a person: by the address of a chat they lately wrote in, which costs
 * no call, when calls are what the company is shorter of; by the robot; by a work notice where the robot cannot.
 */
export class PlainWay {
  private readonly deps: PlainWayDeps;

  constructor(deps: PlainWayDeps) {
    this.deps = deps;
  }

  /**
   * @returns the key by which DingTalk names the message when somebody quotes it, where it told
   * @throws SendError, DingtalkError, Unreachable
   */
  async send(userId: string, part: RobotPart): Promise<string | undefined> {
    const { robot, notices, log } = this.deps;
    if ((await this.callsUsed()).scarcer && (await this.byWebhook(userId, part))) return undefined;
    try {
      return await robot.send(userId, part);
    } catch (error) {
      const isRefusal = isRefused(error, 'quota') || isRefused(error, 'bug');
      if (isRefusal && (await this.byWebhook(userId, part))) return undefined;
      const isElsewhere = error instanceof NotReached || isRefused(error, 'bug');
      if (!isElsewhere || !notices || part.msgKey === 'sampleFile') throw error;
      log.info({ userId }, 'the robot does not deliver to somebody; a work notice instead');
      await notices.send(userId, part);
      return undefined;
    }
  }

  /** Should what could be a card be said without one? */
  async savesCalls(userId: string): Promise<boolean> {
    const { share, scarcer } = await this.callsUsed();
    return share >= SCARCE && scarcer && (await this.addressOf(userId)) !== undefined;
  }

  /** Is there an address of a chat they lately wrote in? */
  async canAnswer(userId: string): Promise<boolean> {
    return (await this.addressOf(userId)) !== undefined;
  }

  private async callsUsed(): Promise<{ share: number; scarcer: boolean }> {
    const { store, monthly, clock } = this.deps;
    const { calls, messages } = await store.usage(clock.now());
    const share = calls / monthly.calls;
    return { share, scarcer: share >= messages / monthly.messages };
  }

  /** @returns false when there is no such address any more */
  private async byWebhook(userId: string, part: RobotPart): Promise<boolean> {
    const { webhook, store, clock, log } = this.deps;
    const url = fitsWebhook(part) ? await this.addressOf(userId) : undefined;
    if (!url) return false;
    try {
      await webhook.send(url, part);
      await store.addUsage(clock.now(), { messages: 1 });
      return true;
    } catch (error) {
      // Nobody knows whether it arrived: as with the robot, it is tried again.
      if (error instanceof Unreachable) throw error;
      log.info({ reason: errorText(error) }, 'the address for answers has ended');
      await store.forgetChat(userId);
      return false;
    }
  }

  private async addressOf(userId: string): Promise<string | undefined> {
    const { store, clock } = this.deps;
    const chat = await store.chat(userId);
    const open = chat?.replyUntil && chat.replyUntil.getTime() - clock.now().getTime() > ENDS_SOON_MS;
    return open ? chat.replyUrl : undefined;
  }
}

const ENDS_SOON_MS = 60_000;
