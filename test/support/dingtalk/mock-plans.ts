import { z } from 'zod';
import type { MockRequest } from '../mock-http.ts';
import { type Answer, no, ok } from './mock-robot.ts';

const moment = z.strictObject({ dateTime: z.iso.datetime(), timeZone: z.literal('Asia/Shanghai') });
const event = z
  .strictObject({
    id: z.string().optional(),
    summary: z.string().min(1).max(2_048),
    description: z.string().max(5_000),
    start: moment,
    end: moment,
    isAllDay: z.literal(false),
    reminders: z.array(z.strictObject({ method: z.literal('dingtalk'), minutes: z.number().int().min(0) })),
  })
  .refine(({ start, end }) => start.dateTime < end.dateTime);
const task = {
  subject: z.string().min(1).max(1_024),
  description: z.string().max(4_096),
  dueTime: z.number().int().positive(),
  executorIds: z.array(z.string()).length(1),
};
const newTask = z.strictObject({
  ...task,
  creatorId: z.string(),
  sourceId: z.string().min(1),
  detailUrl: z.strictObject({ appUrl: z.url(), pcUrl: z.url() }),
  isOnlyShowExecutor: z.boolean(),
});
const changedTask = z.strictObject(task);

interface Plan {
  where: 'calendar' | 'todo';
  unionId: string;
  /** `x-client-token` or `sourceId`. */
  mark: string;
  title: string;
  begins: Date;
}

/** Members' calendars and to-do lists. */
export class MockPlans {
  readonly plans = new Map<string, Plan>();
  private readonly members: { has(userId: string): boolean };
  private serial = 0;

  constructor(members: { has(userId: string): boolean }) {
    this.members = members;
  }

  /** What a member sees there, in order. */
  of(userId: string, where: Plan['where']): { title: string; begins: Date }[] {
    return [...this.plans.values()]
      .filter((plan) => plan.unionId === `union-${userId}` && plan.where === where)
      .map(({ title, begins }) => ({ title, begins }))
      .sort((a, b) => a.begins.getTime() - b.begins.getTime());
  }

  /** Null for other calls. */
  answer(request: MockRequest): Answer | null {
    const [, where, unionId = '', rest = ''] =
      /^\/v1\.0\/(calendar|todo)\/users\/([^/]+)\/(?:calendars\/primary\/events|tasks)\/?(.*)$/.exec(
        request.call,
      ) ?? [];
    if (!where) return null;
    if (!this.members.has(unionId.replace(/^union-/, ''))) return no('param.error', 'no such unionId');
    const isOwn = where === 'calendar' || rest.startsWith('sources/');
    if (!isOwn && request.query.get('operatorId') !== unionId) return no('param.error', 'operatorId');
    if (rest) return this.onOne(request, unionId, rest);
    return where === 'calendar' ? this.addEvent(request, unionId) : this.addTask(request, unionId);
  }

  private addEvent({ body, headers }: MockRequest, unionId: string): Answer {
    const parsed = event.safeParse(body);
    const mark = headers['x-client-token'];
    if (!parsed.success || typeof mark !== 'string') return no('invalidParameter', 'event');
    const known = this.marked('calendar', mark);
    if (known) return ok({ id: known });
    const { summary: title, start } = parsed.data;
    return this.add({ where: 'calendar', unionId, mark, title, begins: new Date(start.dateTime) });
  }

  private addTask({ body }: MockRequest, unionId: string): Answer {
    const parsed = newTask.safeParse(body);
    if (!parsed.success) return no('todo.taskCreate.paramError', JSON.stringify(parsed.error.issues[0]));
    const { sourceId: mark, subject: title, dueTime } = parsed.data;
    if (this.marked('todo', mark)) return no('todo.taskCreate.paramError', 'task exist');
    return this.add({ where: 'todo', unionId, mark, title, begins: new Date(dueTime) });
  }

  private onOne({ method, body }: MockRequest, unionId: string, rest: string): Answer {
    const mark = /^sources\/(.+)$/.exec(rest)?.[1];
    const id = mark ? (this.marked('todo', mark) ?? '') : rest;
    const plan = this.plans.get(id);
    if (!plan || plan.unionId !== unionId) return no('todo.taskUpdate.paramError', 'task not exist');
    if (method === 'GET') return ok({ id });
    if (method === 'DELETE') this.plans.delete(id);
    else {
      const asEvent = plan.where === 'calendar' ? event.safeParse(body).data : undefined;
      const asTask = plan.where === 'todo' ? changedTask.safeParse(body).data : undefined;
      const title = asEvent?.summary ?? asTask?.subject;
      const begins = asEvent?.start.dateTime ?? asTask?.dueTime;
      if (!title || !begins) return no('invalidParameter', JSON.stringify(body));
      this.plans.set(id, { ...plan, title, begins: new Date(begins) });
    }
    return ok({ result: true });
  }

  private add(plan: Plan): Answer {
    const id = `${plan.where}-${++this.serial}`;
    this.plans.set(id, plan);
    return ok({ id });
  }

  private marked(where: Plan['where'], mark: string): string | undefined {
    return [...this.plans].find(([, plan]) => plan.where === where && plan.mark === mark)?.[0];
  }
}
