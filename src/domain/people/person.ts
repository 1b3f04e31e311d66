/** People of the company: who sells, who leads, who sees what. */
export const ROLES = [
  'rep',
  'team-lead',
  'regional-manager',
  'director',
  'marketing',
  'finance',
  'service',
  'rnd',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Record<Role, string> = {
  rep: '销售代表',
  'team-lead': '销售主管',
  'regional-manager': '区域经理',
  director: '销售总监',
  marketing: '市场',
  finance: '财务',
  service: '服务工程师',
  rnd: '研发',
  admin: '管理员',
};

export interface Person {
  _id: string;
  name: string;
  role: Role;
  managerId?: string | undefined;
  team?: string | undefined;
  /** Seniority, as the playbook's roles call it: 新人, 资深. */
  level?: string | undefined;
  /** Regions this person sells in or leads; empty means everywhere. */
  regions: string[];
  email?: string | undefined;
  phone?: string | undefined;
  active: boolean;
  /** Who ended it, when, and by which operation. */
  left?: { at: Date; by: string; key: string } | undefined;
  /** Open leads this rep may carry at once; the playbook's default when absent. */
  cap?: number | undefined;
  /** Away: takes no new leads from–until. */
  absence?: { from: Date; until: Date; reason: string } | undefined;
  /** No message reaches them: why, in Chinese. They get no new leads until one does. */
  unreachable?: { reason: string; since: Date } | undefined;
  /** Own do-not-disturb hours, `22:00-08:00`: no new leads then. */
  quiet?: string | undefined;
  /** Open leads carried now. The one truth of a rep's load: a slot is claimed here before the lead is assigned. */
  slots: string[];
  /** Deals won, newest last, bounded: what routing knows of experience. */
  wins: { category: string; at: Date; key?: string | undefined; cycleDays?: number | undefined }[];
  /** Mean days from lead to won deal; absent before the first one. */
  averageCycleDays?: number | undefined;
  /** Recently handled leads, newest last and one perhaps several times, bounded: what "he" means in a short note. */
  focus: { leadId: string; at: Date }[];
  /** The style of scripts they took last (C9). */
  scriptStyle?: 'price' | 'function' | 'service' | undefined;
  /** The event upon which they were welcomed. */
  greetedBy?: string | undefined;
  accounts: { platform: string; userId: string }[];
}

/** Who somebody is, without what changes with every lead. */
export type Colleague = Omit<Person, 'slots' | 'wins' | 'focus' | 'averageCycleDays'>;

/** The manager, the manager's manager, … up to the top; stops at a loop. */
export function managersOf(person: Colleague, people: ReadonlyMap<string, Colleague>): Colleague[] {
  const chain: Colleague[] = [];
  const seen = new Set([person._id]);
  let next = person.managerId;
  while (next !== undefined && !seen.has(next)) {
    seen.add(next);
    const manager = people.get(next);
    if (!manager) break;
    if (manager.active) chain.push(manager);
    next = manager.managerId;
  }
  return chain;
}

/** Everyone below `person`, at any depth, not counting the person. */
export function subordinatesOf(person: Colleague, people: Iterable<Colleague>): Set<string> {
  const reports = new Map<string, string[]>();
  for (const p of people) {
    if (p.managerId) reports.set(p.managerId, [...(reports.get(p.managerId) ?? []), p._id]);
  }
  const below = new Set<string>();
  const queue = [...(reports.get(person._id) ?? [])];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (below.has(id) || id === person._id) continue;
    below.add(id);
    queue.push(...(reports.get(id) ?? []));
  }
  return below;
}
