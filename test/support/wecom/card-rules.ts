import { z } from 'zod';

/** The rules of template cards as the documentation has them (path/90236), each with the code a breach is refused by. */
const chars = (max: number, code: number) =>
  z.string().refine((text) => [...text].length <= max, { params: { code } });
const bytes = (max: number, code: number) =>
  z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= max, { params: { code } });
const unique = <T>(items: T[], of: (item: T) => unknown) => new Set(items.map(of)).size === items.length;

interface Lengths {
  title: number;
  desc: number;
  longDesc: number;
  body: number;
  value: number;
  option: number;
  vote: number;
  figure: number;
  figureNote: number;
  jump: number;
  vertical: number;
  verticalNote: number;
}
/** path/90236. */
const APP: Lengths = {
  title: 36,
  desc: 44,
  longDesc: 160,
  body: 160,
  value: 30,
  option: 16,
  vote: 17,
  figure: 14,
  figureNote: 22,
  jump: 18,
  vertical: 38,
  verticalNote: 160,
};
/** path/101032: recommended lengths there; a card within them is shown whole. */
const BOT: Lengths = {
  title: 26,
  desc: 30,
  longDesc: 112,
  body: 112,
  value: 26,
  option: 10,
  vote: 11,
  figure: 10,
  figureNote: 15,
  jump: 13,
  vertical: 26,
  verticalNote: 112,
};

const address = z
  .url({ protocol: /^https?$/, error: '42028' })
  .refine((url) => Buffer.byteLength(url) <= 2_048, { params: { code: 42028 } });
const some = (max: number, code: number) =>
  chars(max, code).refine((text) => text !== '', { params: { code } });
/** A mini program would be another type; the product has none. */
const action = z.strictObject({ type: z.literal(1, { error: '42045' }), url: address });
const jumps = (length: number) =>
  z
    .array(
      z.strictObject({ type: z.literal(1, { error: '42042' }), title: some(length, 42042), url: address }),
    )
    .max(3, { error: '42042' });

const title = (max: number, desc: number) =>
  z.strictObject({
    title: chars(max, 42033).refine((text) => text !== '', { params: { code: 42033 } }),
    desc: chars(desc, 42033).optional(),
  });
const rows = (length: number) =>
  z
    .array(
      z
        .strictObject({
          keyname: chars(5, 42027).refine((text) => text !== '', { params: { code: 42027 } }),
          value: chars(length, 42027).optional(),
          type: z.literal([0, 1, 2, 3]).optional(),
          url: address.optional(),
          media_id: z.string().optional(),
          userid: z.string().optional(),
        })
        .refine((row) => (row.type === 1) === (row.url !== undefined), { params: { code: 42028 } }),
    )
    .max(6, { error: '42035' });
const quote = z.strictObject({
  type: z.literal([0, 1, 2]).optional(),
  url: z.string().optional(),
  title: z.string().optional(),
  quote_text: z.string().optional(),
});
const options = (most: number, length: number) =>
  z
    .array(z.strictObject({ id: bytes(128, 42040), text: chars(length, 42041) }))
    .min(1)
    .max(most, { error: '42047' })
    .refine((list) => unique(list, (o) => o.id), { params: { code: 42040 } });
const selection = (length: number) =>
  z
    .strictObject({
      question_key: bytes(1_024, 42043),
      title: z.string().optional(),
      selected_id: z.string().optional(),
      option_list: options(10, length),
      disable: z.boolean().optional(),
    })
    .refine((s) => s.selected_id === undefined || s.option_list.some((o) => o.id === s.selected_id), {
      params: { code: 42040 },
    });
const buttons = z
  .array(
    z.strictObject({
      type: z.literal(0).optional(),
      text: chars(10, 42038).refine((text) => text !== '', { params: { code: 42038 } }),
      style: z.literal([1, 2, 3, 4]).optional(),
      key: bytes(1_024, 42039),
    }),
  )
  .min(1, { error: '42036' })
  .max(6, { error: '42036' })
  .refine((list) => unique(list, (b) => b.key), { params: { code: 42051 } });
const submit = z.strictObject({ text: chars(10, 42046).optional(), key: bytes(1_024, 42049) });
const taskId = z.string().regex(/^[0-9A-Za-z_\-@]{1,128}$/, { error: '42014' });
const source = z.strictObject({
  icon_url: z.string().optional(),
  desc: chars(20, 40058).optional(),
  desc_color: z.literal([0, 1, 2, 3]).optional(),
});

