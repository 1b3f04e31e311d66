import { z } from 'zod';
import type { WecomSettings } from '../../config/wecom-env.ts';
import type { Clock } from '../../core/clock.ts';
import type { Gathering } from '../platform.ts';
import { safeText } from '../text.ts';
import type { WecomApi } from './api.ts';
import { WecomError } from './errors.ts';
import { isVisible } from './members.ts';
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

const found = z.object({
  chat_info: z.object({ owner: z.string().default(''), userlist: z.array(z.string()) }),
});
/** No such group; a group of this id is there; a member that is out of the app's sight. */
const NONE = new Set([86003, 40050]);
const TAKEN = 86215;
const BAD_MEMBER = 86216;

type Api = Pick<WecomApi, 'get' | 'post'>;

/**
 * Makes the group unless it is there, and brings in who is missing. Nobody is thrown out, and whoever the app may
 * not see keeps nobody else out. The id is ours, so that a repeat makes no second group (path/90245).
 * @throws WecomError, Unreachable
 */
export async function gather(api: Api, chatid: string, gathering: Gathering): Promise<void> {
  try {
    await complete(api, chatid, gathering);
  } catch (error) {
    if (!(error instanceof WecomError && error.errcode === BAD_MEMBER)) throw error;
    const members: string[] = [];
    for (const id of gathering.members) if (await isVisible(api, id)) members.push(id);
    await complete(api, chatid, { ...gathering, members });
  }
}

async function complete(api: Api, chatid: string, { title, members }: Gathering): Promise<void> {
  const [owner = ''] = members;
  const before = await inGroup(api, chatid);
  if (!before) {
    const group = { name: safeText(title), owner, userlist: members, chatid };
    await api.post('appchat/create', group, created).catch(unless(TAKEN));
    return;
  }
  const there = new Set(before.userlist.map((id) => id.toLowerCase()));
  const missing = members.filter((id) => !there.has(id.toLowerCase()));
  const isOwned = before.owner.toLowerCase() === owner.toLowerCase();
  if (!missing.length && isOwned) return;
  const change = { ...(missing.length && { add_user_list: missing }), ...(isOwned ? {} : { owner }) };
  await api.post('appchat/update', { chatid, ...change }, z.unknown());
}

async function inGroup(api: Pick<WecomApi, 'get'>, chatid: string) {
  try {
    return (await api.get('appchat/get', { chatid }, found)).chat_info;
  } catch (error) {
    if (error instanceof WecomError && NONE.has(error.errcode)) return null;
    throw error;
  }
}

function unless(errcode: number) {
  return (error: unknown): void => {
    if (!(error instanceof WecomError && error.errcode === errcode)) throw error;
  };
}
