import type { Card } from '../../../cards/model.ts';
import type { Clock } from '../../core/clock.ts';
import { digest } from '../../core/ids.ts';
import type { Unreached } from '../../core/message.ts';
import type { Replacement, WecomMessage, WecomPart } from '../../stores/wecom.ts';
import { type Delivery, SendError } from '../platform.ts';
import type { WecomApi } from './api.ts';
import { taskIdOf } from './cards/card-store.ts';
import { appForm } from './cards/forms.ts';
import { APP_LIMITS } from './cards/limits.ts';
import { renderCard } from './cards/render.ts';
import { WecomError } from './errors.ts';
import {
  type Channel,
  canChange,
  INVISIBLE,
  Outgoing,
  type OutgoingDeps,
  toSendError,
  UNLICENSED,
} from './outgoing.ts';

export interface AppSenderDeps extends OutgoingDeps {
  api: Pick<WecomApi, 'send' | 'updateCard' | 'upload'>;
}

/** A text message is cut silently beyond this. */
const TEXT_BYTES = 2_048;
/** The first try has nothing to look back for; WeCom takes no less. */
const FIRST_CHECK_S = 1;
/** The longest WeCom looks back for a repeated message, in seconds. */
const LONGEST_CHECK_S = 4 * 3_600;
/** A repeat may arrive this much later than our clocks say. */
const CHECK_MARGIN_S = 5;
const REPLACED = '（原卡片已过期，以这张为准）';

/** One way of sending, as the platform's `Sender` wants it. */
export interface WecomChannelSender {
  send(delivery: Delivery): Promise<string>;
  edit(id: string, delivery: Delivery): Promise<boolean>;
}

/**
 * Sends through the self-built app, the one channel that may write to anybody first. A send in doubt is repeated
 * word for word with WeCom's duplicate check over exactly the time since its first try, so that it shows once; the
 * check reaches no further back, where it would swallow an equal answer that somebody asked for twice.
 */
export class AppSender implements WecomChannelSender {
  private readonly deps: AppSenderDeps;
  private readonly outgoing: Outgoing;

  constructor(deps: AppSenderDeps) {
    this.deps = deps;
    this.outgoing = new Outgoing(deps, appChannel(deps.api, deps.clock));
  }

  async send(delivery: Delivery): Promise<string> {
    const id = digest(delivery.key);
    try {
      await this.outgoing.deliver(id, delivery);
      return id;
    } catch (error) {
      throw toSendError(error);
    }
  }

  async edit(id: string, delivery: Delivery): Promise<boolean> {
    try {
      const row = await this.deps.store.get(id);
      if (!row) throw new SendError(`No WeCom message ${id}`, true);
      if (!canChange(row)) return false;
      await this.change(row, delivery);
      return true;
    } catch (error) {
      throw toSendError(error);
    }
  }

  /** Spends codes until one is good; without one, a new card takes the place of the old. */
  private async change(row: WecomMessage, delivery: Delivery): Promise<void> {
    const { store, clock } = this.deps;
    const card = await this.outgoing.cardNow(row, delivery.card);
    const change = digest(JSON.stringify(card));
    for (;;) {
      const tried = await store.tryCode(row._id, change, clock.now());
      if (!tried) return this.replace(row, delivery);
      // Whoever was not reached may be tried again with the same code.
      const outcome = await this.spend(row.userId, tried.code, card);
      await store.spendCode(row._id, tried.code);
      // Spent by a try of this very change that was not answered: then it is made.
      if (outcome === 'changed' || tried.again) return;
    }
  }

  private async spend(userId: string, code: string, card: object): Promise<'changed' | 'spent before'> {
    try {
      const answer = await this.deps.api.updateCard(userId, code, card);
      assertReached(userId, answer.invaliduser, INVISIBLE);
      return 'changed';
    } catch (error) {
      if (error instanceof WecomError && error.remedy.kind === 'card-code') return 'spent before';
      throw error;
    }
  }

  /** Only a card that still asks for something is worth a new message. */
  private async replace(row: WecomMessage, { card }: Delivery): Promise<void> {
    const { store, clock } = this.deps;
    const begun = row.replacing;
    if (!begun && !card.buttons.some((button) => button.style === 'primary' && !button.disabled)) return;
    const replacing = begun ?? (await this.beginReplacing(row, card));
    if (!replacing) return;
    const { generation, part } = replacing;
    const attempt = { name: taskIdOf(row._id, generation), firstTriedAt: begun?.firstTriedAt };
    const code = await this.outgoing.sendPart(row.userId, part, attempt);
    await store.replaced(row._id, generation, code, clock.now());
  }

  private async beginReplacing(row: WecomMessage, card: Card): Promise<Replacement | undefined> {
    const { store, clock } = this.deps;
    const generation = row.generation + 1;
    const body = [REPLACED, card.body].filter(Boolean).join('\n');
    const { card: fresh, long } = renderCard({ ...card, body }, row.key, APP_LIMITS);
    if (!fresh) return undefined;
    await store.addLong(row._id, long);
    const template_card = { ...fresh, task_id: taskIdOf(row._id, generation) };
    const part = { msgtype: 'template_card', template_card };
    const replacing = { generation, part, firstTriedAt: clock.now() };
    await store.beginReplacing(row._id, replacing);
    return replacing;
  }
}

function appChannel(api: AppSenderDeps['api'], clock: Clock): Channel {
  return {
    name: 'app',
    limits: APP_LIMITS,
    textBytes: TEXT_BYTES,
    text: (content): WecomPart => ({ msgtype: 'text', text: { content } }),
    form: appForm,
    upload: (bytes, name) => api.upload(bytes, name),
    async send(userId, part, { firstTriedAt }) {
      const sinceMs = firstTriedAt ? clock.now().getTime() - firstTriedAt.getTime() : 0;
      const within = firstTriedAt ? Math.ceil(sinceMs / 1000) + CHECK_MARGIN_S : FIRST_CHECK_S;
      const answer = await api.send(userId, part, Math.min(within, LONGEST_CHECK_S));
      assertReached(userId, answer.unlicenseduser, UNLICENSED);
      assertReached(userId, answer.invaliduser, INVISIBLE);
      return answer.response_code;
    },
  };
}

/** Success may still name people it did not reach, in lower case. */
function assertReached(userId: string, missed: string[], why: Unreached): void {
  if (missed.some((id) => id.toLowerCase() === userId.toLowerCase()))
    throw new SendError(`${userId} was not reached`, true, undefined, why);
}
