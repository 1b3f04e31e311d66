import { type Answer, type Ask, json, ok } from './client.ts';

/** A browser as far as logins need one: it keeps cookies and follows no redirect by itself. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  private readonly ask: Ask;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  async open(path: string, init: RequestInit = {}): Promise<Answer> {
    const Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.ask(path, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(Cookie ? { Cookie } : {}) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return answer;
  }

  /** Where the answer sends the browser. */
  async sentTo(path: string, init?: RequestInit): Promise<URL> {
    const answer = await this.open(path, init);
    const location = answer.headers.get('location');
    if (!location) throw new Error(`${path}: ${answer.status} leads nowhere: ${answer.text.slice(0, 300)}`);
    return new URL(location, 'http://here');
  }

  /** As a page of the product's own posts. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.open(path, json(body, { Origin: 'https://genjin.example', ...headers }));
  }

  /** From being sent to the login until back at the page that was wanted, as this person of the simulator. */
  async logsIn(userId: string, to = '/board'): Promise<URL> {
    const asked = await this.sentTo(to);
    const simulator = await this.sentTo(asked.pathname + asked.search);
    await ok(this.open(simulator.pathname + simulator.search));
    const { state = '', back = '' } = Object.fromEntries(simulator.searchParams);
    const chosen = new URLSearchParams({ state, back, user: userId });
    const home = await this.sentTo(simulator.pathname, { method: 'POST', body: chosen });
    return this.sentTo(home.pathname + home.search);
  }
}
