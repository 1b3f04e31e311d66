import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DingtalkSettings } from '../../config/dingtalk-env.ts';
import type { Clock } from '../../core/clock.ts';
import { errorText } from '../../core/errors.ts';
import type { DoctorDeps, PlatformFinding } from '../doctor.ts';
import { SendError } from '../platform.ts';
import { request } from '../remote.ts';
import { openSealed, seal } from '../sealed.ts';
import { DingtalkApi, isRefused, JSON_HEADERS } from './api.ts';
import { deliverCard } from './cards/card-api.ts';
import { renderTemplate } from './cards/template.ts';
import { adviceOf, DingtalkError } from './errors.ts';
import { openGateway } from './gateway.ts';
import { readMembers } from './members.ts';

const sealedAnswer = z.object({
  msg_signature: z.string(),
  encrypt: z.string(),
  timeStamp: z.string(),
  nonce: z.string(),
});

/** Nobody has this id, and nothing: asking about it changes nothing, and who may not ask is told so first. */
const NOBODY = 'genjin-doctor';
const CONSOLE = '开放平台 → 应用';
const PERMISSIONS = `${CONSOLE} → 权限管理`;
const CALLBACK_WITHIN_MS = 2_000;

/** Walks the connection to DingTalk, permission by permission. Nobody gets anything of it, and it never throws. */
export async function checkDingtalk(
  settings: DingtalkSettings,
  { clock, publicUrl }: DoctorDeps,
): Promise<PlatformFinding[]> {
  const api = oneOffApi(settings, clock);
  const credentials = await check('dingtalk-token', '', async () => {
    await api.signIn();
    return 'Client ID 和 Client Secret 有效';
  });
  if (credentials.state !== 'ok') return [credentials];
  const { mode, promisesAs } = settings;
  return [
    credentials,
    mode === 'http' ? await checkCallbacks(settings, publicUrl, clock) : await checkStream(settings),
    await check('dingtalk-directory', '通讯录部门信息读权限、成员信息读权限', async () => {
      const members = await readMembers(api);
      if (members.length) return `通讯录可以读取，可见 ${members.length} 人`;
      throw new DingtalkError('directory', '50002', '通讯录里一个人也没有');
    }),
    await check('dingtalk-robot', '企业内机器人发送消息权限（qyapi_robot_sendmsg）', async () => {
      const message = { msgKey: 'sampleText', msgParam: JSON.stringify({ content: '检查' }) };
      const body = { robotCode: settings.clientId, userIds: [NOBODY], ...message };
      await unlessRefusedAs(['recipient', 'bug'], () =>
        api.call('POST', '/v1.0/robot/oToMessages/batchSend', body, z.unknown()),
      );
      return '有机器人发送消息的权限';
    }),
    await checkCards(api, settings),
    ...(promisesAs === 'todo' ? [] : [await checkPlans(api, 'calendar')]),
    ...(promisesAs === 'calendar' ? [] : [await checkPlans(api, 'todo')]),
    aboutLogin(publicUrl),
  ];
}

function checkStream(settings: DingtalkSettings): Promise<PlatformFinding> {
  return check('dingtalk-stream', '', async () => {
    await openGateway(settings);
    return 'Stream 网关接受这个应用';
  });
}

/** Asks the address for events what DingTalk asks when it is saved. */
async function checkCallbacks(
  { events, clientId }: DingtalkSettings,
  publicUrl: string,
  clock: Clock,
): Promise<PlatformFinding> {
  const key = 'dingtalk-callback';
  const address = `${publicUrl}/dingtalk/events`;
  const mend = `请确认机器人正在运行，${address} 能从公网经 HTTPS 访问，DINGTALK_TOKEN、DINGTALK_AES_KEY 与${CONSOLE} → 事件订阅 一致`;
  if (!events)
    return { key, state: 'warn', text: '没有设置 DINGTALK_TOKEN、DINGTALK_AES_KEY，收不到人员变动', mend };
  const keys = { token: events.token, encodingAesKey: events.aesKey, receiveId: clientId };
  const at = { timestamp: String(clock.now().getTime()), nonce: randomUUID() };
  const { signature: msg_signature, encrypted: encrypt } = seal(
    keys,
    JSON.stringify({ EventType: 'check_url' }),
    at,
  );
  const init = { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify({ encrypt }) };
  const query = new URLSearchParams({ msg_signature, ...at });
  try {
    const response = await request('callback', `${address}?${query}`, init, CALLBACK_WITHIN_MS);
    const answer = sealedAnswer.safeParse(await response.json().catch(() => null)).data;
    const opened =
      answer &&
      openSealed(
        keys,
        {
          signature: answer.msg_signature,
          timestamp: answer.timeStamp,
          nonce: answer.nonce,
          encrypted: answer.encrypt,
        },
        clock.now(),
      );
    if (opened === 'success') return { key, state: 'ok', text: `回调 ${address} 能验证并解密` };
    return { key, state: 'broken', text: `回调 ${address} 答得不对（HTTP ${response.status}）`, mend };
  } catch (error) {
    return { key, state: 'broken', text: `回调 ${address} 没有正确应答（${errorText(error)}）`, mend };
  }
}

