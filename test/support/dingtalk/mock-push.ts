import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import { openSealed, seal } from '../../../src/platforms/sealed.ts';
import { APP, hmac } from './mock-app.ts';
import type { MockGateway } from './mock-gateway.ts';
import { type Answer, ok } from './mock-robot.ts';

const register = z.strictObject({
  callbackRouteKey: z.string().min(1),
  callbackUrl: z.url(),
  apiSecret: z.string().min(1),
  forceUpdate: z.boolean(),
});
const streamAnswer = z.strictObject({ response: z.unknown() });
const eventAnswer = z.strictObject({
  msg_signature: z.string(),
  encrypt: z.string(),
  timeStamp: z.string(),
  nonce: z.string(),
});

/** How DingTalk reaches the app: over Stream, or by posting signed callbacks. */
export class MockPush {
  readonly mode: 'stream' | 'http';
  /** Where an app without Stream is posted to. */
  callbackBase = '';
  private readonly gateway: MockGateway;
  private readonly clock: Clock;
  private clickSecret = '';
  private serial = 0;

  constructor(mode: 'stream' | 'http', gateway: MockGateway, clock: Clock) {
    this.mode = mode;
    this.gateway = gateway;
    this.clock = clock;
  }

  /** A message to the robot; resolves when it is acknowledged. */
  async message(body: object): Promise<unknown> {
    if (this.mode === 'stream') return this.gateway.push('CALLBACK', '/v1.0/im/bot/messages/get', body);
    const timestamp = this.timestamp();
    const sign = hmac(APP.clientSecret, `${timestamp}\n${APP.clientSecret}`);
    return this.post('/dingtalk/robot', { timestamp, sign }, body);
  }

  /** A click on a card that asked for callbacks this way. @returns what came back */
  async click(body: object, http: boolean): Promise<unknown> {
    if (!http) {
      const answer = await this.gateway.push('CALLBACK', '/v1.0/card/instances/callback', body);
      return streamAnswer.parse(answer).response;
    }
    const timestamp = this.timestamp();
    const signed = {
      'x-ddpaas-signature-timestamp': timestamp,
      'x-ddpaas-signature': hmac(this.clickSecret, timestamp),
    };
    return this.post('/dingtalk/card', signed, body);
  }

  /** An event of the company's. */
  async event(type: string, data: Record<string, unknown>): Promise<unknown> {
    const bornAt = this.timestamp();
    if (this.mode === 'stream') {
      const headers = { eventType: type, eventId: this.next('event'), eventBornTime: bornAt };
      return this.gateway.push('EVENT', '*', data, headers);
    }
    const keys = { token: APP.token, encodingAesKey: APP.aesKey, receiveId: APP.clientId };
    const at = { timestamp: bornAt, nonce: this.next('nonce') };
    const text = JSON.stringify({ EventType: type, TimeStamp: Number(bornAt), ...data });
    const { signature, encrypted } = seal(keys, text, at);
    const query = new URLSearchParams({ msg_signature: signature, signature, ...at });
    const given = await this.post(`/dingtalk/events?${query}`, {}, { encrypt: encrypted });
    const answer = eventAnswer.parse(given);
    const sealed = { signature: answer.msg_signature, timestamp: answer.timeStamp, nonce: answer.nonce };
    return openSealed(keys, { ...sealed, encrypted: answer.encrypt }, this.clock.now());
  }

  /** The app says where clicks go. */
  register(body: unknown): Answer {
    const { callbackUrl, apiSecret } = register.parse(body);
    this.clickSecret = apiSecret;
    return ok({ success: true, result: { callbackUrl, apiSecret } });
  }

  private async post(path: string, headers: Record<string, string>, body: object): Promise<unknown> {
    const response = await fetch(`${this.callbackBase}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(body),
    });
    if (response.status !== 200) throw new Error(`${path} answered with ${response.status}`);
    return response.json();
  }

  private timestamp(): string {
    return String(this.clock.now().getTime());
  }

  private next(what: string): string {
    return `${what}-${++this.serial}`;
  }
}
