import type { Card } from '../../../cards/model.ts';
import type { Clock } from '../../core/clock.ts';
import { digest } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import type { CardPart, DingtalkMessage, DingtalkPart, DingtalkStore } from '../../stores/dingtalk.ts';
import {
  type Calendar,
  type Capabilities,
  type Delivery,
  type GroupSender,
  SendError,
  type Sender,
} from '../platform.ts';
import { type DingtalkApi, isRefused } from './api.ts';
import type { ClickAnswers } from './cards/answers.ts';
import { type CallbackWay, deliverCard, NotDelivered, updateCard } from './cards/card-api.ts';
import { renderPlain } from './cards/plain.ts';
import { renderTemplate } from './cards/template.ts';
import { adviceOf } from './errors.ts';
import type { PlainWay } from './plain-way.ts';
import { toSendError } from './send-error.ts';

export interface DingtalkSenderDeps {
  api: Pick<DingtalkApi, 'call' | 'upload'>;
  store: DingtalkStore;
  settings: {
    get<T>(name: string): Promise<T | undefined>;
    set(name: string, value: unknown): Promise<void>;
  };
  answers: ClickAnswers;
  files: { read(id: string): Promise<Uint8Array> };
  /** For everything that is no card. */
  plain: Pick<PlainWay, 'send' | 'savesCalls'>;
  robotCode: string;
  /** Without one, cards are messages with links. */
  templateId: string | undefined;
  way: CallbackWay;
  clock: Clock;
  log: Logger;
  capabilities: Capabilities;
  calendar: Calendar;
  /** Absent: no group is named. */
  groups: GroupSender | undefined;
}

/** How long messages with links stand in for cards that DingTalk refused. */
const WITHOUT_CARDS_MS = 3_600_000;
/** A click in another process is being answered. */
const ANSWERING_WAIT_MS = 1_000;

/**
 * Sends by the app's robot, to each person in their single chat with it. With a card template everything is a card,
 * because DingTalk knows cards by our id: a send in doubt shows once, and a click is answered in place.
 */
export class DingtalkSender implements Sender {
  readonly name = 'dingtalk';
  readonly capabilities: Capabilities;
  readonly calendar: Calendar;
  readonly groups: GroupSender | undefined;
  private readonly deps: DingtalkSenderDeps;

  constructor(deps: DingtalkSenderDeps) {
    this.deps = deps;
    this.capabilities = deps.capabilities;
    this.calendar = deps.calendar;
    this.groups = deps.groups;
  }

  async send(delivery: Delivery): Promise<string> {
    const id = digest(delivery.key);
    try {
      const row = (await this.deps.store.get(id)) ?? (await this.begin(id, delivery));
      await this.sendParts(row, delivery.card);
      return id;
    } catch (error) {
      throw toSendError(error);
    }
  }

  /** Calls count, whatever they were for: changes of cards and files among them. */
  async usedSince(since: Date): Promise<number> {
    return (await this.deps.store.usage(since)).calls;
  }

  /** A message cannot be changed, and what it said was true when it was sent. */
  async edit(id: string, { card }: Delivery): Promise<boolean> {
    const { api, store, answers, templateId, clock } = this.deps;
    try {
      const row = await store.get(id);
      if (!row) throw new SendError(`No DingTalk message ${id}`, true);
      if (!templateId || !row.parts.some((part) => part.as === 'card')) return false;
      const rendered = renderTemplate(card, templateId);
      await store.addActions(id, rendered.actions);
      if (await answers.give(id, rendered.card.data)) return true;
      if (row.answeringUntil && row.answeringUntil > clock.now())
        throw new SendError('a click on the card is being answered', false, ANSWERING_WAIT_MS);
      await updateCard(api, id, rendered.card.data);
      return true;
    } catch (error) {
      throw toSendError(error);
    }
  }

  private async begin(id: string, { key, userId, card }: Delivery): Promise<DingtalkMessage> {
    const { store, clock } = this.deps;
    const templateId = await this.templateFor(userId, card);
    const rendered = templateId ? renderTemplate(card, templateId) : null;
    const parts: DingtalkPart[] = rendered ? [...rendered.before, rendered.card] : renderPlain(card);
    if (card.file) parts.push(await this.filePart(card.file));
    return store.begin({ _id: id, key, userId, parts, actions: rendered?.actions ?? {} }, clock.now());
  }

  /** @returns undefined for what goes without a card */
  private async templateFor(userId: string, card: Card): Promise<string | undefined> {
    const { templateId, plain } = this.deps;
    if (!templateId || (await this.withoutCards())) return undefined;
    return card.buttons.length || !(await plain.savesCalls(userId)) ? templateId : undefined;
  }

  private async filePart({ name, fileId }: { name: string; fileId: string }): Promise<DingtalkPart> {
    const mediaId = await this.deps.api.upload(await this.deps.files.read(fileId), name);
    const fileType = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
    return { as: 'message', msgKey: 'sampleFile', msgParam: { mediaId, fileName: name, fileType } };
  }

  /** In order, from the first one DingTalk has not accepted yet. */
  private async sendParts(row: DingtalkMessage, card: Card): Promise<void> {
    const { store, plain } = this.deps;
    for (const [i, part] of row.parts.entries()) {
      if (i < row.accepted) continue;
      if (part.as === 'message') await plain.send(row.userId, part);
      else if (!(await this.sendCard(row, part, i))) {
        const parts = [...row.parts.slice(0, i), ...renderPlain(card), ...row.parts.slice(i + 1)];
        await store.setParts(row._id, parts);
        return this.sendParts({ ...row, parts, accepted: i }, card);
      }
      await store.accept(row._id, i + 1);
    }
  }

  /** @returns false where DingTalk takes no card: then messages with links take its place */
  private async sendCard(row: DingtalkMessage, part: CardPart, i: number): Promise<boolean> {
    const { api, store, robotCode, templateId, way, log } = this.deps;
    if (!templateId) return false;
    const target = { outTrackId: row._id, userId: row.userId, robotCode, templateId };
    try {
      await deliverCard(api, target, part, way);
      return true;
    } catch (error) {
      // Cards do not reach this person; a message says why, or takes another way.
      if (isRefused(error, 'recipient') || (error instanceof NotDelivered && part.created)) return false;
      if (error instanceof NotDelivered) {
        await store.setParts(row._id, row.parts.with(i, { ...part, created: true }));
      }
      const refused = isRefused(error, 'template') || (isRefused(error, 'admin') && error.scopes.length > 0);
      if (!refused) throw error;
      log.error(
        { reason: error.message, advice: adviceOf(error) },
        'DingTalk takes no cards; messages with links instead',
      );
      const until = new Date(this.deps.clock.now().getTime() + WITHOUT_CARDS_MS);
      await this.deps.settings.set(refusedName(templateId), { until });
      return false;
    }
  }

  private async withoutCards(): Promise<boolean> {
    const { settings, templateId = '', clock } = this.deps;
    const refused = await settings.get<{ until: Date }>(refusedName(templateId));
    return refused !== undefined && refused.until > clock.now();
  }
}

function refusedName(templateId: string): string {
  return `dingtalk-no-cards:${templateId}`;
}
