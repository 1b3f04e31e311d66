import type { Card } from '../../../cards/model.ts';
import type { Clock } from '../../core/clock.ts';
import { digest } from '../../core/ids.ts';
import type { WecomMessage, WecomPart, WecomStore } from '../../stores/wecom.ts';
import { type Capabilities, type Delivery, SendError, type Sender } from '../platform.ts';
import type { WecomApi } from './api.ts';
import { taskIdOf } from './cards/card-store.ts';
import { APP_LIMITS } from './cards/limits.ts';
import { renderCard, renderFinished } from './cards/render.ts';
import { WecomError } from './errors.ts';
import { splitBytes } from './text.ts';

export interface WecomSenderDeps {
  api: Pick<WecomApi, 'send' | 'updateCard' | 'upload'>;
  store: WecomStore;
  files: { read(id: string): Promise<Uint8Array> };
  clock: Clock;
  capabilities: Capabilities;
}

/** A text message is cut silently beyond this. */
const TEXT_BYTES = 2_048;
/** The longest WeCom looks back for a repeated message, in seconds. */
const LONGEST_CHECK_S = 4 * 3_600;
/** A repeat may arrive this much later than our clocks say. */
const CHECK_MARGIN_S = 5;
const HOUR_MS = 3_600_000;
/** Below what one member may get from one app (path/90312): two processes may look at the same moment. */
const DROPPED_BEYOND = [
  { messages: 28, ms: 60_000 },
  { messages: 990, ms: HOUR_MS },
];
const REPLACED = '（原卡片已过期，以这张为准）';

/**
 * Sends through the self-built app, the one channel that may write to anybody first. A send in doubt is repeated
 * word for word with WeCom's duplicate check over exactly the time since its first try, so that it shows once; the
 * check reaches no further back, where it would swallow an equal answer that somebody asked for twice.
 */
export class WecomSender implements Sender {
  readonly name = 'wecom';
  readonly capabilities: Capabilities;
  private readonly deps: WecomSenderDeps;

  constructor(deps: WecomSenderDeps) {
    this.deps = deps;
    this.capabilities = deps.capabilities;
  }

  async send(delivery: Delivery): Promise<string> {
    const { store } = this.deps;
    const id = digest(delivery.key);
    try {
      const row = (await store.get(id)) ?? (await this.begin(id, delivery));
      await this.sendParts(row);
      return id;
    } catch (error) {
      throw toSendError(error);
    }
  }

  async edit(id: string, delivery: Delivery): Promise<void> {
    try {
      const row = await this.deps.store.get(id);
      if (!row) throw new SendError(`No WeCom message ${id}`, true);
      // A plain message cannot be changed, and what it said was true when it was sent.
      if (row.parts.some((part) => part.msgtype === 'template_card')) await this.change(row, delivery);
    } catch (error) {
      throw toSendError(error);
    }
  }

  private async begin(id: string, { key, userId, card }: Delivery): Promise<WecomMessage> {
    const rendered = renderCard(card, key, APP_LIMITS);
    const parts: WecomPart[] = splitBytes(rendered.text, TEXT_BYTES).map(textPart);
    if (card.file) {
      const bytes = await this.deps.files.read(card.file.fileId);
      const mediaId = await this.deps.api.upload(bytes, card.file.name);
      parts.push({ msgtype: 'file', file: { media_id: mediaId } });
    }
    if (rendered.card) {
      parts.push({ msgtype: 'template_card', template_card: { ...rendered.card, task_id: taskIdOf(id, 0) } });
    }
    return this.deps.store.begin({ _id: id, key, userId, parts, long: rendered.long }, this.deps.clock.now());
  }

  /** In order, from the first one WeCom has not accepted yet. */
  private async sendParts(row: WecomMessage): Promise<void> {
    const { store, clock } = this.deps;
    for (const [i, part] of row.parts.entries()) {
      if (i < row.accepted) continue;
      const code = await this.sendPart(row.userId, part, row.firstTriedAt);
      await store.accept(row._id, i + 1, code, clock.now());
    }
  }

