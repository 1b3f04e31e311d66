import type { Clock } from '../../core/clock.ts';
import { errorText } from '../../core/errors.ts';
import type { InboundEvent } from '../../core/event.ts';
import { digest } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import type { DingtalkPart, DingtalkStore } from '../../stores/dingtalk.ts';
import type { Ingress } from '../platform.ts';
import { aboutQuoted } from '../quoted.ts';
import { decodeCardClick } from './card-click.ts';
import { ANSWER_WITHIN_MS, type Answer, type ClickAnswers } from './cards/answers.ts';
import { type Ack, type Frame, parsedJson, TOPICS } from './frames.ts';
import { messageEvents, orgEvents } from './inbound-event.ts';
import { decodeOrgEvent } from './org-event.ts';
import { decodeRobotMessage, type RobotMessage, type RobotPart } from './robot-message.ts';
import type { SessionWebhook } from './session-webhook.ts';

export interface ReceiveDeps {
  ingress: Ingress;
  store: Pick<
    DingtalkStore,
    'addUsage' | 'setUsedUp' | 'setUsable' | 'usage' | 'beginAnswer' | 'endAnswer' | 'keepChat' | 'quoted'
  >;
  answers: ClickAnswers;
  webhook: SessionWebhook;
  clock: Clock;
  log: Logger;
}

const STRANGER =
  '没有识别到你的企业帐号，无法处理。请用企业内部帐号在单聊里联系我；仍然不行请管理员检查应用的可见范围和发布状态。';

/** What comes in from DingTalk, by whichever way. Everything resolves when the events are stored. */
export class Receiver {
  private readonly deps: ReceiveDeps;
  private isUsedUp: boolean | undefined;

  constructor(deps: ReceiveDeps) {
    this.deps = deps;
  }

  /** @returns the answer to a frame; null for one that is to come again */
  async frame(frame: Frame): Promise<Ack | null> {
    const { headers, type, data } = frame;
    if (type === 'EVENT') {
      const { eventId: id = headers.messageId, eventType = '', eventBornTime } = headers;
      await this.orgEvent({ id, type: eventType, body: parsedJson(data), bornAt: Number(eventBornTime) });
      return { code: 200, data: { status: 'SUCCESS', message: 'ok' } };
    }
    if (type === 'CALLBACK' && headers.topic === TOPICS.robot) {
      await this.robotMessage(parsedJson(data));
      return { code: 200, data: { response: {} } };
    }
    if (type === 'CALLBACK' && headers.topic === TOPICS.card) {
      const { data: shown, sent } = await this.cardClick(parsedJson(data), headers.messageId);
      return { code: 200, data: { response: shown ? cardResponse(shown) : {} }, sent };
    }
    this.deps.log.info({ type, topic: headers.topic }, 'DingTalk frame of an unknown kind');
    return { code: 404, data: {} };
  }

  /** What cannot be read is logged and done with: it would only come again. */
  async robotMessage(body: unknown): Promise<void> {
    const { store, webhook, clock, log } = this.deps;
    const message = decodeRobotMessage(body);
    if (!message) return log.warn('DingTalk message without id or time');
    const { userId, reply, parts } = message;
    for (const part of parts) {
      if (part.kind === 'unknown') log.info({ type: part.type }, 'DingTalk message of an unknown kind');
      if (part.kind === 'over-quota') log.error({ reason: part.reason }, 'DingTalk: the month is used up');
    }
    await store.addUsage(clock.now(), { messages: 1 });
    await this.noteMonth(parts.some((part) => part.kind === 'over-quota'));
    if (!userId) {
      log.warn('DingTalk message from nobody of the company');
      // Not waited for: the acknowledgement must not wait for DingTalk.
      if (reply)
        webhook
          .send(reply.url, { as: 'message', msgKey: 'sampleText', msgParam: { content: STRANGER } })
          .catch((error: unknown) => log.info({ reason: errorText(error) }, 'not said'));
      return;
    }
    const { chatId, chatTitle } = message;
    if (chatId !== undefined)
      log.info({ chatId, chatTitle }, 'DingTalk group; DINGTALK_GROUPS takes its chatId');
    // What is said in a group is answered in the person's own chat.
    if (reply && chatId === undefined) await store.keepChat(userId, reply.url, reply.until);
    await this.accept(messageEvents(await this.withQuoted(message, userId), userId));
  }

