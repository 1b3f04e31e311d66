import { z } from 'zod';
import type { WecomGroups } from '../../config/wecom-env.ts';
import type { Announcement, Gathering, GroupSender, Limits } from '../platform.ts';
import { bytesOf, splitBytes } from '../text.ts';
import { type CallDeps, callWecom, type WecomApi } from './api.ts';
import { gather } from './app-chat.ts';
import { asMarkdown } from './cards/markdown.ts';
import { toSendError } from './outgoing.ts';

export interface WecomGroupsDeps extends CallDeps {
  groups: WecomGroups;
  /** Absent: no group of the app's own can be written to. */
  api?: Pick<WecomApi, 'get' | 'post'> | undefined;
}

/** How the address of a group the app has made begins. */
export const APP_CHAT = /^chat:/;
/** Bytes of one markdown message to a group robot, and to a group of the app's. */
const ROBOT_BYTES = 4_096;
const APP_CHAT_BYTES = 2_048;
const CUT = '\n…（其余请在跟进助手里查看）';

/** Announcements by group robots (群机器人, path/99110) and in groups the app has made (appchat, path/90248). */
export class WecomGroupSender implements GroupSender {
  /** A robot takes 20 a minute; two processes may count at the same moment. */
  readonly limits: Limits = { perPersonMinute: 15, perPersonHour: 900, avoidMinutes: [0, 30] };
  private readonly deps: WecomGroupsDeps;

  constructor(deps: WecomGroupsDeps) {
    this.deps = deps;
  }

  knows(group: string): boolean {
    return Object.hasOwn(this.deps.groups, group);
  }

  get gathers(): boolean {
    return this.deps.api !== undefined;
  }

  async announce({ group, gathering, card, text }: Announcement): Promise<void> {
    const address = gathering ? addressOf(gathering) : (this.deps.groups[group] ?? '');
    const { api } = this.deps;
    const marked = asMarkdown(card, text);
    try {
      if (api && APP_CHAT.test(address)) {
        const chatid = address.replace(APP_CHAT, '');
        if (gathering) await gather(api, chatid, gathering);
        const message = { chatid, ...markdown(marked, APP_CHAT_BYTES) };
        await api.post('appchat/send', message, z.unknown());
      } else {
        await callWecom(this.deps, 'webhook/send', { key: address }, markdown(marked, ROBOT_BYTES));
      }
    } catch (error) {
      throw toSendError(error);
    }
  }
}

/** WeCom takes 32 letters and digits. */
function addressOf({ id }: Gathering): string {
  return `chat:${id.replace(/[^0-9A-Za-z]/g, 'x').slice(0, 32)}`;
}

function markdown(content: string, max: number): object {
  const [whole = '', ...more] = splitBytes(content, max);
  const [first = ''] = more.length ? splitBytes(content, max - bytesOf(CUT)) : [whole];
  return { msgtype: 'markdown', markdown: { content: more.length ? first + CUT : first } };
}
