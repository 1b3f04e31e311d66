import { z } from 'zod';
import type { DirectoryMember } from '../../domain/people/directory.ts';
import type { DingtalkApi } from './api.ts';

const ROOT = 1;
const PAGE = 100;

const children = z.object({
  result: z.array(z.object({ dept_id: z.number(), name: z.string().default(''), parent_id: z.number() })),
});
const user = z.object({
  userid: z.string().min(1),
  name: z.string().default(''),
  title: z.string().default(''),
  dept_id_list: z.array(z.number()).default([]),
  manager_userid: z.string().optional(),
  leader: z.boolean().default(false),
});
type User = z.output<typeof user>;
const page = z.object({
  result: z.object({ has_more: z.boolean(), next_cursor: z.number().optional(), list: z.array(user) }),
});

interface Department {
  id: number;
  name: string;
  parent: number;
}

/** Everybody in the app's address-book scope, department by department. These calls are free of quota. */
export async function readMembers(api: Pick<DingtalkApi, 'old'>): Promise<DirectoryMember[]> {
  const tree = await readTree(api);
  const found = new Map<string, User>();
  /** Who leads which department. */
  const leaders = new Map<number, string>();
  for (const id of [ROOT, ...tree.keys()]) {
    for (const one of await readDepartment(api, id)) {
      found.set(one.userid, one);
      if (one.leader) leaders.set(id, one.userid);
    }
  }
  return [...found.values()].map((one) => toMember(one, tree, leaders));
}

async function readTree(api: Pick<DingtalkApi, 'old'>): Promise<Map<number, Department>> {
  const tree = new Map<number, Department>();
  const open = [ROOT];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const path = '/topapi/v2/department/listsub';
    const { result } = await api.old(path, { dept_id: next }, children, { free: true });
    for (const { dept_id: id, name, parent_id: parent } of result) {
      if (tree.has(id)) continue;
      tree.set(id, { id, name, parent });
      open.push(id);
    }
  }
  return tree;
}

async function readDepartment(api: Pick<DingtalkApi, 'old'>, dept_id: number): Promise<User[]> {
  const people: User[] = [];
  for (let cursor = 0; ; ) {
    const body = { dept_id, cursor, size: PAGE };
    const { result } = await api.old('/topapi/v2/user/list', body, page, { free: true });
    people.push(...result.list);
    if (!result.has_more || result.next_cursor === undefined) return people;
    cursor = result.next_cursor;
  }
}

function toMember(
  one: User,
  tree: ReadonlyMap<number, Department>,
  leaders: ReadonlyMap<number, string>,
): DirectoryMember {
  const path: Department[] = [];
  for (let at = tree.get(one.dept_id_list[0] ?? ROOT); at && !path.includes(at); at = tree.get(at.parent))
    path.push(at);
  // The one the company named; else whoever leads the department, or the next one above.
  const above = path.flatMap(({ id }) => leaders.get(id) ?? []).find((leader) => leader !== one.userid);
  return {
    userId: one.userid,
    name: one.name || one.userid,
    title: one.title,
    departments: path.map(({ name }) => name).reverse(),
    managerUserId: one.manager_userid || above,
    // Who has left is not listed; who has not opened DingTalk yet is still a colleague.
    active: true,
  };
}
