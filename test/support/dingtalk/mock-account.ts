import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import type { MockRequest } from '../mock-http.ts';
import { APP } from './mock-app.ts';
import { type Answer, no, ok } from './mock-robot.ts';

const TOKEN_LIVES_MS = 7_200_000;
/** Address book and login; notices are counted. */
const FREE = /^\/topapi\/(user|v2\/user|v2\/department)\//;

/** Who may call, and what the company has used of its month. */
export class MockAccount {
  readonly used = { calls: 0, messages: 0 };
  readonly monthly: { calls: number; messages: number };
  tokensIssued = 0;
  private readonly clock: Clock;
  private token: { value: string; until: Date } | null = null;

  constructor(clock: Clock, monthly: { calls: number; messages: number }) {
    this.clock = clock;
    this.monthly = monthly;
  }

  /** Are the month's free messages used up? */
  get isSilent(): boolean {
    return this.used.messages > this.monthly.messages;
  }

  /** DingTalk ends every token before its time. */
  expireTokens(): void {
    this.token = null;
  }

  issueToken(body: unknown): Answer {
    const parsed = z.strictObject({ appKey: z.string(), appSecret: z.string() }).safeParse(body);
    const right =
      parsed.success && parsed.data.appKey === APP.clientId && parsed.data.appSecret === APP.clientSecret;
    if (!right) return no('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
    const now = this.clock.now();
    if (!this.token || this.token.until <= now) {
      const value = `token-${++this.tokensIssued}`;
      this.token = { value, until: new Date(now.getTime() + TOKEN_LIVES_MS) };
    }
    const expireIn = Math.floor((this.token.until.getTime() - now.getTime()) / 1_000);
    return ok({ accessToken: this.token.value, expireIn });
  }

  /** A refusal, or null: then the call is counted. */
  refuses(request: MockRequest): Answer | null {
    return this.checkToken(request) ?? this.checkQuota(request);
  }

  private checkToken({ call, headers, query }: MockRequest): Answer | null {
    const isNew = call.startsWith('/v1.0/');
    const given = isNew ? headers['x-acs-dingtalk-access-token'] : query.get('access_token');
    if (this.token && given === this.token.value && this.token.until > this.clock.now()) return null;
    return isNew
      ? no('InvalidAuthentication', '不合法的access_token', 401)
      : ok({ errcode: 40014, errmsg: 'token' });
  }

  private checkQuota({ call }: MockRequest): Answer | null {
    if (FREE.test(call)) return null;
    if (++this.used.calls <= this.monthly.calls) return null;
    if (call.startsWith('/v1.0/'))
      return no('Forbidden.AccessDenied.ApiCountLimitForOrg', 'quota of the month', 403);
    return ok({ errcode: 90020, errmsg: 'quota of the month' });
  }
}
