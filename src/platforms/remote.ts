import axios from 'axios';
import { errorText, fileTooLarge } from '../core/errors.ts';
import { MAX_FILE_BYTES } from '../core/event.ts';

/** The platform did not answer, or not as documented: nobody knows whether the call took effect. */
export class Unreachable extends Error {
  /** The call never left this machine: it certainly took no effect. */
  readonly neverSent: boolean;

  constructor(call: string, why: string, neverSent = false) {
    super(`${call}: ${why}`);
    this.name = 'Unreachable';
    this.neverSent = neverSent;
  }
}

/** No connection was made, so nothing was asked. */
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What is longer is cut off: only for the log. */
export const MAX_REASON = 300;

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** What is larger is not read to its end; encryption fills up to 32 bytes. */
const MAX_FILE_ANSWER_BYTES = MAX_FILE_BYTES + 32;

/** Statuses that a `Response` may not have a body with. */
const WITHOUT_BODY = new Set([204, 205, 304]);

export interface RequestInput {
  method?: string;
  headers?: Record<string, string>;
  body?: string | FormData;
  /** Otherwise a redirect is an answer like any other. */
  followsRedirects?: boolean;
  /** The answer is something somebody sent. */
  isFile?: boolean;
}

/**
 * One HTTP request, through the proxy of `HTTPS_PROXY` where there is one. Its failure never names the address, which
 * may carry a token. @throws Unreachable; GenjinError `too-large` for a file
 */
export async function request(
  call: string,
  url: string,
  { method = 'GET', headers, body, followsRedirects, isFile }: RequestInput,
  withinMs: number,
): Promise<Response> {
  const maxContentLength = isFile ? MAX_FILE_ANSWER_BYTES : MAX_ANSWER_BYTES;
  try {
    const answer = await axios.request<ArrayBuffer>({
      url,
      method,
      data: body,
      ...(headers ? { headers } : {}),
      responseType: 'arraybuffer',
      validateStatus: () => true,
      maxRedirects: followsRedirects ? 5 : 0,
      maxContentLength,
      signal: AbortSignal.timeout(withinMs),
    });
    const bytes = WITHOUT_BODY.has(answer.status) ? null : answer.data;
    return new Response(bytes, { status: answer.status, headers: headersOf(answer.headers) });
  } catch (error) {
    if (isFile && /^maxContentLength /.test(errorText(error))) throw fileTooLarge(maxContentLength);
    throw new Unreachable(call, reasonOf(error), NO_CONNECTION.has(codeOf(error)));
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function headersOf(headers: object): Headers {
  const one = new Headers();
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') one.set(name, value);
  return one;
}

/** The answer as JSON; undefined when it is none. @throws Unreachable when it breaks off */
export async function answeredJson(call: string, response: Response): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw new Unreachable(call, reasonOf(error));
  });
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? errorText(error.cause) : '';
  return `no answer (${cause || errorText(error)})`.slice(0, MAX_REASON);
}