const kindsWith = (most: Lengths) => {
  const buttonCard = {
    card_type: z.literal('button_interaction'),
    source: source.optional(),
    main_title: title(most.title, most.desc),
    quote_area: quote.optional(),
    sub_title_text: chars(most.body, 42034).optional(),
    horizontal_content_list: rows(most.value).optional(),
    button_selection: selection(most.option).optional(),
    button_list: buttons,
    card_action: action.optional(),
  };
  const notice = {
    source: source.optional(),
    main_title: title(most.title, most.desc),
    quote_area: quote.optional(),
    horizontal_content_list: rows(most.value).optional(),
    jump_list: jumps(most.jump).optional(),
    card_action: z.preprocess((given) => given ?? {}, action),
  };
  const textNotice = {
    ...notice,
    card_type: z.literal('text_notice'),
    emphasis_content: z
      .strictObject({ title: chars(most.figure, 40058), desc: chars(most.figureNote, 40058).optional() })
      .optional(),
    sub_title_text: chars(most.body, 42034).optional(),
  };
  const newsNotice = {
    ...notice,
    card_type: z.literal('news_notice'),
    card_image: z.strictObject({
      url: address,
      aspect_ratio: z.number().min(1.3, { error: '42044' }).max(2.25, { error: '42044' }).optional(),
    }),
    vertical_content_list: z
      .array(
        z.strictObject({
          title: some(most.vertical, 42037),
          desc: chars(most.verticalNote, 42037).optional(),
        }),
      )
      .max(4, { error: '42037' })
      .optional(),
  };
  const voteCard = {
    card_type: z.literal('vote_interaction'),
    source: source.optional(),
    main_title: title(16, most.longDesc),
    checkbox: z.strictObject({
      question_key: bytes(1_024, 42043),
      mode: z.literal([0, 1]).optional(),
      disable: z.boolean().optional(),
      option_list: z
        .array(
          z.strictObject({ id: bytes(128, 42040), text: chars(most.vote, 42041), is_checked: z.boolean() }),
        )
        .min(1)
        .max(20, { error: '42047' })
        .refine((list) => unique(list, (o) => o.id), { params: { code: 42040 } }),
    }),
    submit_button: submit,
  };
  const formCard = {
    card_type: z.literal('multiple_interaction'),
    source: source.optional(),
    main_title: title(most.title, most.longDesc),
    select_list: z
      .array(selection(most.option))
      .min(1)
      .max(3, { error: '42047' })
      .refine((list) => unique(list, (s) => s.question_key), { params: { code: 42043 } }),
    submit_button: submit,
  };
  const cards = <T extends z.ZodRawShape>(more: T) =>
    z.discriminatedUnion('card_type', [
      z.strictObject({ ...buttonCard, ...more }),
      z.strictObject({ ...voteCard, ...more }),
      z.strictObject({ ...formCard, ...more }),
      // Without an action_menu nothing comes back from them, and no id is needed.
      z.strictObject({ ...textNotice, ...more, task_id: taskId.optional() }),
      z.strictObject({ ...newsNotice, ...more, task_id: taskId.optional() }),
    ]);
  return { send: cards({ task_id: taskId }), update: cards(updated) };
};
/** The app's updates need no task id, the bot's do: whoever asks checks that. */
const updated = { task_id: taskId.optional(), replace_text: z.string().max(100).optional() };
const kinds = { app: kindsWith(APP), bot: kindsWith(BOT) };

export type MockCard = z.output<(typeof kinds)['app']['send']> & { replace_text?: string | undefined };

/** @returns null when the card is as it should be, else the code and where it is wrong */
export function cardProblem(
  card: unknown,
  use: 'send' | 'update',
  channel: 'app' | 'bot' = 'app',
): { errcode: number; errmsg: string } | null {
  const parsed = kinds[channel][use].safeParse(card);
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  const code = issue?.code === 'custom' ? Number(issue.params?.code) : Number(issue?.message);
  const errcode = Number.isInteger(code) && code > 0 ? code : 40058;
  return { errcode, errmsg: `${issue?.path.join('.')}: ${issue?.message}` };
}
