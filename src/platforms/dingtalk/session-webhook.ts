import { z } from 'zod';
import type { RobotPart } from '../../stores/dingtalk.ts';
import { request } from '../remote.ts';
import { JSON_HEADERS, judgeOld } from './api.ts';

export interface WebhookDeps {
  apiBase: string;
  oapiBase: string;
}

const WITHIN_MS = 10_000;

/** Says something in the chat a message came from, by the address that came with it. It needs no token and has an end. */
export class SessionWebhook {
  private readonly origins: ReadonlySet<string>;

  constructor({ apiBase, oapiBase }: WebhookDeps) {
    this.origins = new Set([apiBase, oapiBase].map((base) => new URL(base).origin));
  }

  /**
   * Over HTTP the address comes from outside: nothing is sent anywhere but to DingTalk.
   * @throws DingtalkError when it has ended; Unreachable; Error for another address
   */
  async send(url: string, part: RobotPart): Promise<void> {
    if (!URL.canParse(url) || !this.origins.has(new URL(url).origin))
      throw new Error('no address of DingTalk');
    const init = { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(inWebhookForm(part)) };
    await judgeOld('sessionWebhook', await request('sessionWebhook', url, init, WITHIN_MS), z.unknown());
  }
}

/** What of the robot's messages can be said this way. */
export function fitsWebhook({ msgKey }: RobotPart): boolean {
  return msgKey === 'sampleText' || msgKey === 'sampleMarkdown' || msgKey.startsWith('sampleActionCard');
}

/** Webhooks write the same messages in another form (reference 3.4). */
function inWebhookForm({ msgKey, msgParam }: RobotPart): object {
  if (msgKey === 'sampleText') return { msgtype: 'text', text: msgParam };
  if (msgKey === 'sampleMarkdown') return { msgtype: 'markdown', markdown: msgParam };
  const { title, text, singleTitle, singleURL, ...entries } = msgParam;
  if (singleTitle) return { msgtype: 'actionCard', actionCard: { title, text, singleTitle, singleURL } };
  const btns = Array.from({ length: Object.keys(entries).length / 2 }, (_, i) => ({
    title: entries[`actionTitle${i + 1}`],
    actionURL: entries[`actionURL${i + 1}`],
  }));
  return { msgtype: 'actionCard', actionCard: { title, text, btnOrientation: '0', btns } };
}
