import { z } from 'zod';
import type { Login } from '../platform.ts';
import { type RequestInput, request } from '../remote.ts';
import { staleCode } from '../stale-code.ts';
import { type DingtalkApi, JSON_HEADERS, judge } from './api.ts';
import { DingtalkError } from './errors.ts';

export interface DingtalkLoginDeps {
  api: Pick<DingtalkApi, 'old'>;
  clientId: string;
  clientSecret: string;
  apiBase: string;
  /** `https://login.dingtalk.com`, or whoever stands in. */
  oauthBase: string;
}

const WITHIN_MS = 10_000;
const granted = z.object({ accessToken: z.string().min(1) });
const me = z.object({ unionId: z.string().min(1) });
/** 0 for colleagues, 1 for contacts from outside. */
const colleague = z.object({ result: z.object({ userid: z.string().min(1), contact_type: z.number() }) });
/** A code that is none, late or used. */
const STALE = /^(40078|invalidParameter\.authCode\..+)$/;
/** Nobody of this company. */
const NOBODY = '60121';

/**
 * Login by DingTalk's OAuth2 page rather than by `dd.requestAuthCode`: it is one redirect in the client and in any
 * browser, needs no script on our pages, and works in clients of every age. All its calls are free of quota.
 */
export function dingtalkLogin({ api, clientId, clientSecret, apiBase, oauthBase }: DingtalkLoginDeps): Login {
  /** Calls that a token of the company's has no part in. */
  const ask = async <T extends z.ZodType>(path: string, init: RequestInput, schema: T) =>
    judge(path, await request(path, `${apiBase}${path}`, init, WITHIN_MS), schema);

  const unionIdOf = async (code: string): Promise<string> => {
    const body = JSON.stringify({ clientId, clientSecret, code, grantType: 'authorization_code' });
    const exchange = { method: 'POST', headers: JSON_HEADERS, body };
    const { accessToken } = await ask('/v1.0/oauth2/userAccessToken', exchange, granted);
    const headers = { ...JSON_HEADERS, 'x-acs-dingtalk-access-token': accessToken };
    return (await ask('/v1.0/contact/users/me', { headers }, me)).unionId;
  };

  return {
    isOwnClient: (userAgent) => userAgent.includes('DingTalk/'),
    authorizeUrl({ returnTo, state }) {
      const query = new URLSearchParams({
        redirect_uri: returnTo,
        response_type: 'code',
        client_id: clientId,
        scope: 'openid',
        state,
        prompt: 'consent',
      });
      return `${oauthBase}/oauth2/auth?${query}`;
    },
    async identify(code) {
      try {
        const unionid = await unionIdOf(code);
        // Anybody with a DingTalk account gets this far; only our own address book makes them somebody.
        const { result } = await api.old('/topapi/user/getbyunionid', { unionid }, colleague, { free: true });
        return result.contact_type === 0 ? result.userid : null;
      } catch (error) {
        if (error instanceof DingtalkError && STALE.test(error.code)) throw staleCode(error);
        if (error instanceof DingtalkError && error.code === NOBODY) return null;
        throw error;
      }
    },
  };
}