  private async sendPart(userId: string, part: WecomPart, firstTriedAt: Date): Promise<string | undefined> {
    await this.waitForRoom(userId);
    const sinceS = Math.ceil((this.deps.clock.now().getTime() - firstTriedAt.getTime()) / 1000);
    const within = sinceS <= 0 ? 1 : Math.min(sinceS + CHECK_MARGIN_S, LONGEST_CHECK_S);
    const answer = await this.deps.api.send(userId, part, within);
    assertReached(userId, [...answer.invaliduser, ...answer.unlicenseduser]);
    return answer.response_code;
  }

  /**
   * The last word on what WeCom would drop while saying that all is well: everything counts here, answers and the
   * several messages of one card included. @throws SendError that waits until there is room
   */
  private async waitForRoom(userId: string): Promise<void> {
    const now = this.deps.clock.now().getTime();
    const sent = await this.deps.store.sentSince(userId, new Date(now - HOUR_MS));
    for (const { messages, ms } of DROPPED_BEYOND) {
      const filling = sent.filter((at) => now - at.getTime() < ms).at(-messages);
      if (filling)
        throw new SendError(`${userId} had ${messages} messages`, false, filling.getTime() + ms - now);
    }
  }

  /** Spends codes until one is good; without one, a new card takes the place of the old. */
  private async change(row: WecomMessage, delivery: Delivery): Promise<void> {
    const { api, store, clock } = this.deps;
    const { card, long } = cardNow(delivery.card, row.key);
    await store.addLong(row._id, long);
    for (;;) {
      const code = await store.takeCode(row._id, clock.now());
      if (code === null) return this.replace(row, delivery);
      try {
        const answer = await api.updateCard(row.userId, code.code, card);
        return assertReached(row.userId, answer.invaliduser);
      } catch (error) {
        if (error instanceof WecomError && error.remedy.kind === 'card-code') continue;
        // Whoever was not reached may be tried again with the same code; if the change did take effect, it is spent.
        await store.giveBackCode(row._id, code);
        throw error;
      }
    }
  }

  /** Only a card that still asks for something is worth a new message. */
  private async replace(row: WecomMessage, { card }: Delivery): Promise<void> {
    const { store, clock } = this.deps;
    if (!card.buttons.some((button) => button.style === 'primary' && !button.disabled)) return;
    const generation = row.generation + 1;
    const body = [REPLACED, card.body].filter(Boolean).join('\n');
    const { card: fresh, long } = renderCard({ ...card, body }, row.key, APP_LIMITS);
    if (!fresh) return;
    await store.addLong(row._id, long);
    const part = {
      msgtype: 'template_card',
      template_card: { ...fresh, task_id: taskIdOf(row._id, generation) },
    };
    const code = await this.sendPart(row.userId, part, clock.now());
    await store.replaced(row._id, generation, code, clock.now());
  }
}

function textPart(content: string): WecomPart {
  return { msgtype: 'text', text: { content } };
}

function cardNow(card: Card, key: string) {
  const rendered = renderCard(card, key, APP_LIMITS);
  if (rendered.card) return { card: rendered.card, long: rendered.long };
  return { card: renderFinished(card, key, APP_LIMITS), long: {} };
}

/** Success may still name people it did not reach, in lower case. */
function assertReached(userId: string, missed: string[]): void {
  if (missed.some((id) => id.toLowerCase() === userId.toLowerCase())) {
    throw new SendError(`${userId} is outside the app's visible range or has no licence`, true);
  }
}

const ADMIN_WAIT_MS = 60_000;
const AWAY_WAIT_MS = 15_000;

/** What a refusal means for the outbox. Only what can never succeed is given up. */
function toSendError(error: unknown): unknown {
  if (error instanceof SendError || !(error instanceof Error)) return error;
  if (!(error instanceof WecomError)) {
    return error.name === 'WecomUnreachable' ? new SendError(error.message, false, AWAY_WAIT_MS) : error;
  }
  switch (error.remedy.kind) {
    case 'wait':
      return new SendError(error.message, false, error.remedy.ms);
    case 'admin':
      return new SendError(`${error.message}；${error.remedy.advice}`, false, ADMIN_WAIT_MS);
    case 'token':
    case 'retry':
      return new SendError(error.message, false);
    default:
      return new SendError(error.message, true);
  }
}
