import { z } from 'zod';
import type { MockRequest } from '../mock-http.ts';
import { type Answer, ok } from './mock-robot.ts';

export interface MockMember {
  userId: string;
  name: string;
  title?: string;
  department?: number;
  manager?: string;
  leader?: boolean;
}

const listsub = z.strictObject({ dept_id: z.number() });
const one = z.strictObject({ userid: z.string(), language: z.literal('zh_CN') });
const list = z.strictObject({
  dept_id: z.number(),
  cursor: z.number(),
  size: z.number().int().min(1).max(100),
});

/** Departments and members. */
export class MockDirectory {
  readonly departments: { dept_id: number; name: string; parent_id: number }[] = [];
  readonly members: Map<string, MockMember>;

  constructor(members: readonly MockMember[]) {
    this.members = new Map(members.map((member) => [member.userId, member]));
  }

  /** Null for calls that are not the address book's. */
  answer({ call, body }: MockRequest): Answer | null {
    if (call === '/topapi/v2/department/listsub') {
      const { dept_id } = listsub.parse(body);
      return done(this.departments.filter(({ parent_id }) => parent_id === dept_id));
    }
    if (call === '/topapi/v2/user/get') {
      const { userid } = one.parse(body);
      if (!this.members.has(userid)) return ok({ errcode: 60121, errmsg: '找不到该用户' });
      return done({ userid, unionid: `union-${userid}` });
    }
    if (call !== '/topapi/v2/user/list') return null;
    const { dept_id, cursor, size } = list.parse(body);
    const all = [...this.members.values()].filter(({ department = 1 }) => department === dept_id);
    const rows = all.slice(cursor, cursor + size).map(({ userId, name, title, manager, leader = false }) => ({
      userid: userId,
      name,
      ...(title ? { title } : {}),
      dept_id_list: [dept_id],
      ...(manager ? { manager_userid: manager } : {}),
      leader,
    }));
    const more = cursor + size < all.length;
    return done({ has_more: more, ...(more ? { next_cursor: cursor + size } : {}), list: rows });
  }
}

function done(result: unknown): Answer {
  return ok({ errcode: 0, errmsg: 'ok', result, request_id: 'r' });
}
