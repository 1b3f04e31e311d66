import { setTimeout as pause } from 'node:timers/promises';
import type { Card } from '../../../../cards/model.ts';
import type { Clock } from '../../../core/clock.ts';
import { eventKey, type InboundEvent } from '../../../core/event.ts';
import { digest } from '../../../core/ids.ts';
import type { Logger } from '../../../core/logger.ts';
import type { WecomStore } from '../../../stores/wecom.ts';
import type { Ingress } from '../../platform.ts';
import { WecomError } from '../errors.ts';
import { type ClickReader, toInboundEvent } from '../inbound-event.ts';
import type { WecomInbound } from '../messages.ts';
import type { BotConnection } from './connection.ts';
import { decodeFrame, readFrame } from './frames.ts';

export interface ConversationDeps {
  connection: Pick<BotConnection, 'updateCard' | 'stream' | 'welcome'>;
  ingress: Ingress;
  cards: ClickReader;
  store: WecomStore;
  clock: Clock;
  log: Logger;
}

/** A click may be answered for 5 s; some of them are the network's. */
const CLICK_LIVES_MS = 4_500;
/** By then whatever the click itself changed has been shown. */
const CLICK_SETTLED_MS = 2_000;
/** What takes longer is worth a word. */
const LONG_WORK_MS = 2_000;
/** A stream that is silent for long is lost (reference 7.8). */
const WORD_EVERY_MS = 30_000;
/** Work that goes on beside has shown itself by then. */
const PROGRESS_WITHIN_MS = 10_000;
/** WeCom ends a stream after ten minutes, or six: the answer comes by itself anyway. */
const STREAM_LIVES_MS = 5 * 60_000;

const TRIES = 30;
const TRY_AGAIN_MS = 1_000;

const WELCOME = '直接打字就行：客户、做了什么、下次什么时候。发送“帮助”看能做什么。';
const OVER = '处理好了。';
/** A bot may not speak first: who has only met it in groups has to. */
const ELSEWHERE = '收到，答复只发给你本人。没有看到时，请先在和我的单聊里说一句话。';

interface Work {
  /** Key of the event it began with: its answers carry it. */
  event: string;
  since: number;
  streamId: string;
  /** When it last spoke; undefined before the first word. */
  spokeAt: number | undefined;
  /** Since when the event itself is through. */
  handledAt: number | undefined;
  /** Goes on beside, and says itself how far it is. */
  hasProgress: boolean;
}

/**
 * What people say to the bot, and what must be answered in the same breath: clicks within 5 s, long work by a
 * stream. All of it lives in this process alone; what it loses, the product's own records still have.
 */
export class BotConversation {
  private readonly deps: ConversationDeps;
  /** Clicks that may still be answered, by the card's task. */
  private readonly clicks = new Map<string, { reqId: string; at: number }>();
  private readonly works = new Map<string, Work>();

  constructor(deps: ConversationDeps) {
    this.deps = deps;
  }

  /** Stores what came and starts handling it. Nothing acknowledges a frame, so nothing is thrown back. */
  async receive(raw: unknown): Promise<void> {
    const { clock, log } = this.deps;
    const frame = readFrame(raw);
    if (!frame) return log.warn('WeCom bot frame without sender');
    try {
      const found = decodeFrame(frame, clock.now());
      await Promise.all(found.map((message) => this.take(frame.reqId, message)));
    } catch (error) {
      log.error({ err: error, msgid: frame.body.msgid }, 'what somebody said to the WeCom bot is lost');
    }
  }

  /**
   * Shows the newest state of a card, if somebody clicked on it a moment ago.
   * @throws WecomError for a card that WeCom does not take
   */
  async answerClick(taskId: string): Promise<void> {
    const { connection, store, clock, log } = this.deps;
    const click = this.clicks.get(taskId);
    const latest = (await store.get(taskId))?.latest;
    if (!click || !latest || clock.now().getTime() - click.at > CLICK_LIVES_MS) return;
    this.clicks.delete(taskId);
    try {
      await connection.updateCard(click.reqId, latest);
      await store.setLatest(taskId, undefined);
    } catch (error) {
      if (error instanceof WecomError && error.remedy.kind === 'bug') throw error;
      log.info({ err: error }, 'a bot card could not be changed; the next click shows it');
    }
  }

