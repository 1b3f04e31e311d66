import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import type { MockRequest } from '../mock-http.ts';

/** A message as a member's phone shows it. */
export interface Shown {
  id: string;
  at: Date;
  to: string;
  msgKey: string;
  param: Record<string, string>;
  file?: { name: string; bytes: Uint8Array } | undefined;
  /** By what a quotation of it is known. */
  quotedAs?: string | undefined;
}

export interface Answer {
  status: number;
  body: object;
}

const text = z.string().min(1);
const head = { title: text, text };
const several = (n: number) =>
  z.strictObject({
    ...head,
    ...Object.fromEntries(
      Array.from({ length: n }, (_, i) => [
        [`actionTitle${i + 1}`, text],
        [`actionURL${i + 1}`, z.url()],
      ]).flat(),
    ),
  });
const MESSAGES: Record<string, z.ZodType> = {
  sampleText: z.strictObject({ content: text }),
  sampleMarkdown: z.strictObject(head),
  sampleActionCard: z.strictObject({ ...head, singleTitle: text, singleURL: z.url() }),
  ...Object.fromEntries([2, 3, 4, 5].map((n) => [`sampleActionCard${n}`, several(n)])),
  sampleFile: z.strictObject({
    mediaId: text,
    fileName: text,
    fileType: z.enum(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']),
  }),
};
/** The same messages as a webhook writes them. */
const btn = z.strictObject({ title: text, actionURL: z.url() });
const webhookMessage = z.discriminatedUnion('msgtype', [
  z.strictObject({ msgtype: z.literal('text'), text: z.strictObject({ content: text }) }),
  z.strictObject({ msgtype: z.literal('markdown'), markdown: z.strictObject(head) }),
  z.strictObject({
    msgtype: z.literal('actionCard'),
    actionCard: z.union([
      z.strictObject({ ...head, singleTitle: text, singleURL: z.url() }),
      z.strictObject({ ...head, btnOrientation: z.enum(['0', '1']), btns: z.array(btn).min(1) }),
    ]),
  }),
]);

/** @returns null for what is none */
export function readWebhookMessage(body: unknown): Pick<Shown, 'msgKey' | 'param'> | null {
  const { data } = webhookMessage.safeParse(body);
  if (!data) return null;
  if (data.msgtype === 'text') return { msgKey: 'sampleText', param: data.text };
  if (data.msgtype === 'markdown') return { msgKey: 'sampleMarkdown', param: data.markdown };
  const { actionCard } = data;
  if ('singleTitle' in actionCard) return { msgKey: 'sampleActionCard', param: actionCard };
  const entries = actionCard.btns.flatMap(({ title, actionURL }, i) => [
    [`actionTitle${i + 1}`, title],
    [`actionURL${i + 1}`, actionURL],
  ]);
  const param = { title: actionCard.title, text: actionCard.text, ...Object.fromEntries(entries) };
  return { msgKey: `sampleActionCard${actionCard.btns.length}`, param };
}

const batch = z.strictObject({
  robotCode: z.string(),
  userIds: z.array(z.string().min(1)).min(1).max(20),
  msgKey: z.string(),
  msgParam: z.string().max(15_000),
});

const groupMessage = z.strictObject({
  robotCode: z.string(),
  openConversationId: z.string().startsWith('cid'),
  msgKey: z.string(),
  msgParam: z.string().max(15_000),
});

/** The robot's half of DingTalk: what it sends, as strict as the reference says. */
export class MockRobot {
  readonly messages: Shown[] = [];
  /** How long a file takes to come. */
  slowFilesMs = 0;
  /** Groups the robot was added to, and what it said there. */
  readonly groups = new Map<string, { msgKey: string; param: Record<string, string> }[]>();
  /** Members outside the app's visible range. */
  readonly unseenBy = new Set<string>();
  /** Who works here. */
  private readonly members: { has(userId: string): boolean };
  private readonly robotCode: string;
  private readonly clock: Clock;
  private readonly media = new Map<string, { name: string; bytes: Uint8Array }>();
  /** What members sent, by its download code. */
  private readonly sent = new Map<string, { name: string; bytes: Uint8Array }>();
  private serial = 0;

  constructor(robotCode: string, clock: Clock, members: { has(userId: string): boolean }) {
    this.robotCode = robotCode;
    this.clock = clock;
    this.members = members;
  }

  /** All that a member's phone shows, oldest first. */
  of(userId: string): Shown[] {
    return this.messages.filter((shown) => shown.to === userId);
  }

  /** A member sends a file: its download code. */
  store(name: string, bytes: Uint8Array): string {
    const code = this.next('code');
    this.sent.set(code, { name, bytes });
    return code;
  }

  fileOf(code: string): Uint8Array | undefined {
    return this.sent.get(code)?.bytes;
  }

  /** Null for calls that are not the robot's. */
  answer(request: MockRequest, base: string): Answer | null {
    switch (request.call) {
      case '/v1.0/robot/oToMessages/batchSend':
        return this.batchSend(request.body);
      case '/v1.0/robot/groupMessages/send':
        return this.groupSend(request.body);
      case '/v1.0/robot/messageFiles/download':
        return this.locate(request.body, base);
      case '/media/upload':
        return this.upload(request);
      default:
        return null;
    }
  }

  reaches(userId: string): boolean {
    return this.members.has(userId) && !this.unseenBy.has(userId);
  }

  /** Puts a message on a phone. @returns its id */
  show(to: string, msgKey: string, param: Record<string, string>): string {
    const id = this.next('message');
    const file = msgKey === 'sampleFile' ? this.media.get(param.mediaId ?? '') : undefined;
    this.messages.push({ id, at: this.clock.now(), to, msgKey, param, file });
    return id;
  }

  private groupSend(body: unknown): Answer {
    const parsed = groupMessage.safeParse(body);
    if (!parsed.success) return no('invalidParameter', parsed.error.issues[0]?.message);
    const { robotCode, openConversationId, msgKey, msgParam } = parsed.data;
    if (robotCode !== this.robotCode) return no('resource.not.found', 'robot 不存在');
    const said = this.groups.get(openConversationId);
    if (!said) return no('chatbotId.notAllow.sendOTO', 'the robot is not in this group');
    const param = paramOf(msgKey, msgParam);
    if (!param) return no('invalidParameter.msgParam', `${msgKey} ${msgParam}`);
    said.push({ msgKey, param });
    return ok({ processQueryKey: this.next('query') });
  }

  private batchSend(body: unknown): Answer {
    const parsed = batch.safeParse(body);
    if (!parsed.success) return no('invalidParameter', parsed.error.issues[0]?.message);
    const { robotCode, userIds, msgKey, msgParam } = parsed.data;
    if (robotCode !== this.robotCode) return no('resource.not.found', 'robot 不存在');
    const param = paramOf(msgKey, msgParam);
    if (!param) return no('invalidParameter.msgParam', `${msgKey} ${msgParam}`);
    const there = userIds.filter((id) => this.reaches(id));
    const processQueryKey = this.next('query');
    for (const id of there) this.show(id, msgKey, param);
    const invalidStaffIdList = userIds.filter((id) => !there.includes(id));
    return ok({ processQueryKey, invalidStaffIdList, flowControlledStaffIdList: [] });
  }

  private locate(body: unknown, base: string): Answer {
    const parsed = z
      .strictObject({ downloadCode: text, robotCode: z.literal(this.robotCode) })
      .safeParse(body);
    if (!parsed.success) return no('invalidParameter', 'downloadCode');
    const { downloadCode } = parsed.data;
    if (!this.sent.has(downloadCode)) return no('invalidParameter.downloadCode.expired', 'gone');
    return ok({ downloadUrl: `${base}/files/${downloadCode}` });
  }

  private upload({ query, file }: MockRequest): Answer {
    if (query.get('type') !== 'file') return ok({ errcode: 40004, errmsg: 'invalid media type' });
    if (!file) return ok({ errcode: 40035, errmsg: 'no media' });
    if (!/\.(docx?|xlsx?|pptx?|zip|pdf|rar)$/i.test(file.name))
      return ok({ errcode: 40005, errmsg: 'invalid file type' });
    const id = `@${this.next('media')}`;
    this.media.set(id, file);
    return ok({ errcode: 0, errmsg: 'ok', media_id: id, type: 'file', created_at: 0 });
  }

  private next(what: string): string {
    return `${what}-${++this.serial}`;
  }
}

/** Null for a message that is none. */
function paramOf(msgKey: string, msgParam: string): Record<string, string> | null {
  const schema = Object.hasOwn(MESSAGES, msgKey) ? MESSAGES[msgKey] : undefined;
  const parsed = schema?.safeParse(parsedJson(msgParam));
  return parsed?.success ? (parsed.data as Record<string, string>) : null;
}

export function ok(body: object): Answer {
  return { status: 200, body };
}

export function no(code: string, message = '', status = 400): Answer {
  return { status, body: { code, message, requestid: 'request-1' } };
}

function parsedJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
