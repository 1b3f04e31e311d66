import type { Person } from '../../src/domain/people/person.ts';

const REGIONS = ['华东', '华南', '华北'];
const REPS = 120;
const REPS_PER_LEAD = 20;

/** A company that gets twelve thousand leads a month: 120 reps, 20 to a team, three regions. */
export function bigTeam(reps = REPS): Person[] {
  const regional = REGIONS.map((region, i) =>
    person(`regional-${i}`, 'regional-manager', { managerId: 'director', regions: [region] }),
  );
  const leads = Array.from({ length: reps / REPS_PER_LEAD }, (_, i) =>
    person(`lead-${i}`, 'team-lead', {
      managerId: `regional-${i % REGIONS.length}`,
      regions: [REGIONS[i % REGIONS.length] ?? ''],
    }),
  );
  const people = Array.from({ length: reps }, (_, i) => {
    const team = i % leads.length;
    return person(`rep-${i}`, 'rep', {
      managerId: `lead-${team}`,
      team: `team-${team}`,
      regions: [REGIONS[team % REGIONS.length] ?? ''],
    });
  });
  return [
    person('director', 'director'),
    person('marketing', 'marketing'),
    person('admin', 'admin'),
    ...regional,
    ...leads,
    ...people,
  ];
}

function person(id: string, role: Person['role'], over: Partial<Person> = {}): Person {
  return {
    _id: id,
    name: `同事${id}`,
    role,
    regions: [],
    email: `${id}@company.example`,
    active: true,
    slots: [],
    wins: [],
    focus: [],
    accounts: ['simulator', 'wecom', 'dingtalk'].map((platform) => ({ platform, userId: id })),
    ...over,
  };
}
