import { digest } from '../../../core/ids.ts';
import type { WecomPart } from '../../../stores/wecom.ts';
import { type Delivery, SendError } from '../../platform.ts';
import { escapeMarkdown } from '../../text.ts';
import type { WecomChannelSender } from '../app-sender.ts';
import { botForm } from '../cards/forms.ts';
import { AIBOT_LIMITS } from '../cards/limits.ts';
import { WecomError } from '../errors.ts';
import {
  type Channel,
  canChange,
  NEVER_SPOKE,
  Outgoing,
  type OutgoingDeps,
  toSendError,
} from '../outgoing.ts';
import type { BotConnection } from './connection.ts';
import type { BotConversation } from './conversation.ts';

export interface BotSenderDeps extends OutgoingDeps {
  connection: Pick<BotConnection, 'send' | 'upload'>;
  conversation: Pick<BotConversation, 'answerClick' | 'progress'>;
}

/** Bytes of one markdown message. */
const MARKDOWN_BYTES = 20_480;
const TASK_USED = 846625;
/** Over the limit of a minute or an hour, or nobody who has written to the bot. */
const NOT_NOW = 846607;
const LIMITED_WITHIN_MS = 3_600_000;

/**
 * Sends through the bot, to members who have written to it. A card can be changed in answer to a click on it and at
 * no other time: what it should show meanwhile is kept for the next click.
 */
export class BotSender implements WecomChannelSender {
  private readonly deps: BotSenderDeps;
  private readonly outgoing: Outgoing;

  constructor(deps: BotSenderDeps) {
    this.deps = deps;
    this.outgoing = new Outgoing(deps, botChannel(deps.connection));
  }

  async send(delivery: Delivery): Promise<string> {
    const id = digest(delivery.key);
    try {
      await this.outgoing.deliver(id, delivery);
      return id;
    } catch (error) {
      if (isRefusedAs(error, NOT_NOW) && !(await this.hadMessages(delivery)))
        throw new SendError(`${delivery.userId} never wrote to the bot`, true, undefined, NEVER_SPOKE);
      throw toSendError(error);
    }
  }

  /** WeCom says the same of who gets too many messages and of who has never written. */
  private async hadMessages({ userId, at }: Delivery): Promise<boolean> {
    const since = new Date(at.getTime() - LIMITED_WITHIN_MS);
    return (await this.deps.store.sentSince('bot', userId, since)).length > 0;
  }

  async edit(id: string, delivery: Delivery): Promise<boolean> {
    const { store, conversation } = this.deps;
    try {
      const row = await store.get(id);
      if (!row) throw new SendError(`No WeCom message ${id}`, true);
      if (!canChange(row)) {
        await conversation.progress(row.key, delivery.card);
        return false;
      }
      const card = { ...(await this.outgoing.cardNow(row, delivery.card)), task_id: id };
      await store.setLatest(id, card);
      await conversation.answerClick(id);
      return true;
    } catch (error) {
      throw toSendError(error);
    }
  }
}

function isRefusedAs(error: unknown, errcode: number): boolean {
  return error instanceof WecomError && error.errcode === errcode;
}

function botChannel(connection: BotSenderDeps['connection']): Channel {
  return {
    name: 'bot',
    limits: AIBOT_LIMITS,
    textBytes: MARKDOWN_BYTES,
    form: botForm,
    // The bot has no plain text: what people typed, and hidden digits, must not become links or bold.
    text: (content): WecomPart => ({ msgtype: 'markdown', markdown: { content: escapeMarkdown(content) } }),
    upload: (bytes, name) => connection.upload(bytes, name),
    async send(userId, part, { name, firstTriedAt }) {
      try {
        await connection.send(userId, part, name);
      } catch (error) {
        // WeCom takes a card's task once: an earlier try of it has arrived.
        const isThere = error instanceof WecomError && error.errcode === TASK_USED && firstTriedAt;
        if (!isThere) throw error;
      }
      return undefined;
    },
  };
}
