import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { DingtalkStore, RobotPart } from '../../stores/dingtalk.ts';
import { SendError } from '../platform.ts';
import { splitBytes } from '../text.ts';
import type { DingtalkApi } from './api.ts';
import { NotReached } from './robot.ts';

export interface NoticeDeps {
  api: Pick<DingtalkApi, 'old'>;
  store: Pick<DingtalkStore, 'countNotice'>;
  /** The app's number in the console. */
  agentId: string;
  clock: Clock;
}

/** To one person; DingTalk says success and drops what is over it. */
const A_DAY = 500;
const HOUR_MS = 3_600_000;
/** Of the message's 2,048. */
const MAX_TEXT_BYTES = 1_800;

const accepted = z.object({ task_id: z.number() });
const ids = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const outcome = z.object({
  send_result: z.object({ invalid_user_id_list: ids, forbidden_user_id_list: ids, failed_user_id_list: ids }),
});

/**
 * Work notices, which reach everybody of the company, also who cannot see the robot. They come into another
 * conversation, have no buttons and cannot be answered, so they are only the second choice.
 */
export class WorkNotices {
  private readonly deps: NoticeDeps;

  constructor(deps: NoticeDeps) {
    this.deps = deps;
  }

  /** @throws NotReached; SendError, DingtalkError, Unreachable */
  async send(userId: string, part: RobotPart): Promise<void> {
    const { api, store, agentId, clock } = this.deps;
    const now = clock.now();
    if ((await store.countNotice(userId, now)) > A_DAY)
      throw new SendError(`${userId} got ${A_DAY} work notices today`, false, HOUR_MS);
    const path = '/topapi/message/corpconversation';
    const msg = { msgtype: 'text', text: { content: noticeText(part, now) } };
    const body = { agent_id: Number(agentId), userid_list: userId, msg };
    const { task_id } = await api.old(`${path}/asyncsend_v2`, body, accepted, { free: false });
    const asked = { agent_id: Number(agentId), task_id };
    const { send_result: result } = await api.old(`${path}/getsendresult`, asked, outcome, { free: false });
    const unreached = [
      ...result.invalid_user_id_list,
      ...result.forbidden_user_id_list,
      ...result.failed_user_id_list,
    ];
    if (unreached.includes(userId)) throw new NotReached(userId);
  }
}

/** What it says, without links that send text, and with the time: the same text reaches nobody twice a day. */
function noticeText({ msgParam }: RobotPart, now: Date): string {
  const { content, title = '', text = '' } = msgParam;
  const said =
    content ?? [title, ...text.split('\n').filter((line) => !/^\s*(#|- \[)/.test(line))].join('\n');
  const plain = said.replace(/!\[\]\([^)]*\)/g, '').replace(/!?\[([^\]]*)\]\(([^)]*)\)/g, '$1：$2');
  const [first = ''] = splitBytes(plain.replaceAll('**', '').trim(), MAX_TEXT_BYTES);
  const time = now.toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
  return `${first}\n（${time}）`;
}
