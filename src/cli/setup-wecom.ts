import { type Config, readConfig } from '../config/env.ts';
import { systemClock } from '../core/clock.ts';
import { GenjinError } from '../core/errors.ts';
import { silentLogger } from '../core/logger.ts';
import { SendError } from '../platforms/platform.ts';
import { Unreachable } from '../platforms/remote.ts';
import { makeGroup } from '../platforms/wecom/app-chat.ts';
import { WecomError } from '../platforms/wecom/errors.ts';
import { WecomGroupSender } from '../platforms/wecom/groups.ts';
import { menu, setUpMenu } from '../platforms/wecom/menu.ts';
import { oneOffApi } from '../platforms/wecom/one-off.ts';
import type { Run } from './context.ts';

export interface SetupOptions {
  /** Name of a group in WECOM_GROUPS to say a word in, instead of the menu. */
  tryGroup?: string | undefined;
  /** Name of a group chat to make, instead of the menu. */
  group?: string | undefined;
  /** Its members' ids, separated by commas; the first owns it. */
  members?: string | undefined;
}

/** `genjin setup wecom`: what can be set up in the app without the console. */
export const setupWecom: Run<SetupOptions> = async (context, options) => {
  const { env, terminal } = context;
  const { group, members, tryGroup } = options;
  const { wecom, wecomBot, wecomGroups, publicUrl } = readConfig(env);
  if (tryGroup !== undefined) {
    await explained('播报', () => sayInGroup(tryGroup, { wecom, wecomGroups }));
    terminal.out(`已在群「${tryGroup}」发出一条测试消息`);
    return 0;
  }
  if (!wecom) {
    throw new GenjinError('config', 'WeCom is not configured', {
      userText: wecomBot
        ? '菜单和群属于自建应用；只有智能机器人时没有要建立的，可以直接用'
        : '没有设置 WECOM_CORP_ID 等自建应用的五项，见 docs/wecom.zh-CN.md',
    });
  }
  if (group === undefined) {
    await explained('菜单', () => setUpMenu(wecom, publicUrl, systemClock));
    const names = menu(publicUrl).button.map(({ name }) => name);
    terminal.out(`应用菜单已建立：${names.join('、')}`);
    return 0;
  }
  const ids = (members ?? '').split(',').flatMap((id) => id.trim() || []);
  if (ids.length < 2) {
    throw new GenjinError('invalid', 'Too few members', {
      userText: '--members 至少写两位成员的帐号，用逗号分隔，第一位是群主',
    });
  }
  const address = await explained('群', () => makeGroup(wecom, { name: group, members: ids }, systemClock));
  terminal.out(
    `群「${group}」已建立。请在设置 WECOM_GROUPS 里加上（已有别的群时用逗号隔开）：${group}=${address}`,
  );
  return 0;
};

/** The one way to know that a group robot's key is good. */
async function sayInGroup(
  group: string,
  { wecom, wecomGroups }: Pick<Config, 'wecom' | 'wecomGroups'>,
): Promise<void> {
  if (!wecomGroups || !Object.hasOwn(wecomGroups.groups, group)) {
    throw new GenjinError('config', `No group ${group}`, {
      userText: `WECOM_GROUPS 里没有「${group}」`,
    });
  }
  const { groups, apiBase: base } = wecomGroups;
  const api = wecom && oneOffApi(wecom, systemClock);
  const sender = new WecomGroupSender({ groups, base, log: silentLogger, api });
  const card = { kind: 'text', title: '测试：跟进助手会在这里播报', facts: [], buttons: [] };
  await sender.announce({ key: 'try', group, card, text: card.title, at: systemClock.now() });
}

async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = [WecomError, Unreachable, SendError];
    if (!(error instanceof Error) || !known.some((kind) => error instanceof kind)) throw error;
    const userText = `${what}没有成功：${error.message}。运行 genjin doctor 查看原因`;
    throw new GenjinError('unavailable', error.message, { userText, cause: error });
  }
}
