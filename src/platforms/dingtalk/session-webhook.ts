import { z } from 'zod';
import { errorText } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { RobotPart } from '../../stores/dingtalk.ts';
import { request } from '../remote.ts';
import { JSON_HEADERS, judgeOld } from './api.ts';

export interface WebhookDeps {
  apiBase: string;
  oapiBase: string;
  log: Logger;
}

const WITHIN_MS = 10_000;

/** Answers in the chat a message came from, by the address that came with it. It needs no token and has an end. */
export class SessionWebhook {
  private readonly deps: WebhookDeps;
  private readonly origins: ReadonlySet<string>;

  constructor(deps: WebhookDeps) {
    this.deps = deps;
    this.origins = new Set([deps.apiBase, deps.oapiBase].map((base) => new URL(base).origin));
  }

  /** Over HTTP the address comes from outside: nothing is sent anywhere else. */
  isDingtalk(url: string): boolean {
    return URL.canParse(url) && this.origins.has(new URL(url).origin);
  }

  /** @throws DingtalkError when the chat can no longer be answered so; Unreachable */
  async send(url: string, part: RobotPart): Promise<void> {
    if (!this.isDingtalk(url)) throw new Error('not an address of DingTalk');
    const init = { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(webhookMessage(part)) };
    await judgeOld('sessionWebhook', await request('sessionWebhook', url, init, WITHIN_MS), z.unknown());
  }

  /** Says it if it can. */
  async tryText(url: string, content: string): Promise<void> {
    try {
      await this.send(url, { as: 'message', msgKey: 'sampleText', msgParam: { content } });
    } catch (error) {
      this.deps.log.info({ reason: errorText(error) }, 'not said');
    }
  }
}

/** A robot message in the webhook's words. */
export function webhookMessage({ msgKey, msgParam }: RobotPart): object {
  const { content, title, text, singleTitle, singleURL } = msgParam;
  if (msgKey === 'sampleText') return { msgtype: 'text', text: { content } };
  if (msgKey === 'sampleMarkdown') return { msgtype: 'markdown', markdown: { title, text } };
  const several = Object.keys(msgParam).flatMap((name) => {
    const n = /^actionTitle(\d)$/.exec(name)?.[1];
    return n ? [{ title: msgParam[name], actionURL: msgParam[`actionURL${n}`] }] : [];
  });
  const actions = several.length ? { btnOrientation: '0', btns: several } : { singleTitle, singleURL };
  return { msgtype: 'actionCard', actionCard: { title, text, ...actions } };
}