  /** How far work has come that an answer told of: said in the stream of what was sent, as long as that lives. */
  async progress(answerKey: string, { underWay, emphasis }: Card): Promise<void> {
    for (const [reqId, work] of this.works) {
      if (!answerKey.startsWith(`${work.event}/`)) continue;
      work.hasProgress = underWay === true;
      if (!work.hasProgress) return this.finish(reqId, OVER);
      work.spokeAt = this.deps.clock.now().getTime();
      return this.speak(reqId, work, emphasis?.text ?? '正在处理…', false);
    }
  }

  /** To be called every second or so; never throws. */
  async beat(): Promise<void> {
    try {
      await this.catchUp();
    } catch (error) {
      this.deps.log.error({ err: error }, 'a card of the WeCom bot stays as it is');
    }
  }

  /** Speaks up where work takes long, and shows cards clicked on that had changed before. */
  private async catchUp(): Promise<void> {
    const now = this.deps.clock.now().getTime();
    for (const [taskId, { at }] of this.clicks) {
      if (now - at > CLICK_LIVES_MS) this.clicks.delete(taskId);
      else if (now - at >= CLICK_SETTLED_MS) await this.answerClick(taskId);
    }
    for (const [reqId, work] of this.works) await this.keepUp(reqId, work, now);
  }

  private async keepUp(reqId: string, work: Work, now: number): Promise<void> {
    const { since, spokeAt, handledAt, hasProgress } = work;
    if (now - since > STREAM_LIVES_MS) return this.finish(reqId, '还在处理，完成后把结果发给你。');
    if (hasProgress) return;
    if (handledAt !== undefined) {
      if (now - handledAt > PROGRESS_WITHIN_MS) await this.finish(reqId, OVER);
      return;
    }
    const wordAt = spokeAt === undefined ? since + LONG_WORK_MS : spokeAt + WORD_EVERY_MS;
    if (now < wordAt) return;
    work.spokeAt = now;
    await this.speak(reqId, work, `正在处理…（${Math.round((now - since) / 1000)} 秒）`, false);
  }

  private async take(reqId: string, message: WecomInbound): Promise<void> {
    const { clock, cards } = this.deps;
    const now = clock.now().getTime();
    if (message.kind === 'click') this.clicks.set(message.taskId, { reqId, at: now });
    const event = await toInboundEvent(message, cards);
    const { first, handled } = await this.accept(event);
    if (!first) return;
    if (message.kind === 'opened') return this.welcome(reqId);
    if (message.kind === 'click' || message.kind === 'unknown') return;
    const about = { event: eventKey(event), streamId: digest(reqId) };
    const work: Work = { ...about, since: now, spokeAt: undefined, handledAt: undefined, hasProgress: false };
    if (message.chatId) return this.speak(reqId, work, ELSEWHERE, true);
    this.works.set(reqId, work);
    void handled.then(() => {
      if (message.kind === 'media') work.handledAt = clock.now().getTime();
      else void this.finish(reqId, OVER);
    });
  }

  /** WeCom says nothing twice here: while the database is away for a moment, the event waits in memory. */
  private async accept(event: InboundEvent) {
    for (let left = TRIES; ; left--) {
      try {
        return await this.deps.ingress.accept(event);
      } catch (error) {
        if (left <= 1) throw error;
        await pause(TRY_AGAIN_MS);
      }
    }
  }

  /** Only a stream that has begun needs an end. */
  private async finish(reqId: string, word: string): Promise<void> {
    const work = this.works.get(reqId);
    this.works.delete(reqId);
    if (work?.spokeAt !== undefined) await this.speak(reqId, work, word, true);
  }

  private async speak(reqId: string, { streamId }: Work, word: string, isEnd: boolean): Promise<void> {
    try {
      await this.deps.connection.stream(reqId, streamId, word, isEnd);
    } catch (error) {
      this.deps.log.info({ err: error }, 'a word about work under way did not arrive');
    }
  }

  private async welcome(reqId: string): Promise<void> {
    try {
      await this.deps.connection.welcome(reqId, WELCOME);
    } catch (error) {
      this.deps.log.info({ err: error }, 'a welcome did not arrive');
    }
  }
}
