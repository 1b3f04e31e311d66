import type { Context, Middleware, Next } from 'koa';
import type { z } from 'zod';
import { type ErrorCode, GenjinError, isDatabaseAway, isGenjinError, type Problem } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { problemWords } from './problem-words.ts';

export const STATUS: Record<ErrorCode, number> = {
  invalid: 422,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  unavailable: 503,
  config: 500,
};

const TITLES: Record<number, string> = {
  400: '请求格式不对',
  401: '没有通过身份验证',
  403: '没有权限',
  404: '找不到',
  405: '不支持的请求方法',
  409: '有冲突',
  413: '内容太大',
  415: '不支持的内容类型',
  422: '内容有误',
  429: '请求太频繁',
  500: '服务出错',
  503: '服务暂时不可用',
};

/** An answer outside 2xx as an RFC 9457 problem document. `detail` is Chinese and says what to do. */
export function problem(ctx: Context, status: number, detail: string, problems: Problem[] = []): void {
  ctx.status = status;
  ctx.body = {
    type: 'about:blank',
    title: TITLES[status] ?? '出错了',
    status,
    detail,
    ...(problems.length ? { problems } : {}),
  };
  ctx.type = 'application/problem+json';
}

/** Turns whatever is thrown into a problem document. Only what we threw on purpose shows its text. */
export function errors(log: Logger): Middleware {
  return async (ctx: Context, next: Next) => {
    try {
      await next();
      const empty = ctx.body === undefined || ctx.body === null;
      if (empty && ctx.status === 404) problem(ctx, 404, '没有这个地址');
      if (empty && (ctx.status === 405 || ctx.status === 501))
        problem(ctx, ctx.status, `这个地址不支持 ${ctx.method}`);
    } catch (error) {
      if (isGenjinError(error)) {
        problem(ctx, STATUS[error.code], error.userText, error.problems);
        return;
      }
      if (error instanceof HttpError) {
        sayWhenAgain(ctx, error);
        problem(ctx, error.status, error.message);
        return;
      }
      if (isDatabaseAway(error)) {
        log.warn({ err: error, path: ctx.path }, 'database is away');
        ctx.set('Retry-After', '5');
        problem(ctx, 503, '数据库暂时连不上，请稍后重试；请求没有被处理');
        return;
      }
      log.error({ err: error, path: ctx.path, method: ctx.method }, 'request failed');
      problem(ctx, 500, '服务内部出错，已记录');
    }
  };
}

/**
 * Reads a JSON body of at most `limit` bytes.
 * @throws GenjinError `too-large`, `invalid`; answers 415 and 400 by their own
 */
export async function readJson(ctx: Context, limit: number): Promise<unknown> {
  if (!ctx.is('json')) throw new HttpError(415, '请用 Content-Type: application/json 发送');
  const bytes = await readBody(ctx, limit);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpError(400, '不是有效的 JSON');
  }
}

/** A body that is too large is read to its end and thrown away: a client that is still sending misses the answer. */
const THROWN_AWAY = 32 * 1024 * 1024;
/** For the record: nobody is there to read it. */
export const NOT_WHOLE = '请求没有发完';

/** @throws GenjinError `too-large`; HttpError 400 when whoever sends it hangs up */
export async function readBody(ctx: Context, limit: number): Promise<Buffer> {
  try {
    return await collect(ctx, limit);
  } catch (error) {
    throw isGenjinError(error) ? error : new HttpError(400, NOT_WHOLE);
  }
}

async function collect(ctx: Context, limit: number): Promise<Buffer> {
  const declared = Number(ctx.get('content-length') || 0);
  if (declared > limit + THROWN_AWAY) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req) {
    size += (chunk as Buffer).length;
    if (size > limit + THROWN_AWAY) throw tooLarge(limit);
    if (size <= limit) chunks.push(chunk as Buffer);
    else chunks.length = 0;
  }
  if (size > limit) throw tooLarge(limit);
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): GenjinError {
  const mb = Math.round((limit / 1024 / 1024) * 10) / 10;
  return new GenjinError('too-large', `Body over ${limit} bytes`, {
    userText: `内容超过 ${mb} MB，请分批发送`,
  });
}

/** An HTTP answer that is no error of the product itself. */
export class HttpError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function sayWhenAgain(ctx: Context, { retryAfterSeconds }: HttpError): void {
  if (retryAfterSeconds) ctx.set('Retry-After', String(retryAfterSeconds));
}

/** Parses with a schema; every problem names its path. @throws GenjinError `invalid` */
export function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value, { error: problemWords });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }));
  throw new GenjinError('invalid', 'Invalid request', { userText: '内容有误，请按 problems 修改', problems });
}
