import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import Router from '@koa/router';
import { z } from 'zod';
import { loadStaticFiles } from '../../web/pages/static-files.ts';
import { serveFile } from '../../web/static.ts';
import { type TokenDeps, TokenStore } from '../access-token.ts';
import type { WecomApi } from './api.ts';
import { WecomError } from './errors.ts';

export interface JsSdkDeps extends Pick<TokenDeps, 'settings' | 'leases' | 'owner' | 'clock'> {
  api: Pick<WecomApi, 'get'>;
  corpId: string;
  agentId: number;
  publicUrl: string;
}

const PAGE = fileURLToPath(new URL('./page', import.meta.url));
const SDK = createRequire(import.meta.url).resolve('@wecom/jssdk/dist/wecom.prod.js');
const PREFIX = '/wecom/page';
export const BRIDGE = `${PREFIX}/bridge.js`;

const ticketAnswer = z.object({ ticket: z.string().min(1), expires_in: z.number().positive() });

/**
 * What our pages need for the abilities of the WeCom client (voice, files from chats): the SDK itself, and the module
 * between it and the pages.
 */
export function jsSdkRoutes(): Router {
  const files = new Map(loadStaticFiles(PAGE));
  const body = readFileSync(SDK);
  files.set('sdk.js', { type: 'text/javascript; charset=utf-8', body, etag: `"${sha1(body)}"` });
  const router = new Router();
  router.get(`${PREFIX}/:file`, (ctx) => serveFile(ctx, files, ctx.params.file ?? ''));
  return router;
}

/** Signatures by which the client lends its abilities to one of our own pages; nobody gets one for another site. */
export function jsSdkSigner(deps: JsSdkDeps): (path: string) => Promise<object> {
  const { clock, corpId, agentId, publicUrl } = deps;
  const corp = ticketStore(deps, 'corp', 'get_jsapi_ticket', {});
  const app = ticketStore(deps, `agent-${agentId}`, 'ticket/get', { type: 'agent_config' });
  return async (path) => {
    const url = `${publicUrl}${path}`;
    const timestamp = Math.floor(clock.now().getTime() / 1000);
    const sign = async (tickets: TokenStore) => {
      const nonceStr = randomBytes(8).toString('hex');
      return { timestamp, nonceStr, signature: signatureOf(await tickets.get(), nonceStr, timestamp, url) };
    };
    return { corpId, agentId, config: await sign(corp), agentConfig: await sign(app) };
  };
}

/** path/90506: in this order, the address not encoded and without its fragment. */
export function signatureOf(ticket: string, nonceStr: string, timestamp: number, url: string): string {
  return sha1(`jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`);
}

/** Tickets are as scarce as tokens (400 an hour for the company, 100 for the app) and kept like them. */
function ticketStore(deps: JsSdkDeps, kind: string, call: string, query: Record<string, string>): TokenStore {
  const { settings, leases, owner, clock, api, corpId } = deps;
  return new TokenStore({
    name: `wecom-ticket:${corpId}:${kind}`,
    fetchToken: async () => {
      const { ticket, expires_in } = await api.get(call, query, ticketAnswer);
      return { token: ticket, seconds: expires_in };
    },
    refusals: {
      codeOf: (error) =>
        error instanceof WecomError && error.remedy.kind === 'admin' ? error.errcode : undefined,
      again: (code) => new WecomError(call, Number(code), 'refused a moment ago'),
    },
    settings,
    leases,
    owner,
    clock,
  });
}

function sha1(data: string | Buffer): string {
  return createHash('sha1').update(data).digest('hex');
}
