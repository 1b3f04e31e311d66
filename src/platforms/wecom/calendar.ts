import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { type Calendar, type CalendarEntry, SendError } from '../platform.ts';
import { safeText, shorten } from '../text.ts';
import type { ApiDeps, WecomApi } from './api.ts';
import { WecomError } from './errors.ts';
import { toSendError } from './outgoing.ts';

export interface WecomCalendarDeps extends Pick<ApiDeps, 'settings' | 'leases' | 'owner'> {
  api: Pick<WecomApi, 'post'>;
  corpId: string;
  agentId: number;
  clock: Clock;
}

/** Characters WeCom takes. */
const MAX_TITLE = 128;
const MAX_NOTE = 1_000;
/** WeCom reminds the member this long before; the bot does at the time itself. */
const REMIND_BEFORE_S = 900;
const PAGE = 500;
const LEASE_MS = 30_000;
const NAME = '跟进';

const calendarAnswer = z.object({ cal_id: z.string().min(1) });
const added = z.object({ schedule_id: z.string().min(1) });
const listed = z.object({
  schedule_list: z
    .array(
      z.object({
        schedule_id: z.string(),
        description: z.string().default(''),
        status: z.number().default(0),
        attendees: z.array(z.object({ userid: z.string() })).default([]),
      }),
    )
    .default([]),
});

/**
 * Schedules in a calendar of the app's own (path/93647, path/93648), each with one member as its attendee: that
 * member sees it among their own. The app sees no other entries of theirs.
 */
export class WecomCalendar implements Calendar {
  private readonly deps: WecomCalendarDeps;

  constructor(deps: WecomCalendarDeps) {
    this.deps = deps;
  }

  async add(entry: CalendarEntry): Promise<string> {
    const cal_id = await this.calendar();
    try {
      return (await this.call('add', { schedule: { ...scheduleOf(entry), cal_id } }, added)).schedule_id;
    } catch (error) {
      if (!isGone(error)) throw error;
      // An administrator has deleted the whole calendar: the next try makes a new one.
      await this.deps.settings.set(this.name, '');
      throw new SendError(error.message, false);
    }
  }

  /** WeCom has no keys of ours: the entry's stands in its description. */
  async find({ key, userId }: Pick<CalendarEntry, 'key' | 'userId'>): Promise<string | null> {
    const cal_id = await this.calendar();
    for (let offset = 0; ; offset += PAGE) {
      const page = await this.call('get_by_calendar', { cal_id, offset, limit: PAGE }, listed);
      const found = page.schedule_list.find(
        ({ description, status, attendees }) =>
          status === 0 &&
          description.endsWith(signatureOf(key)) &&
          attendees.some(({ userid }) => userid.toLowerCase() === userId.toLowerCase()),
      );
      if (found) return found.schedule_id;
      if (page.schedule_list.length < PAGE) return null;
    }
  }

  async change(schedule_id: string, entry: CalendarEntry): Promise<boolean> {
    const cal_id = await this.calendar();
    return this.unlessGone('update', { schedule: { ...scheduleOf(entry), schedule_id, cal_id } });
  }

  async remove(schedule_id: string): Promise<void> {
    await this.unlessGone('del', { schedule_id });
  }

  /** The app's own calendar, made when first needed. */
  private async calendar(): Promise<string> {
    const { settings, leases, owner, clock } = this.deps;
    const known = await settings.get<string>(this.name);
    if (known) return known;
    if (!(await leases.hold(this.name, owner, clock.now(), LEASE_MS))) {
      throw new SendError('the calendar is being made', false);
    }
    try {
      const calendar = { summary: NAME, color: '#0079DE', description: '约定的客户跟进', shares: [] };
      const { cal_id } = await this.post('oa/calendar/add', { calendar }, calendarAnswer);
      await settings.set(this.name, cal_id);
      return cal_id;
    } finally {
      await leases.release(this.name, owner);
    }
  }

  private get name(): string {
    return calendarSetting(this.deps);
  }

  private async unlessGone(what: string, body: object): Promise<boolean> {
    try {
      await this.call(what, body, z.unknown());
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  private call<T extends z.ZodType>(what: string, body: object, schema: T): Promise<z.output<T>> {
    return this.post(`oa/schedule/${what}`, body, schema);
  }

  private async post<T extends z.ZodType>(call: string, body: object, schema: T): Promise<z.output<T>> {
    try {
      return await this.deps.api.post(call, body, schema);
    } catch (error) {
      throw isGone(error) ? error : toSendError(error);
    }
  }
}

/** Under which name the id of the app's calendar is kept. */
export function calendarSetting({ corpId, agentId }: { corpId: string; agentId: number }): string {
  return `wecom-calendar:${corpId}:${agentId}`;
}

function isGone(error: unknown): error is WecomError {
  return error instanceof WecomError && error.remedy.kind === 'gone';
}

function scheduleOf({ key, userId, title, note, begins, ends }: CalendarEntry): object {
  const signature = signatureOf(key);
  return {
    start_time: seconds(begins),
    end_time: seconds(ends),
    is_whole_day: 0,
    attendees: [{ userid: userId }],
    summary: shorten(safeText(title), MAX_TITLE),
    description: `${shorten(safeText(note), MAX_NOTE - signature.length)}${signature}`,
    reminders: { is_remind: 1, is_repeat: 0, remind_time_diffs: [-REMIND_BEFORE_S], timezone: 8 },
  };
}

function signatureOf(key: string): string {
  return `\n编号 ${key}`;
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
