import type { Card } from '../../../cards/model.ts';
import type { Clock } from '../../core/clock.ts';
import type { Unreached } from '../../core/message.ts';
import type { WecomMessage, WecomPart, WecomStore } from '../../stores/wecom.ts';
import { type Delivery, SendError } from '../platform.ts';
import { Unreachable } from '../remote.ts';
import { splitBytes } from '../text.ts';
import { taskIdOf } from './cards/card-store.ts';
import type { CardLimits } from './cards/limits.ts';
import { renderCard, renderFinished } from './cards/render.ts';
import type { TemplateCard } from './cards/template-card.ts';
import { WecomError } from './errors.ts';

/** One of the two ways to a member: the self-built app or the bot. */
export interface Channel {
  readonly name: WecomMessage['channel'];
  readonly limits: CardLimits;
  /** How long one text message may be. */
  readonly textBytes: number;
  text(content: string): WecomPart;
  /** The form of a card with nothing to press; undefined where it is best read as text. */
  form(card: Card): WecomPart | undefined;
  /** @returns the media id, good for three days */
  upload(bytes: Uint8Array, name: string): Promise<string>;
  /** @returns a code by which the card may be changed later, where there is such a thing */
  send(userId: string, part: WecomPart, attempt: Attempt): Promise<string | undefined>;
}

/** One try of one part of a message. */
export interface Attempt {
  /** The same for every try of this part, and of no other. */
  name: string;
  /** Of a repeat: nobody knows whether an earlier try arrived. */
  firstTriedAt?: Date | undefined;
}

export interface OutgoingDeps {
  store: WecomStore;
  files: { read(id: string): Promise<Uint8Array> };
  clock: Clock;
}

const HOUR_MS = 3_600_000;
const ELLIPSIS_BYTES = 3;
/** Below what one member may get from one app or bot (path/90312): two processes may look at the same moment. */
const DROPPED_BEYOND = [
  { messages: 28, ms: 60_000 },
  { messages: 990, ms: HOUR_MS },
];

/** Turns a message into the parts that go out, and sends each of them once it has not been accepted yet. */
export class Outgoing {
  private readonly deps: OutgoingDeps;
  private readonly channel: Channel;

  constructor(deps: OutgoingDeps, channel: Channel) {
    this.deps = deps;
    this.channel = channel;
  }

  async deliver(id: string, delivery: Delivery): Promise<void> {
    const { store, clock } = this.deps;
    const before = await store.get(id);
    const row = before ?? (await this.begin(id, delivery));
    for (const [i, part] of row.parts.entries()) {
      if (i < row.accepted) continue;
      const attempt = { name: `${id}-${i}`, firstTriedAt: before?.firstTriedAt };
      const code = await this.sendPart(row.userId, part, attempt).catch((error: unknown) => {
        if (isStaleFile(error, part)) return this.sendAnew(row, i, delivery.card, attempt.name);
        if (isRefusedForm(error, part)) return this.sendAsText(row, i, delivery.text, attempt.name);
        throw error;
      });
      await store.accept(row._id, i + 1, code, clock.now());
    }
  }

  async sendPart(userId: string, part: WecomPart, attempt: Attempt): Promise<string | undefined> {
    await this.waitForRoom(userId);
    return this.channel.send(userId, part, attempt);
  }

  /** A message that had to wait for days: what was uploaded for it is gone by then. */
  private async sendAnew({ _id, userId }: WecomMessage, i: number, card: Card, name: string) {
    const part = await this.uploaded(card);
    if (!part) throw new SendError(`${_id} had a file and has none now`, true);
    await this.deps.store.setPart(_id, i, part);
    return this.sendPart(userId, part, { name: `${name}-anew` });
  }

  /** A form that WeCom does not take, for whatever reason, says the same in words. */
  private async sendAsText({ _id, userId }: WecomMessage, i: number, text: string, name: string) {
    const [first = '', ...rest] = splitBytes(text, this.channel.textBytes - ELLIPSIS_BYTES);
    const part = this.channel.text(rest.length ? `${first}…` : first);
    await this.deps.store.setPart(_id, i, part);
    return this.sendPart(userId, part, { name: `${name}-text` });
  }

  private async uploaded({ file }: Card): Promise<WecomPart | undefined> {
    if (!file) return undefined;
    const bytes = await this.deps.files.read(file.fileId);
    return { msgtype: 'file', file: { media_id: await this.channel.upload(bytes, file.name) } };
  }

