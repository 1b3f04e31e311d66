import { readConfig } from '../config/env.ts';
import { systemClock } from '../core/clock.ts';
import { GenjinError } from '../core/errors.ts';
import { Unreachable } from '../platforms/remote.ts';
import { WecomError } from '../platforms/wecom/errors.ts';
import { menu, setUpMenu } from '../platforms/wecom/menu.ts';
import type { Run } from './context.ts';

/** `genjin setup wecom`: what can be set up in the app without the console. */
export const setupWecom: Run = async ({ env, terminal }) => {
  const { wecom, publicUrl } = readConfig(env);
  if (!wecom) {
    throw new GenjinError('config', 'WeCom is not configured', {
      userText: '没有设置 WECOM_*，见 docs/wecom.zh-CN.md',
    });
  }
  try {
    await setUpMenu(wecom, publicUrl, systemClock);
  } catch (error) {
    if (!(error instanceof WecomError || error instanceof Unreachable)) throw error;
    const userText = `菜单没有建成：${error.message}。运行 genjin doctor 查看原因`;
    throw new GenjinError('unavailable', error.message, { userText, cause: error });
  }
  terminal.out(
    `应用菜单已建立：${menu(publicUrl)
      .button.map(({ name }) => name)
      .join('、')}`,
  );
  return 0;
};
