import { readConfig } from '../config/env.ts';
import { systemClock } from '../core/clock.ts';
import { GenjinError } from '../core/errors.ts';
import { WecomError, WecomUnreachable } from '../platforms/wecom/errors.ts';
import { MENU, setUpMenu } from '../platforms/wecom/menu.ts';
import type { Run } from './context.ts';

/** `genjin setup wecom`: what can be set up in the app without the console. */
export const setupWecom: Run = async ({ env, terminal }) => {
  const { wecom } = readConfig(env);
  if (!wecom) {
    throw new GenjinError('config', 'WeCom is not configured', {
      userText: '没有设置 WECOM_*，见 docs/wecom.zh-CN.md',
    });
  }
  try {
    await setUpMenu(wecom, systemClock);
  } catch (error) {
    if (!(error instanceof WecomError || error instanceof WecomUnreachable)) throw error;
    const userText = `菜单没有建成：${error.message}。运行 genjin doctor 查看原因`;
    throw new GenjinError('unavailable', error.message, { userText, cause: error });
  }
  terminal.out(`应用菜单已建立：${MENU.button.map(({ name }) => name).join('、')}`);
  return 0;
};
