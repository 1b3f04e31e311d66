import { createHmac } from 'node:crypto';

/** The internal app, as its pages in the console show it. */
export const APP = {
  clientId: 'dingmock0000000000001',
  clientSecret: 'secret-of-the-dingtalk-app',
  corpId: 'dingcorp0000000000001',
  agentId: '2900000001',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};

export function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}
