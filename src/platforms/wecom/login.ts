import { z } from 'zod';
import type { Login } from '../platform.ts';
import { staleCode } from '../stale-code.ts';
import type { WecomApi } from './api.ts';
import { WecomError } from './errors.ts';

export interface WecomLoginDeps {
  api: Pick<WecomApi, 'get'>;
  corpId: string;
  agentId: number;
  /** Where both ways in are; WeCom's own addresses when absent. */
  oauthBase?: string | undefined;
  bridge: string;
  sign: Login['sign'];
}

/** People from outside are told by `openid` instead. */
const identity = z.object({ userid: z.string().optional() });
/** Invalid, expired, used. */
const BAD_CODES = new Set([40029, 42003, 42022]);
const IN_CLIENT = /wxwork\/|MicroMessenger\//;

/** Login by OAuth2 (path/91022, path/98151): without a tap inside WeCom, by QR code in a desktop browser. */
export function wecomLogin({ api, corpId, agentId, oauthBase, bridge, sign }: WecomLoginDeps): Login {
  return {
    bridge,
    sign,
    isOwnClient: (userAgent) => userAgent.includes('wxwork/'),
    authorizeUrl({ returnTo, state, userAgent }) {
      const common = { appid: corpId, redirect_uri: returnTo, state, agentid: String(agentId) };
      if (IN_CLIENT.test(userAgent)) {
        const base = oauthBase ?? 'https://open.weixin.qq.com';
        const query = new URLSearchParams({ ...common, response_type: 'code', scope: 'snsapi_base' });
        return `${base}/connect/oauth2/authorize?${query}#wechat_redirect`;
      }
      const base = oauthBase ?? 'https://login.work.weixin.qq.com';
      const query = new URLSearchParams({ ...common, login_type: 'CorpApp' });
      return `${base}/wwlogin/sso/login?${query}`;
    },
    async identify(code) {
      try {
        const { userid } = await api.get('auth/getuserinfo', { code }, identity);
        return userid?.toLowerCase() ?? null;
      } catch (error) {
        if (error instanceof WecomError && BAD_CODES.has(error.errcode)) throw staleCode(error);
        throw error;
      }
    },
  };
}
