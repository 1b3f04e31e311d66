import { z } from 'zod';
import { request } from '../remote.ts';
import { JSON_HEADERS, judge } from './api.ts';
import { TOPICS } from './frames.ts';

export interface GatewayDeps {
  clientId: string;
  clientSecret: string;
  apiBase: string;
}

const opened = z.object({ endpoint: z.url({ protocol: /^wss?$/ }), ticket: z.string().min(1) });
const WITHIN_MS = 10_000;
const AGENT = 'genjin/1.0';

/**
 * Asks for a connection. The address that comes back works once, for 90 seconds, and is a secret.
 * @throws DingtalkError `authFailed` and the like; Unreachable
 */
export async function openGateway({ clientId, clientSecret, apiBase }: GatewayDeps): Promise<string> {
  const call = 'gateway/connections/open';
  const body = JSON.stringify({
    clientId,
    clientSecret,
    subscriptions: [
      { type: 'EVENT', topic: '*' },
      { type: 'CALLBACK', topic: TOPICS.robot },
      { type: 'CALLBACK', topic: TOPICS.card },
    ],
    ua: AGENT,
  });
  const init = { method: 'POST', headers: JSON_HEADERS, body };
  const response = await request(call, `${apiBase}/v1.0/${call}`, init, WITHIN_MS);
  const { endpoint, ticket } = await judge(call, response, opened);
  return `${endpoint}?ticket=${encodeURIComponent(ticket)}`;
}
