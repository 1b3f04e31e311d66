import { z } from 'zod';
import type { CardPart } from '../../../stores/dingtalk.ts';
import { SendError } from '../../platform.ts';
import { type DingtalkApi, isRefused } from '../api.ts';

const results = z.array(
  z.object({
    success: z.boolean().default(false),
    errorMsg: z.string().nullish().default(''),
    carrierId: z.string().nullish(),
  }),
);
const delivered = z.object({
  success: z.boolean().default(true),
  result: z
    .union([z.object({ deliverResults: results.default([]) }), results])
    .transform((result) => (Array.isArray(result) ? result : result.deliverResults)),
});

/** Where a card goes: a person's single chat with the robot. Forwarding it would offer its buttons to others. */
function place(userId: string, robotCode: string, title: string) {
  return {
    openSpaceId: `dtv1.card//IM_ROBOT.${userId}`,
    imRobotOpenSpaceModel: { supportForward: false, lastMessageI18n: { ZH_CN: title } },
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
    userIdType: 1,
  };
}

export interface CardTarget {
  outTrackId: string;
  userId: string;
  robotCode: string;
  templateId: string;
}

/** How DingTalk brings clicks back. */
export type CallbackWay = { callbackType: 'STREAM' } | { callbackType: 'HTTP'; callbackRouteKey: string };

/**
 * Creates a card and shows it. DingTalk knows the card by our id: what an earlier try created is not created again.
 * @returns the key by which DingTalk names the card when somebody quotes it, where it told
 * @throws SendError when a 200 hides that nobody got it; DingtalkError, Unreachable
 */
export async function deliverCard(
  api: Pick<DingtalkApi, 'call'>,
  { outTrackId, userId, robotCode, templateId }: CardTarget,
  part: CardPart,
  way: CallbackWay,
): Promise<string | undefined> {
  const at = place(userId, robotCode, part.title);
  if (part.created) {
    const again = await api.call('POST', '/v1.0/card/instances/deliver', { outTrackId, ...at }, delivered);
    return assertDelivered(userId, again);
  }
  const cardData = { cardParamMap: part.data };
  const body = { cardTemplateId: templateId, outTrackId, ...way, cardData, ...at };
  try {
    const created = await api.call('POST', '/v1.0/card/instances/createAndDeliver', body, delivered);
    return assertDelivered(userId, created);
  } catch (error) {
    // The answer to an earlier try was lost.
    if (!isRefused(error, 'exists')) throw error;
    return undefined;
  }
}

/** Only the variables named change. @throws DingtalkError, Unreachable */
export async function updateCard(
  api: Pick<DingtalkApi, 'call'>,
  outTrackId: string,
  data: Record<string, string>,
): Promise<void> {
  const cardData = { cardParamMap: data };
  const body = { outTrackId, cardData, cardUpdateOptions: { updateCardDataByKey: true }, userIdType: 1 };
  await api.call('PUT', '/v1.0/card/instances', body, z.object({ success: z.literal(true) }));
}

/** The card exists, and nobody sees it. */
export class NotDelivered extends SendError {}

function assertDelivered(
  userId: string,
  { success, result }: z.output<typeof delivered>,
): string | undefined {
  const failed = result.find((one) => !one.success);
  if (success && result.length > 0 && !failed) return result[0]?.carrierId ?? undefined;
  throw new NotDelivered(`card not delivered to ${userId}: ${failed?.errorMsg ?? 'no result'}`, false);
}
