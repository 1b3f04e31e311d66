import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { digest } from '../../core/ids.ts';
import { type TokenDeps, TokenStore } from '../access-token.ts';
import { Pacer } from '../pacer.ts';
import { answeredJson, MAX_REASON, request, Unreachable } from '../remote.ts';
import { DingtalkError } from './errors.ts';

export interface ApiDeps extends Pick<TokenDeps, 'settings' | 'leases' | 'owner'> {
  clientId: string;
  clientSecret: string;
  apiBase: string;
  oapiBase: string;
  clock: Clock;
  /** As many calls a second as DingTalk takes. */
  qps: number;
  /** Told of every call that counts against the company's month. */
  onCall(): Promise<void>;
  /** Told of every call that is refused because the month is used up. */
  onUsedUp(): Promise<void>;
}

const CALL_WITHIN_MS = 10_000;
const TRANSFER_WITHIN_MS = 60_000;
/** An address that called too often gets a page or this instead of an answer, for five minutes. */
const PUNISHED_MS = 5 * 60_000;

const token = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });
const refusal = z.object({
  code: z.string(),
  message: z.string().default(''),
  requestid: z.string().optional(),
  accessdenieddetail: z.object({ requiredScopes: z.array(z.string()).default([]) }).optional(),
});
const oldAnswer = z.looseObject({
  errcode: z.coerce.number(),
  errmsg: z.string().default(''),
  sub_code: z.string().optional(),
  sub_msg: z.string().optional(),
});
const uploaded = z.object({ media_id: z.string().min(1) });

/**
 * DingTalk's server API as far as the product uses it, in both its styles, for one internal app. Every call may throw
 * `DingtalkError` (it said no) or `Unreachable` (nobody knows).
 */
export class DingtalkApi {
  private readonly deps: ApiDeps;
  private readonly tokens: TokenStore;
  private readonly pacer: Pacer;

