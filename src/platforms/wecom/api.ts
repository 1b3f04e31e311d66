import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { digest } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import { type TokenDeps, TokenStore } from '../access-token.ts';
import { Pacer } from '../pacer.ts';
import { answeredJson, MAX_REASON, type RequestInput, request, Unreachable } from '../remote.ts';
import { WecomError, WRONG_CREDENTIALS } from './errors.ts';

export interface ApiDeps extends CallDeps, Pick<TokenDeps, 'settings' | 'leases' | 'owner'> {
  corpId: string;
  secret: string;
  agentId: number;
  clock: Clock;
}

/** A company has 10,000 a minute of each API (path/90312), for all its programs and our processes together. */
const CALLS_A_SECOND = 60;
const CALL_WITHIN_MS = 10_000;
const TRANSFER_WITHIN_MS = 60_000;

const answer = z.looseObject({ errcode: z.number().default(0), errmsg: z.string().default('') });
const list = z
  .string()
  .default('')
  .transform((text) => text.split('|').filter(Boolean));
const sent = z.object({
  msgid: z.string().default(''),
  response_code: z.string().optional(),
  /** In lower case, whatever was asked. */
  invaliduser: list,
  unlicenseduser: list,
});
const updated = z.object({ invaliduser: z.array(z.string()).default([]) });
const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const uploaded = z.object({ media_id: z.string().min(1) });

const appAnswer = z
  .object({
    name: z.string().default(''),
    close: z.number().default(0),
    allow_userinfos: z.object({ user: z.array(z.object({ userid: z.string() })).default([]) }).optional(),
    allow_partys: z.object({ partyid: z.array(z.number()).default([]) }).optional(),
    allow_tags: z.object({ tagid: z.array(z.number()).default([]) }).optional(),
  })
  .transform((app) => ({
    name: app.name,
    close: app.close === 1,
    users: (app.allow_userinfos?.user ?? []).map(({ userid }) => userid.toLowerCase()),
    departments: app.allow_partys?.partyid ?? [],
    tags: app.allow_tags?.tagid ?? [],
  }));

/** What any call needs. */
export interface CallDeps {
  /** `https://qyapi.weixin.qq.com`, or whoever stands in for it. */
  base: string;
  log: Logger;
}

export type MessageBody = { msgtype: string } & Record<string, unknown>;

/**
 * WeCom's server API as far as the product uses it, for one self-built app. Every call may throw `WecomError` (it
 * said no) or `Unreachable` (nobody knows).
 */
export class WecomApi {
  private readonly deps: ApiDeps;
  private readonly tokens: TokenStore;
  private readonly pacers = new Map<string, Pacer>();

  constructor(deps: ApiDeps) {
    this.deps = deps;
    const { corpId, secret, settings, leases, owner, clock } = deps;
    this.tokens = new TokenStore({
      name: `wecom-token:${digest(corpId, secret)}`,
      fetchToken: () => this.fetchToken(),
      refusals: {
        codeOf: (error) =>
          error instanceof WecomError && WRONG_CREDENTIALS.has(error.errcode) ? error.errcode : undefined,
        again: (code) => new WecomError('gettoken', Number(code), 'refused a moment ago'),
      },
      settings,
      leases,
      owner,
      clock,
    });
  }

  /** Gets a token if there is none, and that is all. */
  async signIn(): Promise<void> {
    await this.tokens.get();
  }

  /**
   * @param repeatedWithin seconds within which the same content to the same person counts as the same message and
   * is not shown again
   */
  async send(userId: string, message: MessageBody, repeatedWithin: number): Promise<z.output<typeof sent>> {
    const check = { enable_duplicate_check: 1, duplicate_check_interval: repeatedWithin };
    const body = { touser: userId, agentid: this.deps.agentId, ...message, ...check };
    return this.post('message/send', body, sent);
  }

  async updateCard(userId: string, responseCode: string, card: object): Promise<z.output<typeof updated>> {
    const body = {
      userids: [userId],
      agentid: this.deps.agentId,
      response_code: responseCode,
      template_card: card,
    };
    return this.post('message/update_template_card', body, updated);
  }

  /** The app as the console shows it, with its visible range. */
  async appInfo(): Promise<z.output<typeof appAnswer>> {
    return this.get('agent/get', { agentid: String(this.deps.agentId) }, appAnswer);
  }

  /** Kills a card's buttons and says why on them. */
  async endCard(userId: string, responseCode: string, why: string): Promise<void> {
    const { agentId: agentid } = this.deps;
    const body = { userids: [userId], agentid, response_code: responseCode, button: { replace_name: why } };
    await this.post('message/update_template_card', body, updated);
  }

  /** @returns the media id, good for three days */
  async upload(bytes: Uint8Array, name: string): Promise<string> {
    const { media_id } = await this.authorised('media/upload', uploaded, async (token) => {
      const form = new FormData();
      form.append('media', new Blob([new Uint8Array(bytes)]), name);
      return this.request(
        'media/upload',
        { type: 'file', access_token: token },
        { method: 'POST', body: form },
      );
    });
    return media_id;
  }

