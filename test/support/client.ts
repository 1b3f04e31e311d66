/** One answer of the product, its JSON read when it is some. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a story asks of an answer, its expectations check.
  body: any;
}

export type Ask = (path: string, init?: RequestInit) => Promise<Answer>;

/** Requests to whichever address the product has at the moment. */
export function createClient(url: () => string): Ask {
  return async (path, init) => {
    const response = await fetch(`${url()}${path}`, init);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  };
}

export function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** The answer, which must be a success. */
export async function ok(answer: Promise<Answer>): Promise<Answer> {
  const given = await answer;
  if (given.status >= 300) throw new Error(`answered ${given.status}: ${given.text.slice(0, 500)}`);
  return given;
}
