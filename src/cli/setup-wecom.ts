import { readConfig } from '../config/env.ts';
import { systemClock } from '../core/clock.ts';
import { GenjinError } from '../core/errors.ts';
import { Unreachable } from '../platforms/remote.ts';
import { makeGroup } from '../platforms/wecom/app-chat.ts';
import { WecomError } from '../platforms/wecom/errors.ts';
import { menu, setUpMenu } from '../platforms/wecom/menu.ts';
import type { Run } from './context.ts';

export interface SetupOptions {
  /** Name of a group chat to make, instead of the menu. */
  group?: string | undefined;
  /** Its members' ids, separated by commas; the first owns it. */
  members?: string | undefined;
}

/** `genjin setup wecom`: what can be set up in the app without the console. */
export const setupWecom: Run<SetupOptions> = async ({ env, terminal }, { group, members }) => {
  const { wecom, publicUrl } = readConfig(env);
  if (!wecom) {
    throw new GenjinError('config', 'WeCom is not configured', {
      userText: '没有设置 WECOM_*，见 docs/wecom.zh-CN.md',
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
  terminal.out(`群「${group}」已建立。请在设置里加上：WECOM_GROUPS=${group}=${address}`);
  return 0;
};

async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WecomError || error instanceof Unreachable)) throw error;
    const userText = `${what}没有建成：${error.message}。运行 genjin doctor 查看原因`;
    throw new GenjinError('unavailable', error.message, { userText, cause: error });
  }
}
