import { z } from 'zod';
import type { Clock } from '../../../src/core/clock.ts';
import type { MockRequest } from '../mock-http.ts';
import { APP } from './mock-app.ts';
import { type Answer, ok } from './mock-robot.ts';

const PATH = '/topapi/message/corpconversation';
const agent_id = z.literal(Number(APP.agentId));
const text = z.strictObject({
  msgtype: z.literal('text'),
  text: z.strictObject({ content: z.string().min(1) }),
});
const send = z.strictObject({
  agent_id,
  userid_list: z.string().regex(/^[^,]+(,[^,]+){0,99}$/),
  msg: text.refine((msg) => Buffer.byteLength(JSON.stringify(msg)) <= 2_048, 'too big'),
});
const ask = z.strictObject({ agent_id, task_id: z.number() });

interface Outcome {
  invalid_user_id_list: string[];
  forbidden_user_id_list: string[];
  failed_user_id_list: string[];
}

/** Work notices: what is over a limit is a success that reaches nobody. */
export class MockNotices {
  /** To one person in a day. */
  perDay = 500;
  readonly shown: { to: string; text: string; at: Date }[] = [];
  private readonly members: { has(userId: string): boolean };
  private readonly clock: Clock;
  private readonly outcomes: Outcome[] = [];

  constructor(members: { has(userId: string): boolean }, clock: Clock) {
    this.members = members;
    this.clock = clock;
  }

  /** Null for calls that are not about notices. */
  answer({ call, body }: MockRequest): Answer | null {
    if (call === `${PATH}/asyncsend_v2`) return this.send(body);
    if (call !== `${PATH}/getsendresult`) return null;
    const asked = ask.safeParse(body);
    const outcome = asked.data && this.outcomes[asked.data.task_id - 1];
    return outcome ? ok({ errcode: 0, errmsg: 'ok', send_result: outcome }) : refused('task_id');
  }

  private send(body: unknown): Answer {
    const parsed = send.safeParse(body);
    if (!parsed.success) return refused(JSON.stringify(parsed.error.issues[0]));
    const { userid_list, msg } = parsed.data;
    const outcome: Outcome = {
      invalid_user_id_list: [],
      forbidden_user_id_list: [],
      failed_user_id_list: [],
    };
    for (const to of userid_list.split(',')) {
      const today = this.shown.filter((one) => one.to === to && dayOf(one.at) === dayOf(this.clock.now()));
      const again = today.some((one) => one.text === msg.text.content);
      if (!this.members.has(to)) outcome.invalid_user_id_list.push(to);
      else if (again || today.length >= this.perDay) outcome.forbidden_user_id_list.push(to);
      else this.shown.push({ to, text: msg.text.content, at: this.clock.now() });
    }
    return ok({ errcode: 0, errmsg: 'ok', task_id: this.outcomes.push(outcome) });
  }
}

function refused(why: string): Answer {
  return ok({ errcode: 40035, errmsg: `不合法的参数 ${why}` });
}

function dayOf(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
