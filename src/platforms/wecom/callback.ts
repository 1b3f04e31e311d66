import Router from '@koa/router';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { errorText } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { HttpError, readBody } from '../../web/http.ts';
import type { Ingress } from '../platform.ts';
import { type CallbackKeys, openSealed, RefusedCallback, type Signed } from '../sealed.ts';
import type { clicksOn } from './cards/card-store.ts';
import { toInboundEvent } from './inbound-event.ts';
import { type CardClick, decodeMessage } from './messages.ts';
import { parseXml } from './xml.ts';

export interface CallbackDeps {
  keys: CallbackKeys;
  ingress: Ingress;
  cards: ReturnType<typeof clicksOn>;
  clock: Clock;
  log: Logger;
}

/** A text message has 2 KB, a department change some more. */
const MAX_BODY = 256 * 1024;

const query = z.object({
  msg_signature: z.string().max(100),
  timestamp: z.string().max(20),
  nonce: z.string().max(128),
});
const check = query.extend({ echostr: z.string().max(4_096) });
const envelope = z.object({ Encrypt: z.tuple([z.string().min(1)]) });

/**
 * The app's callback URL (path/90930): the check when it is saved, then messages and events. Answers 200 with an
 * empty body once the event is stored; 403 without a word to anything that is not from WeCom.
 */
export function callbackRoutes(deps: CallbackDeps): Router {
  const router = new Router();
  router.get('/wecom/callback', (ctx) => {
    ctx.type = 'text/plain';
    ctx.body = answerCheck(deps, ctx.query);
  });
  router.post('/wecom/callback', async (ctx) => {
    await receiveCallback(deps, ctx.query, await readBody(ctx, MAX_BODY));
    ctx.status = 200;
    ctx.body = '';
  });
  return router;
}

/** What the URL's check must be answered with, exactly. @throws HttpError 403 */
export function answerCheck(deps: CallbackDeps, params: unknown): string {
  const { echostr, ...signed } = parsed(check, params);
  // A second decoding on the way turns + into a space.
  return open(deps, { ...signed, encrypted: echostr.replaceAll(' ', '+') });
}

/** Resolves when the event in `body` is stored. @throws HttpError 403 for what WeCom did not send */
export async function receiveCallback(deps: CallbackDeps, params: unknown, body: Buffer): Promise<void> {
  const signed = parsed(query, params);
  await receive(deps, open(deps, { ...signed, encrypted: readEnvelope(body) }));
}

function readEnvelope(body: Buffer): string {
  try {
    return envelope.parse(parseXml(body.toString('utf8'))).Encrypt[0].trim();
  } catch {
    throw new HttpError(403, '不是企业微信的请求');
  }
}

function open(
  deps: CallbackDeps,
  { msg_signature: signature, ...rest }: z.output<typeof query> & Pick<Signed, 'encrypted'>,
) {
  try {
    return openSealed(deps.keys, { signature, ...rest }, deps.clock.now());
  } catch (error) {
    if (!(error instanceof RefusedCallback)) throw error;
    deps.log.warn({ reason: error.reason }, 'WeCom callback refused');
    throw new HttpError(403, '不是企业微信的请求');
  }
}

function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HttpError(403, '不是企业微信的请求');
}

/**
 * Stores one decrypted event. What cannot be read is logged and done with: WeCom would only send it three times more.
 */
async function receive(deps: CallbackDeps, xml: string): Promise<void> {
  const { ingress, cards, log } = deps;
  const message = decode(xml, log);
  if (!message) return;
  if (message.kind === 'unknown') log.info({ type: message.type }, 'WeCom event of an unknown kind');
  if (message.kind === 'click') await noteClick(deps, message);
  await ingress.accept(await toInboundEvent(message, cards));
}

function decode(xml: string, log: Logger) {
  try {
    const message = decodeMessage(parseXml(xml));
    if (!message) log.warn('WeCom event without sender or time');
    return message;
  } catch (error) {
    log.warn({ reason: errorText(error) }, 'WeCom event that is no XML');
    return null;
  }
}

/** Every click brings a code to change its card by. */
async function noteClick(
  { cards, clock, log }: CallbackDeps,
  message: CardClick & { from: string },
): Promise<void> {
  const { taskId, responseCode: code, from: userId } = message;
  const after = await cards.clicked({ taskId, code, userId }, clock.now());
  // Not waited for: WeCom wants its answer first.
  after().catch((error: unknown) => log.info({ err: error }, 'a replaced card stays as it is'));
}
