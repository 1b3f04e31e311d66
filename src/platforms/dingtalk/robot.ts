import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { RobotPart } from '../../stores/dingtalk.ts';
import { SendError } from '../platform.ts';
import type { DingtalkApi } from './api.ts';
import { DingtalkError } from './errors.ts';

const sent = z.object({
  processQueryKey: z.string().default(''),
  invalidStaffIdList: z.array(z.string()).default([]),
  flowControlledStaffIdList: z.array(z.string()).default([]),
});
type Sent = z.output<typeof sent>;

const FLOW_CONTROL_MS = 60_000;
/** As many people as one call reaches. */
const MOST_PEOPLE = 20;
/** What is said to several people at once is asked for within so short a time. */
const GATHER_MS = 30;

/** The robot cannot reach this person: outside its visible range, or gone. */
export class NotReached extends SendError {
  constructor(userId: string) {
    super(`${userId} is outside the app's visible range`, true, undefined, {
      reason: '不在钉钉应用的可见范围',
      mend: '请在开放平台 → 应用 → 版本管理与发布 的可见范围中加入；设置了 DINGTALK_AGENT_ID 时可改收工作通知',
    });
  }
}

/** A message that some people are about to get. */
interface Batch {
  userIds: string[];
  answer: Promise<Sent>;
}

/** The robot's messages into people's single chats with it. The same to several people at once is one call. */
export class Robot {
  private readonly api: Pick<DingtalkApi, 'call'>;
  private readonly robotCode: string;
  private readonly open = new Map<string, Batch>();

  constructor(api: Pick<DingtalkApi, 'call'>, robotCode: string) {
    this.api = api;
    this.robotCode = robotCode;
  }

  /**
   * A 200 may still name people it did not reach.
   * @returns the key by which DingTalk names the message when somebody quotes it
   * @throws NotReached; SendError, DingtalkError, Unreachable
   */
  async send(userId: string, part: RobotPart): Promise<string> {
    try {
      const answer = await this.join(userId, part);
      if (answer.flowControlledStaffIdList.includes(userId))
        throw new SendError(`${userId} gets too many messages`, false, FLOW_CONTROL_MS);
      if (answer.invalidStaffIdList.includes(userId)) throw new NotReached(userId);
      return answer.processQueryKey;
    } catch (error) {
      if (error instanceof DingtalkError && error.remedy.kind === 'recipient') throw new NotReached(userId);
      throw error;
    }
  }

  private join(userId: string, { msgKey, msgParam }: RobotPart): Promise<Sent> {
    const message = { msgKey, msgParam: JSON.stringify(msgParam) };
    const key = `${msgKey} ${message.msgParam}`;
    const known = this.open.get(key);
    // Who gets the same text twice is to see it twice.
    if (known && !known.userIds.includes(userId)) {
      known.userIds.push(userId);
      if (known.userIds.length === MOST_PEOPLE) this.open.delete(key);
      return known.answer;
    }
    const userIds = [userId];
    const batch: Batch = { userIds, answer: this.later(key, userIds, message) };
    this.open.set(key, batch);
    return batch.answer;
  }

  private async later(key: string, userIds: string[], message: object): Promise<Sent> {
    await pause(GATHER_MS);
    if (this.open.get(key)?.userIds === userIds) this.open.delete(key);
    const body = { robotCode: this.robotCode, userIds, ...message };
    return this.api.call('POST', '/v1.0/robot/oToMessages/batchSend', body, sent);
  }
}
