import axios from 'axios';
import { errorText } from '../core/errors.ts';

/** The platform did not answer, or not as documented: nobody knows whether the call took effect. */
export class Unreachable extends Error {
  constructor(call: string, why: string) {
    super(`${call}: ${why}`);
    this.name = 'Unreachable';
  }
}

/** What is longer is cut off: only for the log. */
export const MAX_REASON = 300;

/** No platform hands out larger files. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Statuses that a `Response` may not have a body with. */
const WITHOUT_BODY = new Set([204, 205, 304]);

export interface RequestInput {
  method?: string;
  headers?: Record<string, string>;
  body?: string | FormData;
  /** Otherwise a redirect is an answer like any other. */
  followsRedirects?: boolean;
}

/**
 * One HTTP request, through the proxy of `HTTPS_PROXY` where there is one. Its failure never names the address, which
 * may carry a token. @throws Unreachable
 */
export async function request(
  call: string,
  url: string,
  { method = 'GET', headers, body, followsRedirects }: RequestInput,
  withinMs: number,
): Promise<Response> {
  try {
    const answer = await axios.request<ArrayBuffer>({
      url,
      method,
      data: body,
      ...(headers ? { headers } : {}),
      responseType: 'arraybuffer',
      validateStatus: () => true,
      maxRedirects: followsRedirects ? 5 : 0,
      maxContentLength: MAX_ANSWER_BYTES,
      signal: AbortSignal.timeout(withinMs),
    });
    const bytes = WITHOUT_BODY.has(answer.status) ? null : answer.data;
    return new Response(bytes, { status: answer.status, headers: headersOf(answer.headers) });
  } catch (error) {
    throw new Unreachable(call, reasonOf(error));
  }
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
