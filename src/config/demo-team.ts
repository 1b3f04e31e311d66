import { z } from 'zod';
import { type Person, ROLES } from '../domain/people/person.ts';
import { createReport } from './checks/findings.ts';
import { fromStart, relativeTime } from './relative-time.ts';
import { configError, loadYamlFile } from './yaml-file.ts';

const personId = z.string().regex(/^[a-z]+(-[a-z]+)*$/, '写成拼音，如 wang-min');
const name = z.string().min(1).max(20);

const personSchema = z.strictObject({
  id: personId,
  name,
  role: z.enum(ROLES),
  manager: personId.optional(),
  team: name.optional(),
  /** Empty means everywhere. */
  regions: z.array(name),
  email: z.email('写成 wang.min@example.com').optional(),
  phone: z.string().optional(),
  cap: z.number().int().positive().optional(),
  /** Own do-not-disturb hours. */
  quiet: z
    .string()
    .regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/, '写成 22:00-08:00')
    .optional(),
  away: z.strictObject({ from: relativeTime, until: relativeTime, reason: z.string().min(1) }).optional(),
  wins: z
    .array(z.strictObject({ category: z.string().min(1), daysAgo: z.number().nonnegative() }))
    .default([]),
  averageCycleDays: z.number().positive().optional(),
});

export const demoTeamSchema = z.strictObject({ people: z.array(personSchema).min(1) });
export type DemoTeam = z.infer<typeof demoTeamSchema>;

const DAY_MS = 86_400_000;

/** The demo company's people. Throws a `config` error: wrong shape, doubled ids, unknown managers, a circle of them. */
export function loadDemoTeam(path: string): DemoTeam {
  const { value, source } = loadYamlFile(path, demoTeamSchema);
  const report = createReport(source);
  const ids = value.people.map((person) => person.id);
  for (const [i, person] of value.people.entries()) {
    const at = ['people', i];
    if (ids.indexOf(person.id) < i) report.error([...at, 'id'], `“${person.id}”重复了`);
    if (person.manager === undefined) continue;
    if (report.refer([...at, 'manager'], '人', person.manager, ids) && leadsBack(person.id, value.people)) {
      report.error([...at, 'manager'], '上级绕成了一圈');
    }
  }
  if (report.errors.length > 0) throw configError(report.errors);
  return value;
}

function leadsBack(id: string, people: DemoTeam['people']): boolean {
  const managers = new Map(people.map((person) => [person.id, person.manager]));
  let at = managers.get(id);
  for (let steps = 0; at !== undefined && steps <= people.length; steps += 1) {
    if (at === id) return true;
    at = managers.get(at);
  }
  return false;
}

/** The people as they are when the demo starts: nobody carries a lead yet, everyone has a simulator account. */
export function demoPeople(team: DemoTeam, start: Date): Person[] {
  return team.people.map(({ id, manager, away, wins, ...person }) => ({
    ...person,
    _id: id,
    managerId: manager,
    active: true,
    absence: away && {
      from: fromStart(start, away.from),
      until: fromStart(start, away.until),
      reason: away.reason,
    },
    slots: [],
    wins: wins
      .map((win) => ({ category: win.category, at: fromStart(start, -win.daysAgo * DAY_MS) }))
      .sort((a, b) => a.at.getTime() - b.at.getTime()),
    focus: [],
    accounts: [{ platform: 'simulator', userId: id }],
  }));
}
