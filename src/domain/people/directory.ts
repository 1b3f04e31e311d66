import { z } from 'zod';
import { type Person, ROLES } from './person.ts';

/** A member of the company as a chat platform knows them. */
export interface DirectoryMember {
  userId: string;
  name: string;
  /** 职务. */
  title: string;
  /** Names of the departments, the innermost last. */
  departments: string[];
  managerUserId?: string | undefined;
  active: boolean;
  /** Works here, but no message would arrive: has never opened the client. */
  dormant?: boolean | undefined;
}

/** Who gets which role: the first rule that fits counts, and every part of it that is given must fit. */
export const roleRule = z
  .strictObject({
    role: z.enum(ROLES),
    /** Seniority of whom this rule fits, for what is asked of whom: 新人, 资深. */
    level: z.string().trim().min(1).max(20).optional(),
    /** Words in the job title. */
    titles: z.array(z.string().min(1)).optional(),
    /** Words in a department's name. */
    departments: z.array(z.string().min(1)).optional(),
    /** Accounts on the platform. */
    members: z.array(z.string().min(1)).optional(),
  })
  .refine(
    (rule) => rule.titles ?? rule.departments ?? rule.members,
    '至少写 titles、departments、members 之一',
  );
export type RoleRule = z.infer<typeof roleRule>;

/** What most sales companies call their people. Whoever fits nowhere stays outside: HR gets no leads. */
export const USUAL_ROLES: RoleRule[] = [
  { role: 'admin', titles: ['系统管理员'] },
  { role: 'finance', departments: ['财务'] },
  { role: 'marketing', departments: ['市场'] },
  { role: 'service', departments: ['服务', '售后', '技术支持'] },
  { role: 'rnd', departments: ['研发', '产品'] },
  { role: 'director', titles: ['总监', '总经理'] },
  { role: 'regional-manager', titles: ['区域经理', '大区经理'] },
  { role: 'team-lead', titles: ['主管', '组长', '销售经理'] },
  { role: 'rep', titles: ['销售', '业务', '客户经理'] },
  { role: 'rep', departments: ['销售', '业务'] },
];

export interface DirectoryPlan {
  /** People to add or change; what they carry and earned is not part of it. */
  upserts: Omit<Person, 'slots' | 'wins' | 'focus' | 'averageCycleDays'>[];
  /** Known here, active, and gone there. */
  leavers: Person[];
  /** So many at once that a slip in the platform's settings is likelier: nobody is taken to have left. */
  doubtful: boolean;
  /** Members no rule gives a role. */
  outside: number;
}

/** Up to this many may leave at once without question, or this share of all. */
const LEAVERS_UNQUESTIONED = 3;
const SHARE_UNQUESTIONED = 0.1;

/** Compares a platform's members with the people known here. */
export function planDirectory(input: {
  platform: string;
  members: readonly DirectoryMember[];
  people: readonly Person[];
  roles: readonly RoleRule[];
  /** Names of the sales regions. */
  regions: readonly string[];
}): DirectoryPlan {
  const { platform, members, people, roles, regions } = input;
  const accountOf = (person: Person) => person.accounts.find((a) => a.platform === platform)?.userId;
  const known = new Map(people.flatMap((p): [string, Person][] => [[accountOf(p) ?? '', p]]));
  known.delete('');
  const here = members.filter((member) => member.active);
  const chosen = here.flatMap((member) => {
    const rule = ruleFor(member, roles);
    const role = rule?.role ?? known.get(member.userId)?.role;
    return role ? [{ member, role, level: rule?.level }] : [];
  });
  const taken = new Set(people.map((person) => person._id));
  const ids = new Map(
    chosen.map(({ member: { userId } }) => [
      userId,
      known.get(userId)?._id ?? (taken.has(userId) ? `${platform}-${userId}` : userId),
    ]),
  );
  const upserts = chosen.map(({ member, role, level }) => {
    const found = known.get(member.userId);
    return {
      _id: ids.get(member.userId) ?? member.userId,
      name: member.name,
      role,
      managerId: ids.get(member.managerUserId ?? ''),
      team: member.departments.at(-1),
      ...(level ? { level } : {}),
      regions: regionsOf(member, regions) ?? found?.regions ?? [],
      active: true,
      accounts: found?.accounts ?? [{ platform, userId: member.userId }],
    };
  });
  const present = new Set(here.map((member) => member.userId));
  const leavers = [...known].filter(([userId, p]) => p.active && !present.has(userId)).map(([, p]) => p);
  const active = [...known.values()].filter((p) => p.active).length;
  const doubtful = leavers.length > Math.max(LEAVERS_UNQUESTIONED, active * SHARE_UNQUESTIONED);
  return { upserts, leavers, doubtful, outside: here.length - chosen.length };
}

function ruleFor(member: DirectoryMember, roles: readonly RoleRule[]): RoleRule | undefined {
  const inTitle = (word: string) => member.title.includes(word);
  const inDepartments = (word: string) => member.departments.some((name) => name.includes(word));
  const isMember = (id: string) => id.toLowerCase() === member.userId.toLowerCase();
  return roles.find(
    ({ titles, departments, members }) =>
      (!titles || titles.some(inTitle)) &&
      (!departments || departments.some(inDepartments)) &&
      (!members || members.some(isMember)),
  );
}

/** Regions named in title or departments; undefined leaves what was set here. */
function regionsOf(
  { title, departments }: DirectoryMember,
  regions: readonly string[],
): string[] | undefined {
  const found = regions.filter((region) => [title, ...departments].some((text) => text.includes(region)));
  return found.length ? found : undefined;
}
