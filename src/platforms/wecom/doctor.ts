import { randomBytes } from 'node:crypto';
import type { WecomGroups, WecomSettings } from '../../config/wecom-env.ts';
import type { Clock } from '../../core/clock.ts';
import { errorText } from '../../core/errors.ts';
import type { DoctorDeps, PlatformFinding } from '../doctor.ts';
import { request } from '../remote.ts';
import { seal } from '../sealed.ts';
import type { WecomApi } from './api.ts';
import { checkCalendar, checkGroups, checkReach, type WecomUse } from './doctor-rights.ts';
import { refused } from './finding.ts';
import { oneOffApi } from './one-off.ts';

/** WeCom wants its answer within a second. */
const CHECK_WITHIN_MS = 1_000;
const SKEW_MS = 60_000;
/** The company itself. */
const ROOT = 1;
const CONSOLE = '管理后台 → 应用管理 → 自建应用';

export interface WecomDoctorDeps extends DoctorDeps {
  groups?: WecomGroups | undefined;
  use?: WecomUse | undefined;
}

/** Walks the connection to WeCom, from the secret to the callback. Changes nothing, says nothing, never throws. */
export async function checkWecom(settings: WecomSettings, deps: WecomDoctorDeps): Promise<PlatformFinding[]> {
  const { groups = {}, use, clock } = deps;
  const api = oneOffApi(settings, clock);
  const time = await checkTime(settings.apiBase, clock);
  const secret = await checkSecret(api);
  const signedIn = secret.state === 'ok';
  return [
    time,
    secret,
    ...(signedIn ? [await checkApp(api), await checkCalendar(api, use)] : []),
    ...(signedIn && use ? [await checkReach(api, use.carriers)] : []),
    ...(await checkGroups(signedIn ? api : undefined, groups)),
    await checkCallback(settings, deps),
  ];
}

async function checkSecret(api: WecomApi): Promise<PlatformFinding> {
  try {
    await api.signIn();
    return { key: 'wecom-token', state: 'ok', text: '企业 ID 和 Secret 有效' };
  } catch (error) {
    return refused('wecom-token', error);
  }
}

async function checkApp(api: WecomApi): Promise<PlatformFinding> {
  const key = 'wecom-app';
  try {
    const app = await api.appInfo();
    if (app.close) {
      return { key, state: 'broken', text: `应用「${app.name}」已停用`, mend: `请在${CONSOLE}启用` };
    }
    const { users, departments, tags } = app;
    const groups = departments.includes(ROOT) ? '' : '；不含根部门，应用不能建群';
    const range = `成员 ${users.length}，部门 ${departments.length}，标签 ${tags.length}${groups}`;
    if (users.length + departments.length + tags.length > 0) {
      return { key, state: 'ok', text: `应用「${app.name}」，可见范围：${range}` };
    }
    const mend = `请在${CONSOLE} → 可见范围 中加入要使用的部门`;
    return { key, state: 'broken', text: `应用「${app.name}」的可见范围是空的，谁也收不到消息`, mend };
  } catch (error) {
    return refused(key, error);
  }
}

/** Asks the callback the question WeCom asks when the URL is saved. */
async function checkCallback(
  settings: WecomSettings,
  { publicUrl, clock }: DoctorDeps,
): Promise<PlatformFinding> {
  const key = 'wecom-callback';
  const address = `${publicUrl}/wecom/callback`;
  const keys = { token: settings.token, encodingAesKey: settings.aesKey, receiveId: settings.corpId };
  const question = randomBytes(8).toString('hex');
  const at = {
    timestamp: String(Math.floor(clock.now().getTime() / 1000)),
    nonce: randomBytes(4).toString('hex'),
  };
  const { signature, timestamp, nonce, encrypted } = seal(keys, question, at);
  const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce, echostr: encrypted });
  const mend = `请确认机器人正在运行，${address} 能从公网经 HTTPS 访问，代理不改写内容；再到${CONSOLE} → 接收消息 保存一次`;
  try {
    const response = await request('callback', `${address}?${query}`, {}, CHECK_WITHIN_MS);
    if (response.status === 200 && (await response.text()) === question) {
      return publicUrl.startsWith('https://')
        ? { key, state: 'ok', text: `回调 ${address} 能验证并解密` }
        : { key, state: 'warn', text: `回调 ${address} 能解密，但不是 HTTPS 地址`, mend };
    }
    const text = `回调 ${address} 答得不对（HTTP ${response.status}）`;
    return { key, state: 'broken', text, mend: `${mend}；WECOM_TOKEN、WECOM_AES_KEY 须与运行中的一致` };
  } catch (error) {
    return { key, state: 'broken', text: `回调 ${address} 1 秒内没有应答（${errorText(error)}）`, mend };
  }
}

/** By the clock in WeCom's answers. */
async function checkTime(base: string, clock: Clock): Promise<PlatformFinding> {
  const key = 'wecom-time';
  try {
    const response = await request('gettoken', `${base}/cgi-bin/gettoken`, {}, 5_000);
    const theirs = Date.parse(response.headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return { key, state: 'skipped', text: '企业微信的应答没有带时间' };
    const off = Math.round(Math.abs(theirs - clock.now().getTime()) / 1000);
    const text = `本机时间与企业微信相差 ${off} 秒`;
    if (off * 1000 <= SKEW_MS) return { key, state: 'ok', text };
    return { key, state: 'warn', text, mend: '请开启时间同步；相差超过 15 分钟时会拒收回调' };
  } catch (error) {
    const mend = '请检查网络、代理和防火墙是否放行 qyapi.weixin.qq.com';
    return { key, state: 'broken', text: `连不上 ${base}（${errorText(error)}）`, mend };
  }
}
