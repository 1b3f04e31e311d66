import { z } from 'zod';
import { GenjinError, type Problem } from '../core/errors.ts';
import { type DingtalkSettings, dingtalkEnv, readDingtalk } from './dingtalk-env.ts';
import {
  readWecom,
  readWecomBot,
  readWecomGroups,
  type WecomBotSettings,
  type WecomGroups,
  type WecomSettings,
  wecomEnv,
} from './wecom-env.ts';

const text = z.string().trim().min(1);
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/**
 * Every setting the product reads from its environment; .env.example explains them. An empty value counts as not
 * set: an empty secret must never become a secret.
 */
const envSchema = z.object({
  PORT: optional(z.coerce.number({ error: '必须是端口号' }).int().min(0).max(65_535)).default(3000),
  HOST: optional(text),
  DATA_DIR: optional(text).default('./data'),
  MONGODB_URI: optional(
    z.string().regex(/^mongodb(\+srv)?:\/\//, '必须以 mongodb:// 或 mongodb+srv:// 开头'),
  ),
  EMBEDDED_PORT: optional(z.coerce.number({ error: '必须是端口号' }).int().min(1).max(65_535)),
  BACKUP_DIR: optional(text),
  BACKUP_AT: optional(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '必须是时刻，例如 03:20')).default(
    '03:20',
  ),
  BACKUP_KEEP: optional(z.coerce.number({ error: '必须是份数，例如 14' }).int().min(1).max(1_000)).default(
    14,
  ),
  PLAYBOOK: optional(text),
  API_KEYS: optional(text),
  LOG_LEVEL: optional(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])).default('info'),
  ROLE: optional(z.enum(['all', 'web', 'worker'])).default('all'),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/, error: '必须是 http:// 或 https:// 开头的网址' })),
  TRUST_PROXY: optional(
    z.coerce.number({ error: '必须是反向代理的层数，例如 1' }).int().min(0).max(10),
  ).default(0),
  SIMULATOR: optional(z.enum(['on', 'off'])),
  SIMULATOR_NOW: optional(
    z.iso.datetime({ offset: true, error: '必须是带时区的 ISO 时间，例如 2026-11-23T09:00:00+08:00' }),
  ),
  SIMULATOR_TEAM: optional(text),
  SIMULATOR_ALLOW_REMOTE: optional(z.enum(['yes', 'no'])).default('no'),
  SMTP_URL: optional(z.string().regex(/^smtps?:\/\//, '必须以 smtp:// 或 smtps:// 开头')),
  MAIL_FROM: optional(text).default('Genjin 跟进 <genjin@localhost>'),
  ...wecomEnv,
  ...dingtalkEnv,
});

/** Their names. */
export const SETTINGS: readonly string[] = Object.keys(envSchema.shape);

