import { z } from 'zod';
import type { XmlNode } from './xml.ts';

/**
 * Everything the app callback can bring, one variant per kind (path/90239, path/90240). Field names follow WeCom's;
 * only what the product uses is read. What is not listed, or does not look as documented, becomes `unknown`.
 */
export type WecomInbound = Common & WecomBody;

interface Common {
  /** The member, or `sys`. Lower case: WeCom does not tell cases apart and returns either. */
  from: string;
  at: Date;
  /** The group it was said in. */
  chatId?: string | undefined;
  /** Everything that tells this event from any other (see `dedupeKey`). */
  identity: string[];
}

export type WecomBody =
  | { kind: 'text'; content: string }
  | { kind: 'media'; type: 'image' | 'voice' | 'video' | 'file'; mediaId: string; name?: string | undefined }
  | { kind: 'spoken'; content: string }
  | { kind: 'location'; latitude: number; longitude: number; label: string }
  | { kind: 'link'; title: string; url: string }
  | { kind: 'menu'; key: string }
  | CardClick
  | { kind: 'opened' }
  | { kind: 'visible'; visible: boolean }
  | { kind: 'member'; change: 'joined' | 'changed' | 'left'; userId: string; newUserId?: string | undefined }
  | {
      kind: 'external-contact';
      change: string;
      userId: string;
      externalUserId: string;
      state?: string | undefined;
    }
  | { kind: 'unknown'; type: string; isEvent: boolean };

export interface CardClick {
  kind: 'click';
  /** The pressed button's key. */
  key: string;
  taskId: string;
  /** Lets the card be changed once within 72 hours. */
  responseCode: string;
  /** Chosen option ids by question. */
  values: Record<string, string[]>;
}

const filled = z.string().min(1).max(1_024);
const maybe = z.string().optional();
const number = z
  .string()
  .regex(/^-?\d{1,3}(\.\d{1,20})?$/)
  .transform(Number);

const common = z.object({
  FromUserName: z.string().min(1).max(128),
  CreateTime: z.string().regex(/^\d{9,11}$/),
  MsgType: filled,
  MsgId: maybe,
  AgentID: maybe,
  Event: maybe,
  ChangeType: maybe,
});

const media = (type: 'image' | 'voice' | 'video' | 'file') =>
  z
    .object({ MediaId: filled, FileName: maybe })
    .transform(
      ({ MediaId, FileName }): WecomBody => ({ kind: 'media', type, mediaId: MediaId, name: FileName }),
    );

/** `Recognition` is not documented for apps, but seen: use it when it comes. */
const voice = z.union([
  z
    .object({ Recognition: z.string().trim().min(1) })
    .transform(({ Recognition }): WecomBody => ({ kind: 'spoken', content: Recognition })),
  media('voice'),
]);

const ordinary: Record<string, z.ZodType<WecomBody>> = {
  text: z.object({ Content: z.string() }).transform(({ Content }) => ({ kind: 'text', content: Content })),
  image: media('image'),
  voice,
  video: media('video'),
  file: media('file'),
  location: z.object({ Location_X: number, Location_Y: number, Label: maybe }).transform((m) => ({
    kind: 'location',
    latitude: m.Location_X,
    longitude: m.Location_Y,
    label: m.Label ?? '',
  })),
  link: z
    .object({ Title: maybe, Url: maybe })
    .transform(({ Title, Url }) => ({ kind: 'link', title: Title ?? '', url: Url ?? '' })),
};

const selectedItem = z.object({
  QuestionKey: z.tuple([filled]),
  OptionIds: z.tuple([z.object({ OptionId: z.array(z.string()) })]),
});
const selectedItems = z
  .union([z.object({ SelectedItem: z.array(selectedItem) }), z.string()])
  .transform((items) => (typeof items === 'string' ? [] : items.SelectedItem));

const click = z
  .object({
    EventKey: z.string().max(1_024),
    TaskId: filled,
    ResponseCode: filled,
    SelectedItems: selectedItems.optional(),
  })
  .transform(
    (m): WecomBody => ({
      kind: 'click',
      key: m.EventKey,
      taskId: m.TaskId,
      responseCode: m.ResponseCode,
      values: Object.fromEntries(
        (m.SelectedItems ?? []).map((item) => [item.QuestionKey[0], item.OptionIds[0].OptionId]),
      ),
    }),
  );

const CHANGES = { create_user: 'joined', update_user: 'changed', delete_user: 'left' } as const;

const member = z
  .object({ ChangeType: z.enum(['create_user', 'update_user', 'delete_user']) })
  .extend({ UserID: filled, NewUserID: maybe })
  .transform(
    (m): WecomBody => ({
      kind: 'member',
      change: CHANGES[m.ChangeType],
      userId: m.UserID.toLowerCase(),
      newUserId: m.NewUserID?.toLowerCase(),
    }),
  );

const externalContact = z
  .object({ ChangeType: filled, UserID: filled, ExternalUserID: filled, State: maybe })
  .transform(
    (m): WecomBody => ({
      kind: 'external-contact',
      change: m.ChangeType,
      userId: m.UserID.toLowerCase(),
      externalUserId: m.ExternalUserID,
      state: m.State || undefined,
    }),
  );

const constant = (body: WecomBody) => z.unknown().transform((): WecomBody => body);

/** Event names are compared exactly; `LOCATION` and the rest nobody needs stay unknown. */
const events: Record<string, z.ZodType<WecomBody>> = {
  click: z.object({ EventKey: filled }).transform(({ EventKey }) => ({ kind: 'menu', key: EventKey })),
  template_card_event: click,
  template_card_menu_event: click,
  enter_agent: constant({ kind: 'opened' }),
  subscribe: constant({ kind: 'visible', visible: true }),
  unsubscribe: constant({ kind: 'visible', visible: false }),
  change_contact: member,
  change_external_contact: externalContact,
};

/** What tells events apart that the same member causes in the same second (reference 7.1). */
const IDENTITY = [
  'MsgId',
  'AgentID',
  'FromUserName',
  'CreateTime',
  'Event',
  'ChangeType',
  'EventKey',
  'TaskId',
  'ResponseCode',
  'UserID',
  'ExternalUserID',
  'ChatId',
  'Id',
  'CalId',
  'ScheduleId',
  'MeetingId',
] as const;

/**
 * Decodes a decrypted callback.
 * @returns null when it does not even say from whom and when: nothing can be done with it
 */
export function decodeMessage(node: XmlNode): WecomInbound | null {
  if (typeof node === 'string') return null;
  // No element of a message repeats, but those within SelectedItems.
  const fields = Object.fromEntries(Object.entries(node).map(([name, [first]]) => [name, first]));
  const parsed = common.safeParse(fields);
  if (!parsed.success) return null;
  const { FromUserName, CreateTime, MsgType, Event } = parsed.data;
  const isEvent = MsgType === 'event';
  const name = isEvent ? (Event ?? '') : MsgType;
  const schemas = isEvent ? events : ordinary;
  const body = Object.hasOwn(schemas, name) ? schemas[name]?.safeParse(fields) : undefined;
  const identity = IDENTITY.map((field) => {
    const value = fields[field];
    return typeof value === 'string' ? value : '';
  });
  return {
    from: FromUserName.toLowerCase(),
    at: new Date(Number(CreateTime) * 1000),
    identity: [MsgType, ...identity],
    ...(body?.success ? body.data : { kind: 'unknown', type: name, isEvent }),
  };
}