  /** Whether DingTalk still passes on what people say. */
  private async noteMonth(isUsedUp: boolean): Promise<void> {
    const { store, clock } = this.deps;
    const now = clock.now();
    this.isUsedUp ??= (await store.usage(now)).usedUp?.messages !== undefined;
    if (this.isUsedUp !== isUsedUp)
      await (isUsedUp ? store.setUsedUp(now, 'messages') : store.setUsable(now, 'messages'));
    this.isUsedUp = isUsedUp;
  }

  /** A message of ours that is quoted says which lead is meant. */
  private async withQuoted(message: RobotMessage, userId: string): Promise<RobotMessage> {
    const { quoted, parts } = message;
    if (!quoted) return message;
    const ours = quoted.key ? await this.deps.store.quoted(userId, quoted.key) : null;
    const text = ours ? writtenOn(ours.parts) : quoted.text;
    const about = (part: RobotPart) =>
      part.kind === 'text' ? { ...part, text: aboutQuoted(part.text, text) } : part;
    return { ...message, parts: parts.map(about) };
  }

  /**
   * A click changes its card by the answer to it. DingTalk gives a click no id of its own: `delivery` is what tells
   * two of them apart, and a second one at once is one tap anyway.
   */
  async cardClick(body: unknown, delivery: string): Promise<Answer> {
    const { ingress, store, answers, clock, log } = this.deps;
    const now = clock.now();
    await store.addUsage(now, { messages: 1 });
    const click = decodeCardClick(body);
    if (!click) log.warn('DingTalk card callback that is no click of ours');
    const until = new Date(now.getTime() + ANSWER_WITHIN_MS);
    const row = click && (await store.beginAnswer(click.outTrackId, until));
    if (!click || !row) return NOTHING;
    const { outTrackId, userId, actionId } = click;
    const command = Object.hasOwn(row.actions, actionId) ? row.actions[actionId] : undefined;
    if (command === undefined || userId !== row.userId) {
      log.warn({ userId, outTrackId }, 'a click on a card that is not theirs, or on nothing that is there');
      await store.endAnswer(outTrackId);
      return NOTHING;
    }
    const payload = { command, messageId: row.key, values: {} };
    const id = digest('click', outTrackId, actionId, delivery);
    const event = { id, platform: 'dingtalk', userId, at: now, kind: 'action', payload } as const;
    try {
      return await answers.during(outTrackId, () => ingress.accept(event));
    } finally {
      await store.endAnswer(outTrackId);
    }
  }

  async orgEvent(event: { id: string; type: string; body: unknown; bornAt: number }): Promise<void> {
    const { clock, log } = this.deps;
    const at = Number.isFinite(event.bornAt) && event.bornAt > 0 ? new Date(event.bornAt) : clock.now();
    const decoded = decodeOrgEvent({ ...event, at });
    if (decoded.what === 'other') log.info({ type: event.type }, 'DingTalk event that asks for nothing');
    await this.accept(orgEvents(decoded));
  }

  private async accept(events: InboundEvent[]): Promise<void> {
    for (const event of events) await this.deps.ingress.accept(event);
  }
}

/** The headline first, then everything below it. */
function writtenOn(parts: readonly DingtalkPart[]): string {
  return parts
    .flatMap((part) =>
      part.as === 'card' ? [part.title, ...Object.values(part.data)] : Object.values(part.msgParam),
    )
    .join('\n');
}

const NOTHING: Answer = { data: null, sent: () => {} };

/** What a click's answer says: only the variables named change. */
export function cardResponse(data: Record<string, string>): object {
  return {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: data },
  };
}
