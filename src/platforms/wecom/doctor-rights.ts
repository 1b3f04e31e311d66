import { z } from 'zod';
import type { WecomGroups } from '../../config/wecom-env.ts';
import type { PlatformFinding } from '../doctor.ts';
import type { WecomApi } from './api.ts';
import { WecomError } from './errors.ts';
import { refused } from './finding.ts';
import { APP_CHAT } from './groups.ts';
import { isVisible } from './members.ts';

/** What only the product's own records tell; absent where they cannot be read now. */
export interface WecomUse {
  /** The playbook has promised contacts written into calendars. */
  calendar: boolean;
  /** The app's calendar, once it has one. */
  calendarId?: string | undefined;
  /** Whoever has open leads. */
  carriers: { name: string; userId: string }[];
}

const SHOWN = 5;
/** Before there is a calendar: WeCom looks at the app's right first. */
const NO_CALENDAR = 'genjin-doctor';

/** Reads the app's calendar, or one that is not there: without the right WeCom says no to either. */
export async function checkCalendar(
  api: Pick<WecomApi, 'post'>,
  { calendar: wanted, calendarId }: Partial<WecomUse> = {},
): Promise<PlatformFinding> {
  const key = 'wecom-calendar';
  if (wanted === false) return { key, state: 'skipped', text: '打法没有开启日程（followUp.calendar）' };
  try {
    const body = { cal_id: calendarId || NO_CALENDAR, offset: 0, limit: 1 };
    await api.post('oa/schedule/get_by_calendar', body, z.unknown());
  } catch (error) {
    const { kind } = error instanceof WecomError ? error.remedy : {};
    const found = refused(key, error);
    if (kind === 'bug' && !calendarId) {
      return { key, state: 'skipped', text: `${found.text}：有没有日程权限，第一次写入时才知道` };
    }
    if (kind !== 'gone') {
      return wanted ? found : { ...found, state: 'warn', text: `${found.text}；打法开启日程时会写不进去` };
    }
  }
  return { key, state: 'ok', text: '应用有日程权限' };
}

/** Looks at every group without saying anything there. A robot's key proves itself only by a message. */
export async function checkGroups(
  api: Pick<WecomApi, 'get'> | undefined,
  groups: WecomGroups,
): Promise<PlatformFinding[]> {
  const findings: PlatformFinding[] = [];
  for (const [group, address] of Object.entries(groups)) {
    findings.push(APP_CHAT.test(address) ? await checkChat(api, group, address) : checkRobot(group, address));
  }
  return findings;
}

const KEY = 'wecom-group';
const ROBOT_KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const chat = z.object({
  chat_info: z.object({ name: z.string().default(''), userlist: z.array(z.string()).default([]) }),
});

async function checkChat(
  api: Pick<WecomApi, 'get'> | undefined,
  group: string,
  address: string,
): Promise<PlatformFinding> {
  if (!api) return { key: KEY, state: 'skipped', text: `群「${group}」：应用连不上，没有检查` };
  try {
    const { chat_info: found } = await api.get(
      'appchat/get',
      { chatid: address.replace(APP_CHAT, '') },
      chat,
    );
    return {
      key: KEY,
      state: 'ok',
      text: `群「${group}」：应用的群「${found.name}」，${found.userlist.length} 人`,
    };
  } catch (error) {
    const finding = refused(KEY, error);
    return { ...finding, text: `群「${group}」：${finding.text}` };
  }
}

function checkRobot(group: string, address: string): PlatformFinding {
  if (!ROBOT_KEY.test(address)) {
    const mend = '请填消息推送（群机器人）地址里 key= 后面的部分；应用自己的群写成 chat:<id>';
    return { key: KEY, state: 'broken', text: `群「${group}」：不像群机器人的 key`, mend };
  }
  const text = `群「${group}」：群机器人，key 的格式正确；是否有效只有发一条才知道：npx genjin setup wecom --try-group ${group}`;
  return { key: KEY, state: 'ok', text };
}

/** Whoever has leads must be within the app's reach, or hears nothing of them. */
export async function checkReach(
  api: Pick<WecomApi, 'get'>,
  carriers: WecomUse['carriers'],
): Promise<PlatformFinding> {
  const key = 'wecom-reach';
  const outside: string[] = [];
  try {
    for (const { name, userId } of carriers) {
      if (!(await isVisible(api, userId))) outside.push(name);
    }
  } catch (error) {
    return refused(key, error);
  }
  if (!outside.length) return { key, state: 'ok', text: `有在手线索的 ${carriers.length} 人都在可见范围内` };
  const shown = `${outside.slice(0, SHOWN).join('、')}${outside.length > SHOWN ? ` 等 ${outside.length} 人` : ''}`;
  const mend = '请在应用的可见范围中加入他们；已离职的，对机器人说：离职 姓名';
  return { key, state: 'broken', text: `有在手线索但不在可见范围内、收不到消息：${shown}`, mend };
}