export interface Config {
  port: number;
  host: string;
  dataDir: string;
  /** Absent: the embedded database in `dataDir`. */
  mongodbUri?: string | undefined;
  /** The loopback port on which the embedded database answers too, for MongoDB's own tools. */
  embeddedPort?: number | undefined;
  /** Every day at `at` (`03:20`, in the playbook's time zone) a backup in `folder`, the newest `keep` of which stay. */
  backup?: { folder: string; at: string; keep: number } | undefined;
  /** Path of the playbook file published at start; the newest published one when absent. */
  playbook?: string | undefined;
  /** Keys that may only submit; the demo's own may do everything. Others are made by command. */
  apiKeys: string[];
  logLevel: string;
  role: 'all' | 'web' | 'worker';
  publicUrl: string;
  /** Reverse proxies in front whose X-Forwarded-For is believed. */
  trustedProxies: number;
  /** Present when the simulator stands in for a chat platform; `team`: file of the people an empty one begins with. */
  simulator?: { now?: Date | undefined; team?: string | undefined } | undefined;
  wecom?: WecomSettings | undefined;
  wecomBot?: WecomBotSettings | undefined;
  /** Group chats to announce to, and where the API is. */
  wecomGroups?: { groups: WecomGroups; apiBase: string } | undefined;
  dingtalk?: DingtalkSettings | undefined;
  smtpUrl?: string | undefined;
  mailFrom: string;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
export const DEMO_KEY = 'demo';

/**
 * Reads the settings. Without any it is the demo: simulator, loopback only, key `demo`.
 * @throws GenjinError `config` with one problem per wrong setting
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = envSchema.safeParse(env);
  if (!parsed.success) {
    throw configError(parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message })));
  }
  const e = parsed.data;
  const wecom = readWecom(e);
  const bot = readWecomBot(e, wecom.settings !== undefined);
  const groups = readWecomGroups(e, wecom.settings !== undefined);
  const dingtalk = readDingtalk(e);
  const connected = (wecom.settings ?? bot.settings ?? dingtalk.settings) !== undefined;
  const simulated = e.SIMULATOR ? e.SIMULATOR === 'on' : !connected;
  const host = e.HOST ?? (simulated ? '127.0.0.1' : '0.0.0.0');
  const problems: Problem[] = [...wecom.problems, ...bot.problems, ...groups.problems, ...dingtalk.problems];
  const isIncomplete = problems.length > 0;
  if (simulated && !LOOPBACK.has(host) && e.SIMULATOR_ALLOW_REMOTE !== 'yes') {
    problems.push({
      path: 'HOST',
      message: '模拟器没有登录，只能监听本机；确实要对外演示时设置 SIMULATOR_ALLOW_REMOTE=yes',
    });
  }
  if (!simulated && !connected && !isIncomplete)
    problems.push({
      path: 'SIMULATOR',
      message: '没有连接任何聊天平台：请设置 WECOM_* 或 DINGTALK_*，或以 SIMULATOR=on 运行',
    });
  if (simulated && connected)
    problems.push({ path: 'SIMULATOR', message: '模拟器不能与企业微信、钉钉同时运行：请去掉 SIMULATOR=on' });
  if (!simulated && e.SIMULATOR_TEAM)
    problems.push({ path: 'SIMULATOR_TEAM', message: '只用于模拟器；正式运行时人员来自聊天平台' });
  if (e.BACKUP_DIR && e.MONGODB_URI)
    problems.push({
      path: 'BACKUP_DIR',
      message: '只备份内置数据库；设置了 MONGODB_URI 时请用 mongodump，并复制 DATA_DIR/files',
    });
  const apiKeys = (e.API_KEYS ?? (simulated ? DEMO_KEY : '')).split(',').map((key) => key.trim());
  const weak = e.API_KEYS ? apiKeys.filter((key) => key.length < 16) : [];
  if (weak.length) problems.push({ path: 'API_KEYS', message: '每个密钥至少 16 个字符，用逗号分隔' });
  if (problems.length) throw configError(problems);
  return {
    port: e.PORT,
    host,
    dataDir: e.DATA_DIR,
    mongodbUri: e.MONGODB_URI,
    embeddedPort: e.EMBEDDED_PORT,
    backup: e.BACKUP_DIR ? { folder: e.BACKUP_DIR, at: e.BACKUP_AT, keep: e.BACKUP_KEEP } : undefined,
    playbook: e.PLAYBOOK,
    apiKeys: apiKeys.filter(Boolean),
    logLevel: e.LOG_LEVEL,
    role: e.ROLE,
    publicUrl: e.PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${e.PORT}`,
    trustedProxies: e.TRUST_PROXY,
    simulator: simulated
      ? { now: e.SIMULATOR_NOW ? new Date(e.SIMULATOR_NOW) : undefined, team: e.SIMULATOR_TEAM }
      : undefined,
    wecom: wecom.settings,
    wecomBot: bot.settings,
    wecomGroups: groups.settings,
    dingtalk: dingtalk.settings,
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
  };
}

function configError(problems: Problem[]): GenjinError {
  const lines = problems.map((p) => `${p.path}: ${p.message}`).join('\n');
  return new GenjinError('config', lines, { userText: lines, problems });
}