  /** A file somebody sent. WeCom names it only here. */
  async download(
    mediaId: string,
  ): Promise<{ name: string | undefined; mediaType: string; bytes: Uint8Array }> {
    for (let refused: string | undefined; ; ) {
      const token = await this.tokens.get(refused);
      const response = await this.request(
        'media/get',
        { media_id: mediaId, access_token: token },
        { isFile: true },
      );
      const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
      if (mediaType !== 'application/json' && mediaType !== 'text/plain') {
        const bytes = new Uint8Array(await response.arrayBuffer());
        return { name: nameIn(response.headers.get('content-disposition')), mediaType, bytes };
      }
      const error = await this.judge('media/get', response, z.unknown()).then(
        () => new Unreachable('media/get', 'no file in the answer'),
        (reason: unknown) => reason,
      );
      if (refused !== undefined || !isTokenError(error)) throw error;
      refused = token;
    }
  }

  async post<T extends z.ZodType>(
    call: string,
    body: object,
    schema: T,
    query: Record<string, string> = {},
  ): Promise<z.output<T>> {
    return this.authorised(call, schema, (token) =>
      this.request(call, { ...query, access_token: token }, asJson(body)),
    );
  }

  async get<T extends z.ZodType>(
    call: string,
    query: Record<string, string>,
    schema: T,
  ): Promise<z.output<T>> {
    return this.authorised(call, schema, (token) => this.request(call, { ...query, access_token: token }));
  }

  /** A token that WeCom ended early is replaced once. */
  private async authorised<T extends z.ZodType>(
    call: string,
    schema: T,
    run: (token: string) => Promise<Response>,
  ): Promise<z.output<T>> {
    const token = await this.tokens.get();
    try {
      return await this.judge(call, await run(token), schema);
    } catch (error) {
      if (!isTokenError(error)) throw error;
      return this.judge(call, await run(await this.tokens.get(token)), schema);
    }
  }

  private async fetchToken() {
    const { corpId, secret } = this.deps;
    const response = await this.request('gettoken', { corpid: corpId, corpsecret: secret });
    const { access_token: token, expires_in: seconds } = await this.judge('gettoken', response, tokenAnswer);
    return { token, seconds };
  }

  private async request(call: string, query: Record<string, string>, init?: RequestInput): Promise<Response> {
    const pacer = this.pacers.get(call) ?? new Pacer(CALLS_A_SECOND);
    this.pacers.set(call, pacer);
    await pacer.turn();
    return ask(this.deps, call, query, init);
  }

  private judge<T extends z.ZodType>(call: string, response: Response, schema: T): Promise<z.output<T>> {
    return judge(this.deps, call, response, schema);
  }
}

/** A call whose address is its authority, such as a group robot's. @throws WecomError, Unreachable */
export async function callWecom(
  deps: CallDeps,
  call: string,
  query: Record<string, string>,
  body: object,
): Promise<void> {
  await judge(deps, call, await ask(deps, call, query, asJson(body)), z.unknown());
}

function asJson(body: object): RequestInput {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}

function ask(
  { base }: CallDeps,
  call: string,
  query: Record<string, string>,
  init: RequestInput = {},
): Promise<Response> {
  const url = `${base}/cgi-bin/${call}?${new URLSearchParams(query)}`;
  const within = init.body instanceof FormData || call === 'media/get' ? TRANSFER_WITHIN_MS : CALL_WITHIN_MS;
  return request(call, url, init, within);
}

async function judge<T extends z.ZodType>(
  { log }: CallDeps,
  call: string,
  response: Response,
  schema: T,
): Promise<z.output<T>> {
  const body = answer.safeParse(await answeredJson(call, response));
  if (!response.ok || !body.success) throw new Unreachable(call, `HTTP ${response.status}, no answer`);
  const { errcode, errmsg } = body.data;
  if (errcode !== 0) throw new WecomError(call, errcode, errmsg.slice(0, MAX_REASON));
  if (errmsg.includes('wrong json format')) {
    log.error({ call, errmsg }, 'WeCom read only part of a request');
  }
  const result = schema.safeParse(body.data);
  if (!result.success) throw new Unreachable(call, 'not answered as documented');
  return result.data;
}

function isTokenError(error: unknown): boolean {
  return error instanceof WecomError && error.remedy.kind === 'token';
}

/** The file name of a Content-Disposition, in either spelling; UTF-8 bytes that arrive as Latin-1 are read anew. */
export function nameIn(disposition: string | null): string | undefined {
  if (!disposition) return undefined;
  const extended = /filename\*=(?:utf-8'')([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  try {
    if (extended) return decodeURIComponent(extended);
    return plain && new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(plain, 'latin1'));
  } catch {
    return plain;
  }
}
