import { z } from 'zod';
import { commandText } from '../../../cards/actions.ts';
import type { WecomSettings } from '../../config/wecom-env.ts';
import type { Clock } from '../../core/clock.ts';
import { oneOffApi } from './one-off.ts';

type Entry = { name: string } & ({ type: 'click'; key: string } | { type: 'view'; url: string });
type Button = Entry | { name: string; sub_button: Entry[] };

/** The app's menu. Keys are commands: they do what typing does; the rest opens pages. */
export function menu(publicUrl: string): { button: Button[] } {
  return {
    button: [
      {
        name: '今日',
        sub_button: [
          { type: 'click', name: '今日待触达', key: commandText('today') },
          { type: 'view', name: '今日重点', url: `${publicUrl}/board` },
          { type: 'click', name: '导出今日待触达', key: commandText('export-today') },
        ],
      },
      { type: 'view', name: '记一笔', url: `${publicUrl}/me/note` },
      {
        name: '更多',
        sub_button: [
          { type: 'view', name: '上传文件', url: `${publicUrl}/me/upload` },
          { type: 'click', name: '恢复接单', key: commandText('back') },
          { type: 'click', name: '帮助', key: commandText('help') },
        ],
      },
    ],
  };
}

/** Creates the menu, in the place of one that may be there. @throws WecomError, Unreachable */
export async function setUpMenu(settings: WecomSettings, publicUrl: string, clock: Clock): Promise<void> {
  const api = oneOffApi(settings, clock);
  await api.post('menu/create', menu(publicUrl), z.unknown(), { agentid: String(settings.agentId) });
}
