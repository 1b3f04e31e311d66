import { z } from 'zod';
import type { RobotPart } from '../../stores/dingtalk.ts';
import { SendError } from '../platform.ts';
import type { DingtalkApi } from './api.ts';

const sent = z.object({
  processQueryKey: z.string().default(''),
  invalidStaffIdList: z.array(z.string()).default([]),
  flowControlledStaffIdList: z.array(z.string()).default([]),
});

const FLOW_CONTROL_MS = 60_000;

/**
 * Sends one message to one person in their single chat with the robot. A 200 may still name people it did not reach.
 * @throws SendError, DingtalkError, Unreachable
 */
export async function sendToPerson(
  api: Pick<DingtalkApi, 'call'>,
  robotCode: string,
  userId: string,
  { msgKey, msgParam }: RobotPart,
): Promise<void> {
  const body = { robotCode, userIds: [userId], msgKey, msgParam: JSON.stringify(msgParam) };
  const answer = await api.call('POST', '/v1.0/robot/oToMessages/batchSend', body, sent);
  if (answer.flowControlledStaffIdList.includes(userId))
    throw new SendError(`${userId} gets too many messages`, false, FLOW_CONTROL_MS);
  if (answer.invalidStaffIdList.includes(userId))
    throw new SendError(`${userId} is outside the app's visible range`, true);
}
