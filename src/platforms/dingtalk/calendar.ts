import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { DingtalkStore } from '../../stores/dingtalk.ts';
import type { Calendar, CalendarEntry } from '../platform.ts';
import { safeText, shorten } from '../text.ts';
import type { DingtalkApi } from './api.ts';
import { DingtalkError } from './errors.ts';
import { toSendError } from './send-error.ts';

export interface DingtalkCalendarDeps {
  api: Pick<DingtalkApi, 'call' | 'old'>;
  store: Pick<DingtalkStore, 'unionId' | 'keepUnionId' | 'entry' | 'beginEntry' | 'endEntry'>;
  /** In the calendar, among the to-dos, or both. */
  as: 'calendar' | 'todo' | 'both';
  /** The page a to-do opens. */
  pageUrl: string;
}

/** One of DingTalk's two places for something with a date. */
interface Place {
  /** The same `token` adds one thing, however often. @returns its id */
  add(unionId: string, token: string, entry: CalendarEntry): Promise<string>;
  change(unionId: string, id: string, entry: CalendarEntry): Promise<void>;
  remove(unionId: string, id: string): Promise<void>;
}

const MAX_TITLE = 200;
const MAX_NOTE = 1_000;
const ZONE = 'Asia/Shanghai';
const withUnionId = z.object({ result: z.object({ unionid: z.string().min(1) }) });
const withId = z.object({ id: z.string().min(1) });

/**
 * Entries in members' own calendars and to-do lists. What is being added is written down before, with the mark that
 * DingTalk knows it by: adding again after a crash comes to the same entry.
 */
export class DingtalkCalendar implements Calendar {
  private readonly deps: DingtalkCalendarDeps;
  private readonly places: Place[];

  constructor(deps: DingtalkCalendarDeps) {
    this.deps = deps;
    const { api, as, pageUrl } = deps;
    const [calendar, todo] = [calendarPlace(api), todoPlace(api, pageUrl)];
    this.places = as === 'both' ? [calendar, todo] : [as === 'calendar' ? calendar : todo];
  }

  async add(entry: CalendarEntry): Promise<string> {
    return this.addAs(await this.deps.store.beginEntry({ _id: entry.key, token: randomUUID(), entry }));
  }

  async find({ key }: Pick<CalendarEntry, 'key' | 'userId'>): Promise<string | null> {
    const begun = await this.deps.store.entry(key);
    return begun ? this.addAs(begun) : null;
  }

  change(id: string, entry: CalendarEntry): Promise<boolean> {
    return this.unlessGone(entry.userId, id, (place, unionId, part) => place.change(unionId, part, entry));
  }

  async remove(id: string, userId: string): Promise<void> {
    await this.unlessGone(userId, id, (place, unionId, part) => place.remove(unionId, part));
  }

  private async addAs({ token, entry }: { token: string; entry: CalendarEntry }): Promise<string> {
    return this.run(async () => {
      const unionId = await this.unionIdOf(entry.userId);
      const ids: string[] = [];
      for (const place of this.places) ids.push(await place.add(unionId, token, entry));
      await this.deps.store.endEntry(entry.key);
      return ids.join(' ');
    });
  }

  /** @returns false when it is no longer everywhere it was */
  private unlessGone(
    userId: string,
    id: string,
    act: (place: Place, unionId: string, part: string) => Promise<void>,
  ): Promise<boolean> {
    return this.run(async () => {
      const unionId = await this.unionIdOf(userId);
      const parts = id.split(' ');
      let isThere = parts.length === this.places.length;
      for (const [i, place] of this.places.entries()) {
        const part = parts[i];
        if (part === undefined) continue;
        await act(place, unionId, part).catch((error: unknown) => {
          if (!isGone(error)) throw error;
          isThere = false;
        });
      }
      return isThere;
    });
  }

  /** Calendars and to-dos know people by another id than the robot does. */
  private async unionIdOf(userId: string): Promise<string> {
    const { api, store } = this.deps;
    const known = await store.unionId(userId);
    if (known) return known;
    const body = { userid: userId, language: 'zh_CN' };
    const { result } = await api.old('/topapi/v2/user/get', body, withUnionId, { free: true });
    await store.keepUnionId(userId, result.unionid);
    return result.unionid;
  }

  private async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toSendError(error);
    }
  }
}

function calendarPlace(api: Pick<DingtalkApi, 'call'>): Place {
  const path = (unionId: string, id = '') =>
    `/v1.0/calendar/users/${encodeURIComponent(unionId)}/calendars/primary/events${id && `/${encodeURIComponent(id)}`}`;
  const event = ({ begins, ends, ...entry }: CalendarEntry) => ({
    ...said(entry, 'summary'),
    start: { dateTime: begins.toISOString(), timeZone: ZONE },
    end: { dateTime: ends.toISOString(), timeZone: ZONE },
    isAllDay: false,
    reminders: [{ method: 'dingtalk', minutes: 15 }],
  });
  return {
    async add(unionId, token, entry) {
      const more = { headers: { 'x-client-token': token } };
      return (await api.call('POST', path(unionId), event(entry), withId, more)).id;
    },
    async change(unionId, id, entry) {
      await api.call('PUT', path(unionId, id), { id, ...event(entry) }, z.unknown());
    },
    async remove(unionId, id) {
      await api.call('DELETE', path(unionId, id), undefined, z.unknown());
    },
  };
}

function todoPlace(api: Pick<DingtalkApi, 'call'>, pageUrl: string): Place {
  const path = (unionId: string, rest = '') => `/v1.0/todo/users/${encodeURIComponent(unionId)}/tasks${rest}`;
  const own = (unionId: string, id: string) =>
    path(unionId, `/${encodeURIComponent(id)}?${new URLSearchParams({ operatorId: unionId })}`);
  const task = (entry: CalendarEntry) => ({ ...said(entry, 'subject'), dueTime: entry.begins.getTime() });
  return {
    async add(unionId, sourceId, entry) {
      const people = { creatorId: unionId, executorIds: [unionId] };
      const detailUrl = { appUrl: pageUrl, pcUrl: pageUrl };
      const body = { ...task(entry), ...people, sourceId, detailUrl, isOnlyShowExecutor: true };
      const query = `?${new URLSearchParams({ operatorId: unionId })}`;
      try {
        return (await api.call('POST', path(unionId, query), body, withId)).id;
      } catch (error) {
        if (!(error instanceof DingtalkError && /task exist/.test(error.message))) throw error;
        const source = path(unionId, `/sources/${encodeURIComponent(sourceId)}`);
        return (await api.call('GET', source, undefined, withId)).id;
      }
    },
    async change(unionId, id, entry) {
      await api.call('PUT', own(unionId, id), { ...task(entry), executorIds: [unionId] }, z.unknown());
    },
    async remove(unionId, id) {
      await api.call('DELETE', own(unionId, id), undefined, z.unknown());
    },
  };
}

function said({ title, note }: Pick<CalendarEntry, 'title' | 'note'>, titleName: string) {
  return { [titleName]: shorten(safeText(title), MAX_TITLE), description: shorten(safeText(note), MAX_NOTE) };
}

/** Its code is one for many mistakes; the words say which. */
function isGone(error: unknown): boolean {
  return error instanceof DingtalkError && /not.?(exist|found)/i.test(error.message);
}
