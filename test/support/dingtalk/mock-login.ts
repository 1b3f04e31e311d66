import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import type { MockRequest } from '../mock-http.ts';
import { type Answer, no, ok } from './mock-robot.ts';

const CODE_LIVES_MS = 5 * 60_000;
const asked = z.strictObject({
  redirect_uri: z.url(),
  response_type: z.literal('code'),
  client_id: z.string(),
  scope: z.literal('openid'),
  state: z.string().min(1),
  prompt: z.literal('consent'),
});
const exchange = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  code: z.string(),
  grantType: z.literal('authorization_code'),
});
const byUnionId = z.strictObject({ unionid: z.string() });

/** OAuth2 of one app. Whoever opens the page says who they are; codes are good once. */
export class MockLogin {
  /** Contacts of the company's who do not work there. */
  readonly outsiders = new Set<string>();
  /** Where browsers may be sent back to, as registered in the console; absent: anywhere. */
  redirectUrl: string | undefined;
  private readonly clock: Clock;
  private readonly app: { clientId: string; clientSecret: string };
  private readonly members: { has(userId: string): boolean };
  private readonly codes = new Map<string, { userId: string; until: number; used: boolean }>();

  constructor(
    clock: Clock,
    app: { clientId: string; clientSecret: string },
    members: { has(userId: string): boolean },
  ) {
    this.clock = clock;
    this.app = app;
    this.members = members;
  }

  /** Is this the address browsers are sent to? */
  isAt(pathname: string): boolean {
    return pathname === '/oauth2/auth';
  }

  /** Where DingTalk sends this person's browser back to. @throws Error for a request it would show an error for */
  authorise(address: string | URL, userId: string): string {
    const { pathname, searchParams } = new URL(address, 'http://mock');
    if (!this.isAt(pathname)) throw new Error(`no login at ${pathname}`);
    const { client_id, redirect_uri, state } = asked.parse(Object.fromEntries(searchParams));
    if (client_id !== this.app.clientId) throw new Error('client_id');
    if (this.redirectUrl && redirect_uri !== this.redirectUrl) throw new Error('redirect_uri');
    const code = `code-${this.codes.size + 1}`;
    this.codes.set(code, { userId, until: this.clock.now().getTime() + CODE_LIVES_MS, used: false });
    const back = new URL(redirect_uri);
    back.searchParams.set('authCode', code);
    back.searchParams.set('state', state);
    return back.href;
  }

  /** What needs no token of the company's; null when it is none of these calls. */
  answerAnybody({ call, method, headers, body }: MockRequest): Answer | null {
    if (call === '/v1.0/oauth2/userAccessToken') return this.exchange(body);
    if (call !== '/v1.0/contact/users/me' || method !== 'GET') return null;
    const [, userId] = /^user-token-(.+)$/.exec(String(headers['x-acs-dingtalk-access-token'])) ?? [];
    if (!userId) return no('InvalidAuthentication', '不合法的access_token', 401);
    return ok({ nick: userId, openId: `open-${userId}`, unionId: `union-${userId}` });
  }

  /** What does; null when it is none of these calls. */
  answer({ call, body }: MockRequest): Answer | null {
    if (call !== '/topapi/user/getbyunionid') return null;
    const userid = byUnionId.parse(body).unionid.replace(/^union-/, '');
    const isOutside = this.outsiders.has(userid);
    if (!isOutside && !this.members.has(userid)) return ok({ errcode: 60121, errmsg: '找不到该用户' });
    return ok({ errcode: 0, errmsg: 'ok', result: { userid, contact_type: isOutside ? 1 : 0 } });
  }

  private exchange(body: unknown): Answer {
    const { clientId, clientSecret, code } = exchange.parse(body);
    if (clientId !== this.app.clientId || clientSecret !== this.app.clientSecret)
      return no('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
    const issued = this.codes.get(code);
    if (!issued || issued.used || issued.until <= this.clock.now().getTime())
      return no('invalidParameter.authCode.notFound', '不合法的临时authCode');
    issued.used = true;
    const accessToken = `user-token-${issued.userId}`;
    return ok({ accessToken, refreshToken: 'refresh', expireIn: 7_200 });
  }
}
