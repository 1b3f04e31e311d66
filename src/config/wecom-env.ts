import { z } from 'zod';
import type { Problem } from '../core/errors.ts';
import { groupList } from './group-list.ts';

/** The connection to one self-built app of WeCom. */
export interface WecomSettings {
  corpId: string;
  agentId: number;
  secret: string;
  /** Token and key of 接收消息 → 设置API接收. */
  token: string;
  aesKey: string;
  /** `https://qyapi.weixin.qq.com`, or whoever stands in for it; without a slash at the end. */
  apiBase: string;
  /** In place of the two addresses of WeCom at which browsers log in. */
  oauthBase?: string | undefined;
  /** Person-messages the app may send in a day: the company's account limit × 200. Not counted when absent. */
  dailyMessages?: number | undefined;
}

/** The connection to one 智能机器人 over its own WebSocket, which needs no public address. */
export interface WecomBotSettings {
  botId: string;
  secret: string;
  /** `wss://openws.work.weixin.qq.com`, or whoever stands in for it; WeCom's own when absent. */
  wsUrl?: string | undefined;
  /** File that lists the members, where there is no self-built app to ask. */
  members?: string | undefined;
}

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const text = z.string().trim().min(1);

const address = z
  .url({ protocol: /^https?$/, error: '必须是 http:// 或 https:// 开头的网址' })
  .transform((url) => url.replace(/\/+$/, ''));

/** The environment's names, all of them or none. */
export const wecomEnv = {
  WECOM_CORP_ID: optional(text),
  WECOM_AGENT_ID: optional(
    z
      .string()
      .regex(/^\d{1,10}$/, '必须是数字，见管理后台 → 应用 → AgentId')
      .transform(Number),
  ),
  WECOM_SECRET: optional(text),
  WECOM_TOKEN: optional(
    z.string().regex(/^[A-Za-z0-9]{1,32}$/, '必须是 1–32 个字母或数字，与管理后台填写的一致'),
  ),
  WECOM_AES_KEY: optional(
    z.string().regex(/^[A-Za-z0-9]{43}$/, '必须是 43 个字母或数字，与管理后台的 EncodingAESKey 一致'),
  ),
  WECOM_DAILY_MESSAGES: optional(
    z.coerce.number({ error: '必须是正整数：企业帐号上限 × 200' }).int().positive(),
  ),
  WECOM_BOT_ID: optional(text),
  WECOM_BOT_SECRET: optional(text),
  WECOM_MEMBERS: optional(text),
  WECOM_WS_URL: optional(z.url({ protocol: /^wss?$/, error: '必须是 ws:// 或 wss:// 开头的网址' })),
  WECOM_GROUPS: optional(groupList),
  WECOM_API_BASE: optional(address),
  WECOM_OAUTH_BASE: optional(address),
};

const schema = z.object(wecomEnv);
const REQUIRED = ['WECOM_CORP_ID', 'WECOM_AGENT_ID', 'WECOM_SECRET', 'WECOM_TOKEN', 'WECOM_AES_KEY'] as const;
const API = 'https://qyapi.weixin.qq.com';

/** @returns no settings when WeCom is not to be connected; a problem for each name that is missing */
export function readWecom(env: z.output<typeof schema>): {
  settings?: WecomSettings;
  problems: Problem[];
} {
  const { WECOM_CORP_ID, WECOM_AGENT_ID, WECOM_SECRET, WECOM_TOKEN, WECOM_AES_KEY, WECOM_API_BASE } = env;
  if (!REQUIRED.some((name) => env[name] !== undefined)) return { problems: [] };
  if (WECOM_CORP_ID && WECOM_AGENT_ID !== undefined && WECOM_SECRET && WECOM_TOKEN && WECOM_AES_KEY) {
    const app = { corpId: WECOM_CORP_ID, agentId: WECOM_AGENT_ID, secret: WECOM_SECRET };
    const bases = { apiBase: WECOM_API_BASE ?? API, oauthBase: env.WECOM_OAUTH_BASE };
    const keys = { token: WECOM_TOKEN, aesKey: WECOM_AES_KEY };
    return { settings: { ...app, ...keys, ...bases, dailyMessages: env.WECOM_DAILY_MESSAGES }, problems: [] };
  }
  const missing = REQUIRED.filter((name) => env[name] === undefined);
  return {
    problems: missing.map((path) => ({ path, message: '连接企业微信时必须设置；见 docs/wecom.zh-CN.md' })),
  };
}

/** Group chats that are announced to, by name: a group robot's key, or `chat:` and the id of a group of the app's. */
export type WecomGroups = Record<string, string>;

const APP_CHAT = /^chat:/;

export function readWecomGroups(
  env: z.output<typeof schema>,
  hasApp: boolean,
): { settings?: { groups: WecomGroups; apiBase: string }; problems: Problem[] } {
  const { WECOM_GROUPS: groups, WECOM_API_BASE: apiBase = API } = env;
  if (!groups) return { problems: [] };
  const orphaned = !hasApp && Object.values(groups).some((address) => APP_CHAT.test(address));
  const message = 'chat: 开头的是自建应用的群，须同时连接自建应用；群机器人请写它的 key';
  return { settings: { groups, apiBase }, problems: orphaned ? [{ path: 'WECOM_GROUPS', message }] : [] };
}

/** @returns no settings when the bot is not to be connected */
export function readWecomBot(
  env: z.output<typeof schema>,
  hasApp: boolean,
): { settings?: WecomBotSettings; problems: Problem[] } {
  const { WECOM_BOT_ID: botId, WECOM_BOT_SECRET: secret, WECOM_MEMBERS: members } = env;
  if (botId === undefined && secret === undefined) return { problems: [] };
  const missing = (['WECOM_BOT_ID', 'WECOM_BOT_SECRET'] as const).filter((name) => env[name] === undefined);
  const problems = missing.map((path) => ({
    path,
    message: '连接智能机器人时必须设置；见 docs/wecom.zh-CN.md',
  }));
  if (!hasApp && members === undefined) {
    const message = '只用智能机器人时读不到通讯录：请用一个文件列出成员，见 docs/wecom.zh-CN.md';
    return { problems: [...problems, { path: 'WECOM_MEMBERS', message }] };
  }
  if (botId === undefined || secret === undefined) return { problems };
  return { settings: { botId, secret, members, wsUrl: env.WECOM_WS_URL }, problems };
}
