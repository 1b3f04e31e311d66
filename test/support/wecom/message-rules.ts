import { z } from 'zod';
import { cardProblem } from './card-rules.ts';
import { no, type Refusal } from './mock-company.ts';

/** What `message/send` takes (path/90236). */
const TEXT_BYTES = 2_048;
/** What WeCom refuses in texts. */
const FORBIDDEN = /(?![\n\t])[\p{Cc}\p{Cs}]/u;

const ids = z.string().min(1).max(10_000);
const common = {
  touser: ids,
  agentid: z.number().int(),
  safe: z.literal([0, 1]).optional(),
  enable_id_trans: z.literal([0, 1]).optional(),
  enable_duplicate_check: z.literal([0, 1]).optional(),
  duplicate_check_interval: z.number().int().min(1).max(14_400).optional(),
};
const chars = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => text.length <= max);
const textCard = z.strictObject({
  title: chars(128),
  description: chars(512),
  url: z.url({ protocol: /^https?$/ }).refine((url) => Buffer.byteLength(url) <= 2_048),
  btntxt: chars(4).optional(),
});
const within = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= max);
const article = z.strictObject({
  title: within(128),
  description: within(512).optional(),
  url: within(2_048).pipe(z.url({ protocol: /^https?$/ })),
  picurl: within(2_048)
    .pipe(z.url({ protocol: /^https?$/ }))
    .optional(),
});
export const message = z.discriminatedUnion('msgtype', [
  z.strictObject({ ...common, msgtype: z.literal('text'), text: z.strictObject({ content: z.string() }) }),
  z.strictObject({ ...common, msgtype: z.literal('textcard'), textcard: textCard }),
  z.strictObject({
    ...common,
    msgtype: z.literal('markdown'),
    markdown: z.strictObject({ content: within(TEXT_BYTES) }),
  }),
  z.strictObject({
    ...common,
    msgtype: z.literal('news'),
    news: z.strictObject({ articles: z.array(article).min(1).max(8) }),
  }),
  z.strictObject({ ...common, msgtype: z.literal('file'), file: z.strictObject({ media_id: z.string() }) }),
  z.strictObject({
    ...common,
    msgtype: z.literal('template_card'),
    template_card: z.record(z.string(), z.unknown()),
  }),
]);
export type Message = z.output<typeof message>;
/** @returns null when WeCom takes it */
export function messageProblem(given: Message): Refusal | null {
  if (FORBIDDEN.test(JSON.stringify(given).replace(/\\[nt]/g, ''))) return no(40033, 'illegal characters');
  if (given.msgtype === 'template_card') return cardProblem(given.template_card, 'send');
  if (given.msgtype !== 'text') return null;
  if (!given.text.content) return no(44004, 'empty content');
  // The real one cuts silently; here it must be seen.
  return Buffer.byteLength(given.text.content) > TEXT_BYTES ? no(45002, 'content too long') : null;
}

/** The same for one that is about to be sent to somebody. */
export function problemOfPart(part: object): unknown {
  const { data, error } = message.safeParse({ touser: 'u', agentid: 1, ...part });
  return data ? messageProblem(data) : error?.issues[0];
}
