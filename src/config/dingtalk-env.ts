import { z } from 'zod';
import type { Problem } from '../core/errors.ts';
import { groupList } from './group-list.ts';

/** The connection to one internal app of DingTalk. */
export interface DingtalkSettings {
  /** AppKey; also the robot's code. */
  clientId: string;
  clientSecret: string;
  /** How DingTalk reaches us: over a socket we open, or by posting to `/dingtalk/…`. */
  mode: 'stream' | 'http';
  /** The company's id; only for HTTP. Without it, the company of the first message is taken at its word. */
  corpId?: string | undefined;
  /** Token and key of the event subscription; only for HTTP. */
  events?: { token: string; aesKey: string } | undefined;
  /** The published card template; without one, cards are messages with links that send text. */
  cardTemplateId?: string | undefined;
  /** The app's number; with it, work notices reach those the robot cannot. */
  agentId?: string | undefined;
  /** Where promised contacts stand, where the playbook asks for that. */
  promisesAs: 'calendar' | 'todo' | 'both';
  /** Groups that are announced to: openConversationId by name. */
  groups?: Record<string, string> | undefined;
  /** What the company may use in a month, all its apps together. */
  monthly: { calls: number; messages: number };
  /** Calls a second that DingTalk takes. */
  qps: number;
  /** `https://api.dingtalk.com` and `https://oapi.dingtalk.com`, or whoever stands in; no slash at the end. */
  apiBase: string;
  oapiBase: string;
  /** Where pages log in: `https://login.dingtalk.com`, or whoever stands in. */
  oauthBase: string;
}

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
/** Credentials copied from a web page bring spaces along, and DingTalk refuses them as wrong. */
const text = z.string().trim().min(1);
const base = z.url({ protocol: /^https?$/, error: '必须是 http:// 或 https:// 开头的网址' });
const count = z.coerce.number({ error: '必须是正整数' }).int().positive();

/** The environment's names. */
export const dingtalkEnv = {
  DINGTALK_CLIENT_ID: optional(text),
  DINGTALK_CLIENT_SECRET: optional(text),
  DINGTALK_MODE: optional(z.enum(['stream', 'http'])).default('stream'),
  DINGTALK_CORP_ID: optional(text),
  DINGTALK_TOKEN: optional(
    z.string().regex(/^[A-Za-z0-9]{3,32}$/, '必须是 3–32 个字母或数字，与开放平台的一致'),
  ),
  DINGTALK_AES_KEY: optional(
    z.string().regex(/^[A-Za-z0-9]{43}$/, '必须是 43 个字母或数字，与开放平台的一致'),
  ),
  DINGTALK_CARD_TEMPLATE_ID: optional(text),
  DINGTALK_AGENT_ID: optional(z.string().regex(/^\d{1,15}$/, '必须是数字')),
  DINGTALK_PROMISES_AS: optional(z.enum(['calendar', 'todo', 'both'])).default('calendar'),
  DINGTALK_GROUPS: optional(groupList),
  DINGTALK_QPS: optional(count).default(20),
  DINGTALK_MONTHLY_CALLS: optional(count).default(5_000),
  DINGTALK_MONTHLY_MESSAGES: optional(count).default(3_000),
  DINGTALK_API_BASE: optional(base).default('https://api.dingtalk.com'),
  DINGTALK_OAPI_BASE: optional(base).default('https://oapi.dingtalk.com'),
  DINGTALK_OAUTH_BASE: optional(base).default('https://login.dingtalk.com'),
};

const schema = z.object(dingtalkEnv);
const REQUIRED = ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'] as const;

/** @returns no settings when DingTalk is not to be connected; a problem for each name that is missing */
export function readDingtalk(env: z.output<typeof schema>): {
  settings?: DingtalkSettings;
  problems: Problem[];
} {
  const { DINGTALK_CLIENT_ID: clientId, DINGTALK_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret) {
    const { DINGTALK_TOKEN: token, DINGTALK_AES_KEY: aesKey } = env;
    const settings = {
      clientId,
      clientSecret,
      mode: env.DINGTALK_MODE,
      corpId: env.DINGTALK_CORP_ID,
      events: token && aesKey ? { token, aesKey } : undefined,
      cardTemplateId: env.DINGTALK_CARD_TEMPLATE_ID,
      agentId: env.DINGTALK_AGENT_ID,
      promisesAs: env.DINGTALK_PROMISES_AS,
      groups: env.DINGTALK_GROUPS,
      qps: env.DINGTALK_QPS,
      monthly: { calls: env.DINGTALK_MONTHLY_CALLS, messages: env.DINGTALK_MONTHLY_MESSAGES },
      apiBase: env.DINGTALK_API_BASE.replace(/\/+$/, ''),
      oapiBase: env.DINGTALK_OAPI_BASE.replace(/\/+$/, ''),
      oauthBase: env.DINGTALK_OAUTH_BASE.replace(/\/+$/, ''),
    };
    return { settings, problems: [] };
  }
  const missing = clientId || clientSecret ? REQUIRED.filter((name) => env[name] === undefined) : [];
  const message = '连接钉钉时必须设置；见 docs/dingtalk.zh-CN.md';
  return { problems: missing.map((path) => ({ path, message })) };
}
