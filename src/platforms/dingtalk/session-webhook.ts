import { z } from 'zod';
import { errorText } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
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

  /** Says it if it can. Over HTTP the address comes from outside: nothing is sent anywhere but to DingTalk. */
  async say(url: string, content: string): Promise<void> {
    try {
      if (!URL.canParse(url) || !this.origins.has(new URL(url).origin))
        throw new Error('no address of DingTalk');
      const body = JSON.stringify({ msgtype: 'text', text: { content } });
      const init = { method: 'POST', headers: JSON_HEADERS, body };
      await judgeOld('sessionWebhook', await request('sessionWebhook', url, init, WITHIN_MS), z.unknown());
    } catch (error) {
      this.deps.log.info({ reason: errorText(error) }, 'not said');
    }
  }
}
