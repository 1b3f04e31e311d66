import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import type { MockRequest } from '../mock-http.ts';
import { type Answer, no, ok } from './mock-company.ts';

const CODE_LIVES_MS = 5 * 60_000;
const common = {
  appid: z.string(),
  redirect_uri: z.url(),
  state: z.string().regex(/^[a-zA-Z0-9]{1,128}$/),
  agentid: z.string(),
};
const schemas = new Map<
  string,
  z.ZodType<{ appid: string; redirect_uri: string; state: string; agentid: string }>
>([
  [
    '/connect/oauth2/authorize',
    z.strictObject({ ...common, response_type: z.literal('code'), scope: z.literal('snsapi_base') }),
  ],
  ['/wwlogin/sso/login', z.strictObject({ ...common, login_type: z.literal('CorpApp') })],
]);

/** OAuth2 and the JS-SDK's tickets of one app. Whoever opens the page says who they are; codes are good once. */
export class MockLogin {
  /** The app's trusted domain, as `host:port`; absent: any. */
  trustedDomain: string | undefined;
  ticketsIssued = 0;
  private readonly clock: Clock;
  private readonly app: { corpId: string; agentId: number };
  private readonly codes = new Map<string, { userId: string; until: number; used: boolean }>();

  constructor(clock: Clock, app: { corpId: string; agentId: number }) {
    this.clock = clock;
    this.app = app;
  }

  /** Where WeCom sends this member's browser back to. @throws Error for a request WeCom would show an error for */
  authorise(address: string | URL, userId: string): string {
    const { pathname, searchParams } = new URL(address, 'http://mock');
    const asked = schemas.get(pathname)?.parse(Object.fromEntries(searchParams));
    if (!asked) throw new Error(`no login at ${pathname}`);
    if (asked.appid !== this.app.corpId || asked.agentid !== String(this.app.agentId))
      throw new Error('50001 app');
    const back = new URL(asked.redirect_uri);
    if (this.trustedDomain && back.host !== this.trustedDomain) throw new Error('50001 redirect_uri');
    const code = `code-${this.codes.size + 1}`;
    this.codes.set(code, { userId, until: this.clock.now().getTime() + CODE_LIVES_MS, used: false });
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.state);
    return back.href;
  }

  /** Is this one of the addresses browsers are sent to? */
  isAt(pathname: string): boolean {
    return schemas.has(pathname);
  }

  /** Null when it is none of these calls. */
  answer({ call, query }: MockRequest): Answer | null {
    if (call === 'auth/getuserinfo') return this.identify(query.get('code') ?? '');
    const isApp = call === 'ticket/get' && query.get('type') === 'agent_config';
    if (!isApp && call !== 'get_jsapi_ticket') return null;
    this.ticketsIssued++;
    return { ...ok(), ticket: isApp ? 'ticket-of-the-app' : 'ticket-of-the-company', expires_in: 7_200 };
  }

  private identify(code: string): Answer {
    const issued = this.codes.get(code);
    if (!issued) return no(40029, 'invalid code');
    if (issued.used) return no(42022, 'code used');
    if (issued.until <= this.clock.now().getTime()) return no(42003, 'code expired');
    issued.used = true;
    // Somebody from outside the company has an openid only.
    return issued.userId ? { ...ok(), userid: issued.userId } : { ...ok(), openid: 'o-stranger' };
  }
}
