import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config/env.ts';
import { FrozenClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { EVERYTHING } from '../../src/domain/people/scope.ts';
import { definitionOf } from '../../src/domain/reports/index.ts';
import { aLead } from '../support/builders.ts';
import { ROOT } from '../support/company.ts';
import { atMost, type Figure, type Part, percentile, plain } from './figures.ts';
import { insertAll, type Lab } from './lab.ts';
import { bigTeam } from './team.ts';

const DAY = 86_400_000;
const NOW = new Date('2026-11-24T10:02:00+08:00');
const LEADS_A_DAY = 60;
const NOTES_A_LEAD = 5;
const SIZES = [10_000, 100_000, 1_000_000];
const REPEATS = 9;

/** The same company, a month, a year and nine years into its history: 60 leads a day, five contacts each. */
export const report: Part = {
  name: 'report',
  title: 'Daily activation report, by interactions of history',
  async run(lab: Lab): Promise<Figure[]> {
    const { connection, close } = await lab.open();
    const env = { DATA_DIR: lab.dataDir, PLAYBOOK: lab.playbook, MONGODB_URI: lab.mongodbUri };
    const config = readConfig(env);
    const clock = new FrozenClock(NOW);
    const people = bigTeam();
    const { services } = await compose({ config, connection, log: silentLogger, root: ROOT, clock, people });
    const version = await services.playbooks.current();
    const directory = await services.directory.map();
    const director = directory.get('director');
    if (!director) throw new Error('no director');
    const asked = { scope: EVERYTHING, person: director, version, people: directory, now: NOW, late: false };
    const figures: Figure[] = [];
    let seeded = 0;
    let before: number | undefined;
    for (const size of lab.quick ? SIZES.slice(0, 2) : SIZES) {
      const days = Math.ceil(size / (LEADS_A_DAY * NOTES_A_LEAD));
      for (; seeded < days; seeded++) await seedDay(connection, seeded);
      const times: number[] = [];
      for (let i = 0; i < REPEATS; i++) {
        const begun = performance.now();
        await services.reports.make(definitionOf('activation'), '2026-11-24', asked);
        times.push(performance.now() - begun);
      }
      const median = percentile(times, 50);
      figures.push(plain(`${size.toLocaleString('en')} interactions`, median, 'ms'));
      if (before !== undefined) figures.push(atMost('… 10× the history takes', median / before, '×', 1.2));
      before = median;
    }
    await close();
    return distinct(figures);
  },
};

async function seedDay(connection: Parameters<typeof insertAll>[0], daysAgo: number): Promise<void> {
  const at = new Date(NOW.getTime() - (daysAgo + 1) * DAY);
  const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const reps = bigTeam().filter((person) => person.role === 'rep');
  const leads = Array.from({ length: LEADS_A_DAY }, (_, i) => {
    const id = `L${1_000_000 + daysAgo * LEADS_A_DAY + i}`;
    const ownerId = reps[(daysAgo + i) % reps.length]?._id ?? '';
    const touched = i % 6 !== 0;
    const open = daysAgo < 30;
    return aLead({
      _id: id,
      customerId: `C${id.slice(1)}`,
      openFor: open ? `C${id.slice(1)}` : undefined,
      company: `客户${id}`,
      status: open ? (touched ? 'touched' : 'assigned') : 'lost',
      ownerId,
      assignments: [{ n: 1, ownerId, at, by: 'routing' }],
      createdAt: at,
      createdDay: day,
      firstAssignedAt: at,
      firstAssignedDay: day,
      assignedAt: at,
      firstTouchedAt: touched ? new Date(at.getTime() + 5 * 3_600_000) : undefined,
      interactions: touched ? NOTES_A_LEAD : 0,
      originKey: `bench:${id}`,
    });
  });
  const interactions = leads.flatMap(({ _id: leadId, customerId, ownerId }) =>
    Array.from({ length: NOTES_A_LEAD }, (_, i) => ({
      _id: `R${leadId.slice(1)}${i}`,
      originKey: `bench:${leadId}:${i}`,
      leadId,
      customerId,
      by: ownerId,
      at,
      day,
      week: day,
      text: '打电话聊过，还在等院长定',
      actions: [],
      objections: [],
      scenes: [],
      state: 'confirmed',
      rev: 1,
      effects: [],
      applied: [],
    })),
  );
  await insertAll(connection, 'leads', leads.map(withoutAbsent));
  await insertAll(connection, 'interactions', interactions);
}

function withoutAbsent(doc: object): object {
  return Object.fromEntries(Object.entries(doc).filter(([, value]) => value !== undefined));
}

/** Rows of a table have names of their own. */
function distinct(figures: Figure[]): Figure[] {
  return figures.map((figure, i) => ({
    ...figure,
    what: figure.what.startsWith('…') ? `${figures[i - 1]?.what}, against a tenth of it` : figure.what,
  }));
}
