import type { Card } from '../../../cards/model.ts';
import type { Clock } from '../../core/clock.ts';
import { digest } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import type {
  CardPart,
  DingtalkMessage,
  DingtalkPart,
  DingtalkStore,
  RobotPart,
} from '../../stores/dingtalk.ts';
import {
  type Calendar,
  type Capabilities,
  type Delivery,
  type GroupSender,
  SendError,
  type Sender,
} from '../platform.ts';
import { Unreachable } from '../remote.ts';
import { type DingtalkApi, isRefused, Punished } from './api.ts';
import type { ClickAnswers } from './cards/answers.ts';
import { type CallbackWay, deliverCard, NotDelivered, updateCard } from './cards/card-api.ts';
import { renderPlain } from './cards/plain.ts';
import { renderTemplate } from './cards/template.ts';
import { adviceOf, type DingtalkError } from './errors.ts';
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
  plain: Pick<PlainWay, 'send' | 'savesCalls' | 'canAnswer'>;
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
/** So long a card is tried while DingTalk answers 5xx; messages with links may go where cards do not. */
const BUSY_FOR_MS = 5 * 60_000;
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
      const cutOff = delivery.inDoubt ? { ...row, doubtful: row.accepted } : row;
      await this.sendParts(cutOff, delivery.card);
      return id;
    } catch (error) {
      throw toSendError(error);
    }
  }

  /** Calls count, whatever they were for: changes of cards and files among them. */
  async usedSince(since: Date): Promise<number> {
    return (await this.deps.store.usage(since)).calls;
  }

  async isAnsweredElsewhere(key: string): Promise<boolean> {
    const { store, answers, templateId, clock } = this.deps;
    const id = digest(key);
    if (!templateId || answers.isOpen(id)) return false;
    return isAnswering(await store.get(id), clock.now());
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
      if (isAnswering(row, clock.now()))
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
    const { store } = this.deps;
    for (const [i, part] of row.parts.entries()) {
      if (i < row.accepted) continue;
      const { refusal, key } =
        part.as === 'message'
          ? { key: await this.sendPlain(row, part, i) }
          : await this.sendCard(row, part, i);
      if (refusal) {
        const parts = [...row.parts.slice(0, i), ...renderPlain(card), ...row.parts.slice(i + 1)];
        await store.setParts(row._id, parts);
        if (refusal === 'doubtful') await store.setDoubtful(row._id, i);
        const doubtful = refusal === 'doubtful' ? i : undefined;
        return this.sendParts({ ...row, parts, accepted: i, doubtful }, card);
      }
      await store.accept(row._id, i + 1, key);
    }
  }

  /** DingTalk does not recognise a message sent twice: one that may be the second says so. */
  private async sendPlain(row: DingtalkMessage, part: RobotPart, i: number): Promise<string | undefined> {
    const { plain, store } = this.deps;
    try {
      return await plain.send(row.userId, row.doubtful === i ? perhapsRepeated(part) : part);
    } catch (error) {
      const mayHaveArrived = error instanceof Unreachable && !(error instanceof Punished) && !error.neverSent;
      if (mayHaveArrived) await store.setDoubtful(row._id, i);
      throw error;
    }
  }

  /** @returns the card's key; or why DingTalk takes no card: then messages with links take its place */
  private async sendCard(row: DingtalkMessage, part: CardPart, i: number): Promise<CardOutcome> {
    const { api, store, plain, robotCode, templateId, way } = this.deps;
    if (!templateId) return REFUSED;
    const target = { outTrackId: row._id, userId: row.userId, robotCode, templateId };
    try {
      return { key: await deliverCard(api, target, part, way) };
    } catch (error) {
      // Cards do not reach this person; a message says why, or takes another way.
      if (isRefused(error, 'recipient') || (error instanceof NotDelivered && part.created)) return REFUSED;
      if (error instanceof NotDelivered)
        await store.setParts(row._id, row.parts.with(i, { ...part, created: true }));
      // What they just wrote may be answered without a call.
      if (isRefused(error, 'quota') && (await plain.canAnswer(row.userId))) return REFUSED;
      if (isRefused(error, 'wait') && (await this.isBusyForLong(row, part, i)))
        return { refusal: 'doubtful' };
      if (isRefused(error, 'bug') || isRefused(error, 'template') || lacksPermission(error)) {
        await this.refused(error, templateId);
        return REFUSED;
      }
      throw error;
    }
  }

  /** Notes since when a card finds DingTalk busy. */
  private async isBusyForLong(row: DingtalkMessage, part: CardPart, i: number): Promise<boolean> {
    const now = this.deps.clock.now();
    if (part.busySince) return now.getTime() - part.busySince.getTime() > BUSY_FOR_MS;
    await this.deps.store.setParts(row._id, row.parts.with(i, { ...part, busySince: now }));
    return false;
  }

  /** A template or a permission stands in the way of every card; what else DingTalk does not like, of this one. */
  private async refused(error: DingtalkError, templateId: string): Promise<void> {
    const { log, settings, clock } = this.deps;
    const reason = { reason: error.message, advice: adviceOf(error) };
    if (error.remedy.kind === 'bug')
      return log.warn(reason, 'DingTalk does not take this card; a message with links instead');
    log.error(reason, 'DingTalk takes no cards; messages with links instead');
    await settings.set(refusedName(templateId), {
      until: new Date(clock.now().getTime() + WITHOUT_CARDS_MS),
    });
  }

  private async withoutCards(): Promise<boolean> {
    const { settings, templateId = '', clock } = this.deps;
    const refused = await settings.get<{ until: Date }>(refusedName(templateId));
    return refused !== undefined && refused.until > clock.now();
  }
}

interface CardOutcome {
  /** `doubtful`: it may have arrived all the same. */
  refusal?: 'refused' | 'doubtful';
  key?: string | undefined;
}

const REFUSED: CardOutcome = { refusal: 'refused' };

function lacksPermission(error: unknown): error is DingtalkError {
  return isRefused(error, 'admin') && error.scopes.length > 0;
}

const PERHAPS_REPEATED = '（可能重复）';

function perhapsRepeated(part: RobotPart): RobotPart {
  const { content, title, text } = part.msgParam;
  const marked = {
    ...(content && { content: `${PERHAPS_REPEATED}${content}` }),
    ...(title && { title: `${PERHAPS_REPEATED}${title}` }),
    ...(text && { text: `${PERHAPS_REPEATED}  \n  ${text}` }),
  };
  return { ...part, msgParam: { ...part.msgParam, ...marked } };
}

/** Until then the answer to a click alone changes the card. */
function isAnswering(row: DingtalkMessage | null, now: Date): boolean {
  return row?.answeringUntil !== undefined && row.answeringUntil > now;
}

function refusedName(templateId: string): string {
  return `dingtalk-no-cards:${templateId}`;
}
