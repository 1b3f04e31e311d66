import { z } from 'zod';
import { aboutQuoted } from '../../quoted.ts';
import { BY_BOT, BY_BOT_IN_GROUP } from '../inbound-event.ts';
import type { WecomBody, WecomInbound } from '../messages.ts';

/**
 * What comes over the bot's connection (path/100719, path/101027), decoded into the same variants as the app's
 * callbacks. What is not listed, or does not look as documented, becomes `unknown`.
 */
export interface BotFrame {
  /** Names the message or event in an answer to it. */
  reqId: string;
  body: BotBody;
}
type BotBody = z.output<typeof bodySchema>;

const id = z.string().min(1).max(256);
const bodySchema = z.looseObject({
  msgid: id,
  chatid: id.optional(),
  chattype: z.string().optional(),
  from: z.looseObject({ userid: id }),
  create_time: z.number().positive().optional(),
  msgtype: id,
  quote: z.unknown().optional(),
});
const frameSchema = z.looseObject({ headers: z.looseObject({ req_id: id }), body: bodySchema });

/** @returns null when it does not even say from whom: nothing can be done with it */
export function readFrame(frame: unknown): BotFrame | null {
  const parsed = frameSchema.safeParse(frame);
  return parsed.success ? { reqId: parsed.data.headers.req_id, body: parsed.data.body } : null;
}

/** Where the media is, as `download` wants it. */
const media = z
  .object({ url: z.url({ protocol: /^https?$/ }), aeskey: z.string().max(200).default('') })
  .transform(({ url, aeskey }) => JSON.stringify([url, aeskey]));
const text = z.object({ text: z.object({ content: z.string() }) });
const file = (type: 'image' | 'video' | 'file') =>
  z
    .object({ [type]: media })
    .transform((body): WecomBody[] => [{ kind: 'media', type, mediaId: body[type] ?? '' }]);
const item = z.union([
  text.transform(({ text: { content } }) => ({ content })),
  z.object({ image: media }).transform(({ image }) => ({ image })),
]);

const click = z
  .object({
    event_key: z.string().max(1_024),
    task_id: id,
    selected_items: z
      .object({
        selected_item: z.array(
          z.object({ question_key: id, option_ids: z.object({ option_id: z.array(z.string()) }) }),
        ),
      })
      .optional(),
  })
  .transform(
    (event): WecomBody => ({
      kind: 'click',
      key: event.event_key,
      taskId: event.task_id,
      responseCode: '',
      values: Object.fromEntries(
        (event.selected_items?.selected_item ?? []).map((one) => [
          one.question_key,
          one.option_ids.option_id,
        ]),
      ),
    }),
  );

const schemas: Record<string, z.ZodType<WecomBody[]>> = {
  text: text.transform(({ text: { content } }) => [{ kind: 'text', content }]),
  /** WeCom sends what was said, not the sound. */
  voice: z
    .object({ voice: z.object({ content: z.string().trim().min(1) }) })
    .transform(({ voice }) => [{ kind: 'spoken', content: voice.content }]),
  image: file('image'),
  video: file('video'),
  file: file('file'),
  /** Text and pictures in one message: the pictures are files, the text is said after them. */
  mixed: z.object({ mixed: z.object({ msg_item: z.array(item) }) }).transform(({ mixed }) => {
    const images = mixed.msg_item.flatMap((one) => ('image' in one ? [one.image] : []));
    const content = mixed.msg_item.flatMap((one) => ('content' in one ? [one.content] : [])).join('\n');
    const pictures = images.map((mediaId): WecomBody => ({ kind: 'media', type: 'image', mediaId }));
    return content.trim() ? [...pictures, { kind: 'text', content }] : pictures;
  }),
  event: z.object({ event: z.looseObject({ eventtype: id }) }).transform(({ event }): WecomBody[] => {
    const parsed =
      event.eventtype === 'template_card_event' ? click.safeParse(event.template_card_event) : null;
    if (parsed?.success) return [parsed.data];
    return [
      event.eventtype === 'enter_chat'
        ? { kind: 'opened' }
        : { kind: 'unknown', type: event.eventtype, isEvent: true },
    ];
  }),
};

/** One event for each thing that was sent. */
export function decodeFrame({ body }: BotFrame, now: Date): WecomInbound[] {
  const { msgid, msgtype, from, create_time, chattype } = body;
  const schema = Object.hasOwn(schemas, msgtype) ? schemas[msgtype] : undefined;
  const parsed = schema?.safeParse(body);
  const found: WecomBody[] = parsed?.success
    ? parsed.data
    : [{ kind: 'unknown', type: msgtype, isEvent: msgtype === 'event' }];
  const chatId = chattype === 'group' ? (body.chatid ?? 'group') : undefined;
  const at = create_time ? new Date(create_time * 1000) : now;
  return found.map((one, i) => ({
    from: from.userid.toLowerCase(),
    at,
    chatId,
    identity: [chatId === undefined ? BY_BOT : BY_BOT_IN_GROUP, from.userid.toLowerCase(), msgid, String(i)],
    ...(one.kind === 'text'
      ? { ...one, content: spoken(one.content, body.quote, chatId !== undefined) }
      : one),
  }));
}

/** Without the @ that a group needs; about the lead that is quoted, unless it names one itself. */
function spoken(content: string, quote: unknown, inGroup: boolean): string {
  const said = inGroup ? content.replace(/^@\S+[\s\u2005]*/, '') : content;
  const quoted = z.looseObject({ msgtype: z.string() }).safeParse(quote);
  return quoted.success ? aboutQuoted(said, textsOf(quoted.data).join('\n')) : said;
}

/** Everything that is written in it, in order. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