  /** A card as it is to be shown now in the place of one sent before. */
  async cardNow(row: WecomMessage, card: Card): Promise<TemplateCard> {
    const { limits } = this.channel;
    const rendered = renderCard(card, row.key, limits);
    if (!rendered.card) return renderFinished(card, row.key, limits);
    await this.deps.store.addLong(row._id, rendered.long);
    return rendered.card;
  }

  private async begin(id: string, { key, userId, card }: Delivery): Promise<WecomMessage> {
    const { channel } = this;
    const rendered = renderCard(card, key, channel.limits);
    const form = channel.form(card);
    const texts = splitBytes(rendered.text, channel.textBytes).map((text) => channel.text(text));
    const parts = form ? [form] : texts;
    const file = await this.uploaded(card);
    if (file) parts.push(file);
    if (rendered.card) parts.push({ msgtype: 'template_card', template_card: rendered.card });
    const named = parts.map((part) => withTask(part, taskIdOf(id, 0)));
    const message = { _id: id, key, userId, parts: named, long: rendered.long, channel: channel.name };
    return this.deps.store.begin(message, this.deps.clock.now());
  }

  /**
   * The last word on what WeCom would drop while saying that all is well: everything counts here, answers and the
   * several messages of one card included. @throws SendError that waits until there is room
   */
  private async waitForRoom(userId: string): Promise<void> {
    const now = this.deps.clock.now().getTime();
    const sent = await this.deps.store.sentSince(this.channel.name, userId, new Date(now - HOUR_MS));
    for (const { messages, ms } of DROPPED_BEYOND) {
      const filling = sent.filter((at) => now - at.getTime() < ms).at(-messages);
      if (filling)
        throw new SendError(`${userId} had ${messages} messages`, false, filling.getTime() + ms - now);
    }
  }
}

/** A plain message or notice cannot be changed, and what it said was true when it was sent. */
export function canChange(row: WecomMessage): boolean {
  return row.parts.some((part) => cardOf(part)?.card_type.endsWith('_interaction'));
}

function withTask(part: WecomPart, task_id: string): WecomPart {
  const card = cardOf(part);
  return card ? { ...part, template_card: { ...card, task_id } } : part;
}

function cardOf(part: WecomPart): TemplateCard | undefined {
  return part.msgtype === 'template_card' ? (part.template_card as TemplateCard) : undefined;
}

/** Uploads live three days. */
const STALE_MEDIA = new Set([40007, 40145]);

function isStaleFile(error: unknown, part: WecomPart): boolean {
  return part.msgtype === 'file' && error instanceof WecomError && STALE_MEDIA.has(error.errcode);
}

/** Anything but words and files. */
function isRefusedForm(error: unknown, part: WecomPart): boolean {
  const isForm = !['text', 'markdown', 'file'].includes(part.msgtype);
  return isForm && error instanceof WecomError && error.remedy.kind === 'bug';
}

const CONSOLE = '管理后台 → 应用管理 → 自建应用';
export const INVISIBLE: Unreached = {
  reason: '不在企业微信应用的可见范围，或还没有激活企业微信',
  mend: `请在${CONSOLE} → 可见范围 中加入，并请本人登录一次企业微信`,
};
export const UNLICENSED: Unreached = {
  reason: '没有企业微信的接口许可',
  mend: '请在管理后台 → 接口许可 中为其分配帐号',
};
export const NEVER_SPOKE: Unreached = {
  reason: '还没有和机器人说过话（企业微信不让机器人先开口）',
  mend: '请本人在企业微信里打开机器人，随便说一句话',
};

const ADMIN_WAIT_MS = 60_000;
const AWAY_WAIT_MS = 15_000;

/** What a refusal means for the outbox. Only what can never succeed is given up. */
export function toSendError(error: unknown): unknown {
  if (error instanceof SendError || !(error instanceof Error)) return error;
  if (!(error instanceof WecomError)) {
    return error instanceof Unreachable ? new SendError(error.message, false, AWAY_WAIT_MS) : error;
  }
  switch (error.remedy.kind) {
    case 'wait':
      return new SendError(error.message, false, error.remedy.ms);
    case 'admin':
      return new SendError(`${error.message}；${error.remedy.advice}`, false, ADMIN_WAIT_MS);
    case 'token':
    case 'retry':
      return new SendError(error.message, false);
    case 'recipient':
      return new SendError(error.message, true, undefined, INVISIBLE);
    default:
      return new SendError(error.message, true);
  }
}
