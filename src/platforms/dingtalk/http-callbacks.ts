import { randomBytes } from 'node:crypto';
import Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { HttpError, readBody } from '../../web/http.ts';
import { type CallbackKeys, openSealed, RefusedCallback, seal } from '../sealed.ts';
import { parsedJson } from './frames.ts';
import { cardSignature, isSigned, robotSignature } from './http-signature.ts';
import { cardResponse, type Receiver } from './receive.ts';

export interface HttpCallbackDeps {
  receiver: Pick<Receiver, 'robotMessage' | 'cardClick' | 'orgEvent'>;
  clientId: string;
  clientSecret: string;
  /** Whose robot this is. @param claimed what the first message ever said, where no setting says it */
  companyId(claimed: string): Promise<string>;
  /** What card callbacks are signed with. */
  cardSecret: string;
  /** Of the event subscription; without them events are refused. */
  events?: { token: string; aesKey: string } | undefined;
  clock: Clock;
  log: Logger;
}

const MAX_BODY = 256 * 1024;
const REFUSED = '不是钉钉的请求';

const robotBody = z.looseObject({ robotCode: z.string().optional(), chatbotCorpId: z.string().min(1) });
const eventQuery = z.object({
  msg_signature: z.string().max(100).optional(),
  signature: z.string().max(100).optional(),
  timestamp: z.string().max(20),
  nonce: z.string().max(128),
});
const envelope = z.object({ encrypt: z.string().min(1) });
const event = z.looseObject({ EventType: z.string().min(1), TimeStamp: z.coerce.string().optional() });

/**
 * What DingTalk posts to companies that do not use Stream: messages to the robot, clicks on cards, sealed events.
 * 403 without a word to anything that is not from DingTalk.
 */
export function httpCallbacks(deps: HttpCallbackDeps): Router {
  const router = new Router();
  router.post('/dingtalk/robot', async (ctx) => {
    await receiveRobot(deps, headersOf(ctx, 'timestamp', 'sign'), await readBody(ctx, MAX_BODY));
    // Answers go out by themselves: an answer here would be a second one.
    ctx.body = {};
  });
  router.post('/dingtalk/card', async (ctx) => {
    const signed = headersOf(ctx, 'x-ddpaas-signature-timestamp', 'x-ddpaas-signature');
    const { data, sent } = await receiveClick(deps, signed, await readBody(ctx, MAX_BODY));
    ctx.body = data ? cardResponse(data) : {};
    ctx.res.once('finish', () => sent(true));
    ctx.res.once('close', () => sent(ctx.res.writableFinished));
  });
  router.post('/dingtalk/events', async (ctx) => {
    ctx.body = await receiveEvent(deps, ctx.query, await readBody(ctx, MAX_BODY));
  });
  return router;
}

interface SignedHeaders {
  timestamp: string;
  signature: string;
}

function headersOf(ctx: Context, timestamp: string, signature: string): SignedHeaders {
  return { timestamp: ctx.get(timestamp), signature: ctx.get(signature) };
}

/** @throws HttpError 403 */
export async function receiveRobot(
  deps: HttpCallbackDeps,
  headers: SignedHeaders,
  body: Buffer,
): Promise<void> {
  check(deps, robotSignature(headers.timestamp, deps.clientSecret), headers);
  const parsed = robotBody.safeParse(parsedJson(body.toString('utf8')));
  const { clientId } = deps;
  if (!parsed.success || (parsed.data.robotCode ?? clientId) !== clientId) throw new HttpError(403, REFUSED);
  const { chatbotCorpId } = parsed.data;
  // The signature does not cover the body: one that was overheard must not carry another company's words.
  if ((await deps.companyId(chatbotCorpId)) !== chatbotCorpId) {
    deps.log.warn({ chatbotCorpId }, 'DingTalk callback of another company refused; see DINGTALK_CORP_ID');
    throw new HttpError(403, REFUSED);
  }
  await deps.receiver.robotMessage(parsed.data);
}

/** @throws HttpError 403 */
export async function receiveClick(deps: HttpCallbackDeps, headers: SignedHeaders, body: Buffer) {
  check(deps, cardSignature(headers.timestamp, deps.cardSecret), headers);
  return deps.receiver.cardClick(parsedJson(body.toString('utf8')), headers.timestamp);
}

/** @returns the sealed `success`, for the check of the address too. @throws HttpError 403 */
export async function receiveEvent(deps: HttpCallbackDeps, params: unknown, body: Buffer): Promise<object> {
  const { clientId, events, clock, log } = deps;
  const query = eventQuery.safeParse(params);
  const sealed = envelope.safeParse(parsedJson(body.toString('utf8')));
  if (!events || !query.success || !sealed.success) throw new HttpError(403, REFUSED);
  const { timestamp, nonce } = query.data;
  const signature = query.data.msg_signature ?? query.data.signature ?? '';
  const keys: CallbackKeys = { token: events.token, encodingAesKey: events.aesKey, receiveId: clientId };
  const now = clock.now();
  try {
    const text = openSealed(keys, { signature, timestamp, nonce, encrypted: sealed.data.encrypt }, now);
    await store(deps, text, now);
  } catch (error) {
    if (!(error instanceof RefusedCallback)) throw error;
    log.warn({ reason: error.reason }, 'DingTalk event refused');
    throw new HttpError(403, REFUSED);
  }
  const at = { timestamp: String(now.getTime()), nonce: randomBytes(8).toString('hex') };
  const answer = seal(keys, 'success', at);
  return {
    msg_signature: answer.signature,
    encrypt: answer.encrypted,
    timeStamp: answer.timestamp,
    nonce: answer.nonce,
  };
}

async function store({ receiver, log }: HttpCallbackDeps, text: string, now: Date): Promise<void> {
  const body = parsedJson(text);
  const parsed = event.safeParse(body);
  if (!parsed.success) return log.warn('DingTalk event without a type');
  const { EventType: type, TimeStamp = String(now.getTime()) } = parsed.data;
  if (type === 'check_url') return;
  // Over HTTP an event has no id: a redelivery is the same text.
  await receiver.orgEvent({ id: text, type, body, bornAt: Number(TimeStamp) });
}

function check(
  { clock, log }: HttpCallbackDeps,
  expected: string,
  { timestamp, signature }: SignedHeaders,
): void {
  if (isSigned(expected, signature, timestamp, clock.now())) return;
  log.warn('DingTalk callback refused');
  throw new HttpError(403, REFUSED);
}
