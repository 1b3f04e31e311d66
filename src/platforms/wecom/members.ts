import { z } from 'zod';
import type { DirectoryMember } from '../../domain/people/directory.ts';
import type { WecomApi } from './api.ts';
import { WecomError } from './errors.ts';

const departments = z.object({
  department_id: z.array(z.object({ id: z.number(), parentid: z.number().default(0) })),
});
const department = z.object({ department: z.object({ id: z.number(), name: z.string().default('') }) });
const user = z.object({
  userid: z.string().min(1),
  name: z.string().default(''),
  department: z.array(z.number()).default([]),
  main_department: z.number().optional(),
  position: z.string().default(''),
  is_leader_in_dept: z.array(z.number()).default([]),
  direct_leader: z.array(z.string()).default([]),
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  status: z.number().default(1),
});
type User = z.output<typeof user>;
const users = z.object({ userlist: z.array(user) });
const tag = z.object({
  userlist: z.array(z.object({ userid: z.string() })).default([]),
  partylist: z.array(z.number()).default([]),
});

interface Department {
  id: number;
  name: string;
  parent: number;
}

/** Left, or switched off by the administrator. Who has not opened WeCom yet is still a colleague. */
const GONE = new Set([2, 5]);
const NOT_ACTIVATED = 4;

/**
 * Everybody in the app's visible range. WeCom tells ordinary apps of no changes in the address book, so this is the
 * only way to know; department by department, for the recursive list is slow and may be refused as too big.
 */
export async function readMembers(api: WecomApi): Promise<DirectoryMember[]> {
  const range = await api.appInfo();
  const tagged = await Promise.all(range.tags.map((id) => api.get('tag/get', { tagid: String(id) }, tag)));
  const roots = [...range.departments, ...tagged.flatMap((t) => t.partylist)];
  const tree = await readTree(api, roots);
  const found = new Map<string, User>();
  const add = (one: User) => found.set(one.userid.toLowerCase(), one);
  for (const id of tree.keys()) {
    const { userlist } = await api.get('user/list', { department_id: String(id) }, users);
    userlist.forEach(add);
  }
  for (const id of [
    ...range.users,
    ...tagged.flatMap((t) => t.userlist.map((u) => u.userid.toLowerCase())),
  ]) {
    if (!found.has(id)) add(await api.get('user/get', { userid: id }, user));
  }
  return [...found.values()].map((one) => toMember(one, [...found.values()], tree));
}

/** Whether the app may write to this member. @throws WecomError, Unreachable */
export async function isVisible(api: Pick<WecomApi, 'get'>, userid: string): Promise<boolean> {
  try {
    await api.get('user/get', { userid }, z.unknown());
    return true;
  } catch (error) {
    if (error instanceof WecomError && error.remedy.kind === 'recipient') return false;
    throw error;
  }
}

async function readTree(api: WecomApi, roots: number[]): Promise<Map<number, Department>> {
  const tree = new Map<number, Department>();
  for (const root of roots) {
    const { department_id } = await api.get('department/simplelist', { id: String(root) }, departments);
    for (const { id, parentid: parent } of department_id) {
      if (tree.has(id)) continue;
      const { department: about } = await api.get('department/get', { id: String(id) }, department);
      tree.set(id, { id, parent, name: about.name });
    }
  }
  return tree;
}

function toMember(
  one: User,
  everybody: readonly User[],
  tree: ReadonlyMap<number, Department>,
): DirectoryMember {
  const home = one.main_department ?? one.department[0] ?? 0;
  const path = pathOf(home, tree);
  return {
    userId: one.userid.toLowerCase(),
    name: one.name || one.userid,
    title: one.position,
    departments: path.map(({ name }) => name).reverse(),
    managerUserId: managerOf(one, everybody, path),
    active: !GONE.has(one.status),
    dormant: one.status === NOT_ACTIVATED,
  };
}

/** From the department itself up to the highest one that can be seen. */
function pathOf(id: number, tree: ReadonlyMap<number, Department>): Department[] {
  const path: Department[] = [];
  for (let at = tree.get(id); at && !path.includes(at); at = tree.get(at.parent)) path.push(at);
  return path;
}

/** The leader the company named; else whoever leads the department, or the next one above it. */
function managerOf(one: User, everybody: readonly User[], path: readonly Department[]): string | undefined {
  const [named] = one.direct_leader;
  if (named) return named.toLowerCase();
  for (const { id } of path) {
    const leader = everybody.find(
      (other) =>
        other !== one && other.department.some((d, i) => d === id && other.is_leader_in_dept[i] === 1),
    );
    const leadsItself = one.department.some((d, i) => d === id && one.is_leader_in_dept[i] === 1);
    if (leader && !leadsItself) return leader.userid.toLowerCase();
  }
  return undefined;
}
