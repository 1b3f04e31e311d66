import { z } from 'zod';
import type { WecomSettings } from '../../config/wecom-env.ts';
import type { Clock } from '../../core/clock.ts';
import { oneOffApi } from './one-off.ts';

const created = z.object({ chatid: z.string().min(1) });

/**
 * Makes a group chat of the app's own, which it may write to from then on (path/90245). The first member owns it.
 * @returns its address for `WECOM_GROUPS`
 * @throws WecomError, Unreachable
 */
export async function makeGroup(
  settings: WecomSettings,
  { name, members }: { name: string; members: string[] },
  clock: Clock,
): Promise<string> {
  const api = oneOffApi(settings, clock);
  const { chatid } = await api.post(
    'appchat/create',
    { name, owner: members[0], userlist: members },
    created,
  );
  // The group shows up with its first message.
  const hello = { msgtype: 'text', text: { content: '跟进助手会在这里播报。' } };
  await api.post('appchat/send', { chatid, ...hello }, z.unknown());
  return `chat:${chatid}`;
}
