import { z } from 'zod';
import { parsedJson } from './frames.ts';

/** A tap on an interactive card. */
export interface CardClick {
  outTrackId: string;
  userId: string;
  actionId: string;
}

/** Text holding JSON, or the object itself: clients have been seen to send either. */
const json = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' ? parsedJson(value) : value), schema);

const id = z.string().min(1).max(256);
const params = z
  .looseObject({ action: id.optional().catch(undefined) })
  .optional()
  .catch(undefined);
const content = z.object({
  cardPrivateData: z.object({ actionIds: z.array(id).default([]), params }),
  params,
});
const body = z.object({
  outTrackId: id,
  userId: id,
  content: json(content).optional(),
  value: json(content).optional(),
});

/** Null for what is no click on a button of ours. */
export function decodeCardClick(callback: unknown): CardClick | null {
  const parsed = body.safeParse(callback);
  if (!parsed.success) return null;
  const { outTrackId, userId } = parsed.data;
  const said = parsed.data.content ?? parsed.data.value;
  const actionId =
    said?.cardPrivateData.params?.action ?? said?.params?.action ?? said?.cardPrivateData.actionIds[0];
  return actionId ? { outTrackId, userId, actionId } : null;
}
