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

/** One HTTP request. Its failure never names the address, which may carry a token. @throws Unreachable */
export async function request(
  call: string,
  url: string,
  init: RequestInit,
  withinMs: number,
): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'error', ...init, signal: AbortSignal.timeout(withinMs) });
  } catch (error) {
    throw new Unreachable(call, reasonOf(error));
  }
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
