import { z } from 'zod';
import type { DingtalkSettings } from '../../config/dingtalk-env.ts';
import type { Clock } from '../../core/clock.ts';
import { errorText } from '../../core/errors.ts';
import { DingtalkApi } from './api.ts';
import { adviceOf, DingtalkError } from './errors.ts';
import { openGateway } from './gateway.ts';
import { readMembers } from './members.ts';

/** One line of the doctor's report, in the shape the command line lists. */
export interface DingtalkFinding {
  key: string;
  state: 'ok' | 'warn' | 'broken' | 'skipped';
  /** Chinese. */
  text: string;
  /** Chinese: what to do about it. */
  mend?: string | undefined;
}

/** Walks the connection to DingTalk, from the credentials to the address book. Sends nothing and never throws. */
export async function checkDingtalk(
  settings: DingtalkSettings,
  { clock }: { clock: Clock },
): Promise<DingtalkFinding[]> {
  const api = oneOffApi(settings, clock);
  const credentials = await check('dingtalk-token', async () => {
    await api.signIn();
    return 'Client ID 和 Client Secret 有效';
  });
  if (credentials.state !== 'ok') return [credentials];
  return [
    credentials,
    await check('dingtalk-stream', async () => {
      await openGateway(settings);
      return 'Stream 网关接受这个应用';
    }),
    await check('dingtalk-directory', async () => {
      const members = await readMembers(api);
      if (members.length) return `通讯录可以读取，可见 ${members.length} 人`;
      throw new DingtalkError('directory', '50002', '通讯录里一个人也没有');
    }),
    await checkCards(api, settings),
  ];
}

/** Asks for a change of a card that does not exist: whoever may not change cards is told so first. */
async function checkCards(api: DingtalkApi, { cardTemplateId }: DingtalkSettings): Promise<DingtalkFinding> {
  const key = 'dingtalk-cards';
  if (!cardTemplateId) {
    const mend = '建好模板后设置 DINGTALK_CARD_TEMPLATE_ID，按钮就能原地变化；见 docs/dingtalk.zh-CN.md';
    return { key, state: 'warn', text: '没有互动卡片模板，卡片是带链接的消息', mend };
  }
  return check(key, async () => {
    const body = { outTrackId: 'genjin-doctor', cardData: { cardParamMap: {} }, userIdType: 1 };
    try {
      await api.call('PUT', '/v1.0/card/instances', body, z.unknown());
    } catch (error) {
      if (!(error instanceof DingtalkError) || !error.code.startsWith('param.')) throw error;
    }
    return '有互动卡片的权限；模板是否可用，发出第一张卡片时才知道';
  });
}

async function check(key: string, run: () => Promise<string>): Promise<DingtalkFinding> {
  try {
    return { key, state: 'ok', text: await run() };
  } catch (error) {
    if (!(error instanceof DingtalkError)) {
      const mend = '请检查网络、代理和防火墙是否放行 api.dingtalk.com、oapi.dingtalk.com 的 443 端口';
      return { key, state: 'broken', text: errorText(error), mend };
    }
    const mend = adviceOf(error) ?? '请按错误码查阅钉钉文档';
    return { key, state: 'broken', text: `钉钉拒绝（${error.code}）`, mend };
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
    settings: {
      get: async <T>(name: string) => kept.get(name) as T | undefined,
      set: async (name: string, value: unknown) => void kept.set(name, value),
    },
    leases: { hold: async () => true, release: async () => {} },
  });
}
