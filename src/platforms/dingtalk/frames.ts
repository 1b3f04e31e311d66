import { z } from 'zod';

/** What DingTalk pushes over its WebSocket: one JSON text each. Unknown headers and fields are left alone. */
const frame = z.object({
  type: z.string(),
  headers: z.looseObject({
    topic: z.string().default(''),
    messageId: z.string().default(''),
    eventType: z.string().optional(),
    eventId: z.string().optional(),
    eventBornTime: z.string().optional(),
  }),
  data: z.string().default(''),
});
export type Frame = z.output<typeof frame>;

export const TOPICS = {
  robot: '/v1.0/im/bot/messages/get',
  card: '/v1.0/card/instances/callback',
} as const;

/** What to answer a frame with; the code follows HTTP's. */
export interface Ack {
  code: 200 | 404;
  data: object;
  /** To be told whether it went out. */
  sent?: ((out: boolean) => void) | undefined;
}

/** Null for what is no frame. */
export function readFrame(text: string): Frame | null {
  return frame.safeParse(parsedJson(text)).data ?? null;
}

/** The text to send back; `data` travels as JSON inside JSON. */
export function ackText({ headers }: Frame, { code, data }: Ack): string {
  const { messageId } = headers;
  return JSON.stringify({
    code,
    headers: { messageId, contentType: 'application/json' },
    message: code === 200 ? 'OK' : 'no such topic',
    data: JSON.stringify(data),
  });
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