  constructor(deps: ApiDeps) {
    this.deps = deps;
    this.pacer = new Pacer(deps.qps);
    const { clientId, clientSecret, settings, leases, owner, clock } = deps;
    this.tokens = new TokenStore({
      name: `dingtalk-token:${digest(clientId, clientSecret)}`,
      fetchToken: () => this.fetchToken(),
      refusals: {
        codeOf: (error) => (error instanceof DingtalkError && error.isWrongSecret ? error.code : undefined),
        again: (code) => new DingtalkError('accessToken', String(code), 'refused a moment ago'),
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

  /** A call of the newer style that counts: `POST`, `PUT` … of `/v1.0/…`. */
  async call<T extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: object | undefined,
    schema: T,
    more: { headers?: Record<string, string> } = {},
  ): Promise<z.output<T>> {
    const result = await this.authorised(async (accessToken) => {
      const headers = { ...JSON_HEADERS, ...more.headers, 'x-acs-dingtalk-access-token': accessToken };
      const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
      const response = await request(path, `${this.deps.apiBase}${path}`, init, CALL_WITHIN_MS);
      return judge(path, response, schema);
    });
    await this.deps.onCall();
    return result;
  }

  /** A call of the older style, `/topapi/…`. The address book's are free of quota. */
  async old<T extends z.ZodType>(
    path: string,
    body: object,
    schema: T,
    { free }: { free: boolean },
  ): Promise<z.output<T>> {
    const result = await this.authorised(async (accessToken) => {
      const url = `${this.deps.oapiBase}${path}?${new URLSearchParams({ access_token: accessToken })}`;
      const init = { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(body) };
      return judgeOld(path, await request(path, url, init, CALL_WITHIN_MS), schema);
    });
    if (!free) await this.deps.onCall();
    return result;
  }

  /** @returns the media id, which does not expire */
  async upload(bytes: Uint8Array, name: string): Promise<string> {
    const { media_id } = await this.authorised(async (accessToken) => {
      const form = new FormData();
      form.append('media', new Blob([new Uint8Array(bytes)]), name);
      const query = new URLSearchParams({ access_token: accessToken, type: 'file' });
      const url = `${this.deps.oapiBase}/media/upload?${query}`;
      const response = await request('media/upload', url, { method: 'POST', body: form }, TRANSFER_WITHIN_MS);
      return judgeOld('media/upload', response, uploaded);
    });
    await this.deps.onCall();
    return media_id;
  }

  /** A token that DingTalk ended early is replaced once. */
  private async authorised<T>(run: (accessToken: string) => Promise<T>): Promise<T> {
    const accessToken = await this.tokens.get();
    await this.pacer.turn();
    try {
      return await run(accessToken);
    } catch (error) {
      if (isRefused(error, 'quota')) await this.deps.onUsedUp();
      if (!isRefused(error, 'token')) throw error;
      return run(await this.tokens.get(accessToken));
    }
  }

  private async fetchToken() {
    const { apiBase, clientId: appKey, clientSecret: appSecret } = this.deps;
    const init = { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify({ appKey, appSecret }) };
    const response = await request('accessToken', `${apiBase}/v1.0/oauth2/accessToken`, init, CALL_WITHIN_MS);
    const { accessToken, expireIn } = await judge('accessToken', response, token);
    return { token: accessToken, seconds: expireIn };
  }
}

/** Without `Accept` some gateways answer in XML. */
export const JSON_HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json' };

/** Reads an answer of the newer style, which says no by its status. @throws DingtalkError, Unreachable */
export async function judge<T extends z.ZodType>(
  call: string,
  response: Response,
  schema: T,
): Promise<z.output<T>> {
  const body = await answeredJson(call, response);
  if (!response.ok) {
    const no = refusal.safeParse(body);
    if (no.success) {
      const { code, message, requestid = '', accessdenieddetail } = no.data;
      const said = `${message} ${requestid}`.trim().slice(0, MAX_REASON);
      const scopes = accessdenieddetail?.requiredScopes;
      throw new DingtalkError(call, code, said, { scopes, status: response.status });
    }
    throw notAnswered(call, response, body);
  }
  return asDocumented(call, body, schema);
}

/** Reads an answer of the older style, which says no inside a 200. @throws DingtalkError, Unreachable */
export async function judgeOld<T extends z.ZodType>(
  call: string,
  response: Response,
  schema: T,
): Promise<z.output<T>> {
  const body = await answeredJson(call, response);
  const parsed = oldAnswer.safeParse(body);
  if (!response.ok || !parsed.success) throw notAnswered(call, response, body);
  const { errcode, errmsg, sub_code, sub_msg } = parsed.data;
  // 88 only wraps the code that matters.
  const code = errcode === 88 && sub_code ? sub_code : String(errcode);
  if (errcode !== 0) throw new DingtalkError(call, code, `${errmsg} ${sub_msg ?? ''}`.slice(0, MAX_REASON));
  return asDocumented(call, body, schema);
}

function notAnswered(call: string, response: Response, body: unknown): Error {
  const punished = typeof body === 'object' && body !== null && 'punish' in body;
  return punished ? new Punished(call) : new Unreachable(call, `HTTP ${response.status}, no answer`);
}

function asDocumented<T extends z.ZodType>(call: string, body: unknown, schema: T): z.output<T> {
  const result = schema.safeParse(body);
  if (!result.success) throw new Unreachable(call, 'not answered as documented');
  return result.data;
}

/** This address called too often and is shut out. */
export class Punished extends Unreachable {
  readonly waitMs = PUNISHED_MS;

  constructor(call: string) {
    super(call, 'shut out for calling too often');
    this.name = 'Punished';
  }
}

export function isRefused(error: unknown, kind: DingtalkError['remedy']['kind']): error is DingtalkError {
  return error instanceof DingtalkError && error.remedy.kind === kind;
}
