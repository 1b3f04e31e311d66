import { z } from 'zod';
import { commandText } from '../../../cards/actions.ts';
import type { WecomSettings } from '../../config/wecom-env.ts';
import type { Clock } from '../../core/clock.ts';
import { oneOffApi } from './one-off.ts';

/** The app's menu. Keys are commands: the menu does what typing does. */
export const MENU = {
  button: [
    { type: 'click', name: '今日', key: commandText('today') },
    {
      name: '更多',
      sub_button: [
        { type: 'click', name: '导出今日待触达', key: commandText('export-today') },
        { type: 'click', name: '恢复接单', key: commandText('back') },
      ],
    },
    { type: 'click', name: '帮助', key: commandText('help') },
  ],
};

/** Creates the menu, in the place of one that may be there. @throws WecomError, WecomUnreachable */
export async function setUpMenu(settings: WecomSettings, clock: Clock): Promise<void> {
  const { agentId } = settings;
  await oneOffApi(settings, clock).post('menu/create', MENU, z.unknown(), { agentid: String(agentId) });
}
