import { createHmac } from 'node:crypto';
import { sameText } from '../sealed.ts';

/** How old a robot callback may be, by DingTalk's own rule. */
const WINDOW_MS = 3_600_000;

/** The `sign` header of a robot callback. */
export function robotSignature(timestamp: string, appSecret: string): string {
  return hmac(appSecret, `${timestamp}\n${appSecret}`);
}

/** The `x-ddpaas-signature` header of a card callback. */
export function cardSignature(timestamp: string, apiSecret: string): string {
  return hmac(apiSecret, timestamp);
}

/** Signed by who knows the secret, not long ago. The body is not covered: what it says is checked elsewhere. */
export function isSigned(expected: string, given: string, timestamp: string, now: Date): boolean {
  const recent = /^\d{13}$/.test(timestamp) && Math.abs(now.getTime() - Number(timestamp)) <= WINDOW_MS;
  return sameText(expected, given) && recent;
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}