/** Creates a card for nobody: a template that cannot be used is named, whatever else DingTalk does not like. */
async function checkCards(
  api: DingtalkApi,
  { cardTemplateId, clientId }: DingtalkSettings,
): Promise<PlatformFinding> {
  const key = 'dingtalk-cards';
  if (!cardTemplateId) {
    const mend = '建好模板后设置 DINGTALK_CARD_TEMPLATE_ID，按钮就能原地变化；见 docs/dingtalk.zh-CN.md';
    return { key, state: 'warn', text: '没有互动卡片模板，卡片是带链接的消息', mend };
  }
  return check(key, '互动卡片实例写权限（Card.Instance.Write）', async () => {
    const { card } = renderTemplate({ kind: 'text', title: '检查', facts: [], buttons: [] }, cardTemplateId);
    const target = { outTrackId: `${NOBODY}-${randomUUID()}`, userId: NOBODY, robotCode: clientId };
    await unlessRefusedAs(['recipient', 'bug'], () =>
      deliverCard(api, { ...target, templateId: cardTemplateId }, card, { callbackType: 'STREAM' }),
    );
    return '有互动卡片的权限，模板已发布；变量名对不对要看第一张卡片';
  });
}

function checkPlans(api: DingtalkApi, where: 'calendar' | 'todo'): Promise<PlatformFinding> {
  const isTodo = where === 'todo';
  const scope = isTodo
    ? '待办应用中待办写权限（Todo.Todo.Write）'
    : '日历应用中日程写权限（Calendar.Event.Write）';
  const path = isTodo
    ? `/v1.0/todo/users/${NOBODY}/tasks/${NOBODY}?operatorId=${NOBODY}`
    : `/v1.0/calendar/users/${NOBODY}/calendars/primary/events/${NOBODY}`;
  return check(
    `dingtalk-${where}`,
    scope,
    async () => {
      await unlessRefusedAs(['recipient', 'bug'], () => api.call('DELETE', path, undefined, z.unknown()));
      return isTodo ? '可以写待办' : '可以写日程';
    },
    // Needed only where the playbook puts promised contacts there.
    'warn',
  );
}

/** DingTalk tells nobody which addresses are registered: what has to stand there is all that can be said. */
function aboutLogin(publicUrl: string): PlatformFinding {
  const key = 'dingtalk-login';
  const mend = `${CONSOLE} → 安全设置 → 重定向 URL 填 ${publicUrl}/login/dingtalk，${PERMISSIONS} 申请 通讯录个人信息读权限（Contact.User.Read）`;
  if (publicUrl.startsWith('https://'))
    return { key, state: 'skipped', text: '网页登录要在钉钉里打开一次 /board 才能确认', mend };
  return { key, state: 'warn', text: `PUBLIC_URL 是 ${publicUrl}，手机上打不开网页`, mend };
}

async function unlessRefusedAs(
  kinds: readonly DingtalkError['remedy']['kind'][],
  ask: () => Promise<unknown>,
): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (error instanceof SendError || kinds.some((kind) => isRefused(error, kind))) return;
    throw error;
  }
}

/** @param permission what the call needs, for refusals that do not say so themselves */
async function check(
  key: string,
  permission: string,
  run: () => Promise<string>,
  worst: 'broken' | 'warn' = 'broken',
): Promise<PlatformFinding> {
  try {
    return { key, state: 'ok', text: await run() };
  } catch (error) {
    if (!(error instanceof DingtalkError)) {
      const mend = '请检查网络、代理和防火墙是否放行 api.dingtalk.com、oapi.dingtalk.com 的 443 端口';
      return { key, state: worst, text: errorText(error), mend };
    }
    const advice = adviceOf(error) ?? '请按错误码查阅钉钉文档';
    const isNamed = !permission || error.scopes.length > 0 || error.remedy.kind !== 'admin';
    const mend = isNamed ? advice : `${advice}：${permission}`;
    return { key, state: worst, text: `钉钉拒绝（${error.code}）`, mend };
  }
}

/** It shares no token with the bot, so what it finds is what the settings say. */
function oneOffApi(settings: DingtalkSettings, clock: Clock): DingtalkApi {
  const kept = new Map<string, unknown>();
  return new DingtalkApi({
    ...settings,
    clock,
    owner: 'command',
    onCall: async () => {},
    onUsedUp: async () => {},
    settings: {
      get: async <T>(name: string) => kept.get(name) as T | undefined,
      set: async (name: string, value: unknown) => void kept.set(name, value),
    },
    leases: { hold: async () => true, release: async () => {} },
  });
}
