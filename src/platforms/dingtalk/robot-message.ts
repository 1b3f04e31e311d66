import { z } from 'zod';
import { parsedJson } from './frames.ts';

/** What somebody sent to the robot, the same over Stream and HTTP (reference 2.2). */
export interface RobotMessage {
  /** The same on every redelivery, unlike the frame's id. */
  msgId: string;
  /** Absent for people outside the company, and while the app is not published. */
  userId: string | undefined;
  name: string;
  at: Date;
  /** Only for group chats. */
  chatId: string | undefined;
  /** The group's name. */
  chatTitle: string;
  /** Where to answer until when; a secret. */
  reply: { url: string; until: Date } | undefined;
  /** A message that was quoted: what is written in it, and the key under which we sent it, if we did. */
  quoted: { text: string; key: string | undefined } | undefined;
  parts: RobotPart[];
}

export type RobotPart =
  | { kind: 'text'; text: string }
  | { kind: 'file'; name: string; mediaType: string; downloadCode: string }
  /** The month's free messages are used up: DingTalk tells that something was said, but not what. */
  | { kind: 'over-quota'; reason: string }
  | { kind: 'unknown'; type: string };

const text = z.string().max(100_000);
const maybe = text.optional().catch(undefined);
const millis = z.coerce.number().int().min(1).max(8_640_000_000_000_000);

const common = z.object({
  msgId: text.min(1).max(512),
  msgtype: text.default('').catch(''),
  conversationType: z.coerce.string().default('1'),
  conversationId: text.max(512).default(''),
  conversationTitle: text.default('').catch(''),
  senderStaffId: maybe,
  senderNick: text.default('').catch(''),
  createAt: millis,
  sessionWebhook: maybe,
  sessionWebhookExpiredTime: millis.optional().catch(undefined),
  errorCode: z.coerce.string().optional(),
  errCode: z.coerce.string().optional(),
  errorMessage: maybe,
  originalProcessQueryKey: maybe,
  text: z.unknown().optional(),
  /** Seen as JSON text, too. */
  content: z.preprocess((value) => (typeof value === 'string' ? parsedJson(value) : value), z.unknown()),
});

const OVER_QUOTA = '20001';

const file =
  (name: string, mediaType: string) =>
  (downloadCode: string): RobotPart => ({
    kind: 'file',
    name,
    mediaType,
    downloadCode,
  });
const picture = file('图片.jpg', 'image/jpeg');
const code = text.min(1).max(4_096);
const spoken = (words: string): RobotPart[] => [{ kind: 'text', text: words }];

const richItem = z.union([
  z.object({ downloadCode: code }).transform(({ downloadCode }) => picture(downloadCode)),
  z.object({ text }).transform((item): RobotPart => ({ kind: 'text', text: item.text })),
  z.unknown().transform(() => null),
]);

/** One schema for each kind, of `text` or `content`. */
const KINDS: Record<string, z.ZodType<RobotPart[]>> = {
  text: z.object({ content: text }).transform(({ content }) => spoken(content)),
  picture: z.object({ downloadCode: code }).transform(({ downloadCode }) => [picture(downloadCode)]),
  richText: z.object({ richText: z.array(richItem).max(200) }).transform(({ richText }) => {
    const parts = richText.flatMap((part) => part ?? []);
    // What was written around pictures is one message.
    const words = parts.flatMap((part) => (part.kind === 'text' ? part.text : [])).join('');
    return [...(words.trim() ? spoken(words) : []), ...parts.filter((part) => part.kind === 'file')];
  }),
  audio: z
    .object({ downloadCode: code, recognition: maybe })
    .transform(({ downloadCode, recognition }) =>
      recognition?.trim() ? spoken(recognition) : [file('语音.amr', 'audio/amr')(downloadCode)],
    ),
  video: z
    .object({ downloadCode: code })
    .transform(({ downloadCode }) => [file('视频.mp4', 'video/mp4')(downloadCode)]),
  file: z
    .object({ downloadCode: code, fileName: text.max(1_024).default('') })
    .transform(({ downloadCode, fileName }) => [file(fileName, 'application/octet-stream')(downloadCode)]),
};

/** A quotation comes with its message (not documented, but seen): words, a file, or for a card only its key. */
const reply = z.object({
  isReplyMsg: z.literal(true),
  repliedMsg: z
    .object({
      msgType: text.default('').catch(''),
      content: z.preprocess((value) => {
        const parsed = typeof value === 'string' ? parsedJson(value) : undefined;
        return typeof parsed === 'object' && parsed !== null ? parsed : value;
      }, z.unknown()),
    })
    .optional()
    .catch(undefined),
});

/** Null when it does not even say which message it is and when it was sent. */
export function decodeRobotMessage(body: unknown): RobotMessage | null {
  const parsed = common.safeParse(body);
  if (!parsed.success) return null;
  const m = parsed.data;
  const { sessionWebhook: url, sessionWebhookExpiredTime: until } = m;
  return {
    msgId: m.msgId,
    userId: m.senderStaffId || undefined,
    name: m.senderNick,
    at: new Date(m.createAt),
    chatId: m.conversationType === '2' ? m.conversationId : undefined,
    chatTitle: m.conversationTitle,
    reply: url && until ? { url, until: new Date(until) } : undefined,
    ...withQuoted(m, partsOf(m)),
  };
}

/** A file that was quoted is given to the robot, as in groups no other can be. */
function withQuoted(
  { text: said, originalProcessQueryKey: key }: z.output<typeof common>,
  parts: RobotPart[],
): Pick<RobotMessage, 'quoted' | 'parts'> {
  const replied = reply.safeParse(said).data;
  if (!replied) return { quoted: undefined, parts };
  const { msgType = '', content } = replied.repliedMsg ?? {};
  const files = partsIn(msgType, content).filter((part) => part.kind === 'file');
  // To mention the robot beside a file, nothing has to be said.
  const words = parts.filter((part) => !files.length || part.kind !== 'text' || part.text.trim());
  return { quoted: { text: writtenIn(content), key }, parts: [...files, ...words] };
}

/** Everything a person reads in it, in order. */
function writtenIn(content: unknown): string {
  if (typeof content === 'string') return content;
  if (typeof content !== 'object' || content === null) return '';
  return Object.entries(content)
    .filter(([name]) => !/code|url|id$/i.test(name))
    .map(([, value]) => writtenIn(value))
    .filter(Boolean)
    .join('\n');
}

function partsOf(m: z.output<typeof common>): RobotPart[] {
  if ((m.errorCode ?? m.errCode) === OVER_QUOTA)
    return [{ kind: 'over-quota', reason: m.errorMessage ?? OVER_QUOTA }];
  const parts = partsIn(m.msgtype, m.msgtype === 'text' ? m.text : m.content);
  return parts.length ? parts : [{ kind: 'unknown', type: m.msgtype }];
}

/** @returns nothing for what is not known or not as documented */
function partsIn(type: string, content: unknown): RobotPart[] {
  const schema = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  return schema?.safeParse(content).data ?? [];
}
