import { setTimeout as wait } from 'node:timers/promises';
import { isOpen } from '../../src/domain/leads/lead.ts';
import type { Person } from '../../src/domain/people/person.ts';
import { aLead } from '../support/builders.ts';
import { atMost, type Figure, type Part, percentile, plain } from './figures.ts';
import { insertAll, type Lab } from './lab.ts';
import { bigTeam } from './team.ts';

const CLOCKS = 10_000;
const QUICK_CLOCKS = 2_000;
const WITHIN_MS = 10 * 60_000;
const MINUTE = 60_000;
/** Leads came in during this minute, so their two-hour reminders are due during the one two hours later. */
const ASSIGNED = new Date('2026-11-24T09:00:00+08:00');
const FIRST_DUE = new Date(ASSIGNED.getTime() + 120 * MINUTE);
const LEAD_IN_MS = 20_000;

/** Everybody's two-hour reminder in the same minute. */
export const clocks: Part = {
  name: 'clocks',
  title: '10,000 reminders due in the same minute',
  async run(lab: Lab): Promise<Figure[]> {
    const count = lab.quick ? QUICK_CLOCKS : CLOCKS;
    // Started once, so that playbook, people and indexes stand; then filled and started again.
    const now = new Date(FIRST_DUE.getTime() - LEAD_IN_MS).toISOString();
    const first = await lab.program({ now });
    await first.start();
    await first.stop();
    await fill(lab, count);
    const program = await lab.program({ now });
    try {
      await program.start();
      const begun = performance.now();
      let fired = Number.NaN;
      let out = Number.NaN;
      while (Number.isNaN(out) && performance.now() - begun < WITHIN_MS) {
        const figures = await metrics(program.url);
        const elapsed = (performance.now() - begun) / 1_000;
        if (Number.isNaN(fired) && figures.fired >= count) fired = elapsed;
        if (!Number.isNaN(fired) && figures.pending === 0) out = elapsed;
        await wait(250);
      }
      await program.stop();
      const late = await lateness(lab);
      return [
        plain('clocks', count, ''),
        plain('all fired after', fired - LEAD_IN_MS / 1_000, 's'),
        plain('all cards out or bundled after', out - LEAD_IN_MS / 1_000, 's'),
        plain('late p50', percentile(late, 50), 's'),
        atMost('late p99', percentile(late, 99), 's', 10),
        plain('late at most', percentile(late, 100), 's'),
        atMost('fired other than once', Math.abs(late.length - count), '', 0),
      ];
    } finally {
      await program.kill();
    }
  },
};

async function fill(lab: Lab, count: number): Promise<void> {
  const { connection, close } = await lab.open();
  const reps = bigTeam().filter((person) => person.role === 'rep');
  const version = await connection.collection('playbooks').findOne({}, { sort: { _id: -1 } });
  const leads = Array.from({ length: count }, (_, i) => {
    const at = new Date(ASSIGNED.getTime() + Math.floor((i / count) * MINUTE));
    const owner = (reps[i % reps.length] as Person)._id;
    const dueAt = new Date(at.getTime() + 120 * MINUTE);
    return aLead({
      _id: `L${10_000 + i}`,
      customerId: `C${10_000 + i}`,
      openFor: `C${10_000 + i}`,
      company: `杭州市第${i}人民医院`,
      phone: `+86137${String(10_000_000 + i)}`,
      status: 'assigned',
      stage: 'first-contact',
      ownerId: owner,
      assignments: [{ n: 1, ownerId: owner, at, by: 'routing' }],
      clocks: [
        {
          name: 'first-touch',
          step: 0,
          startedAt: at,
          dueAt,
          playbookVersion: Number(version?._id),
          because: '2小时',
          assignment: 1,
        },
      ],
      nextDueAt: dueAt,
      createdAt: at,
      createdDay: '2026-11-24',
      firstAssignedAt: at,
      firstAssignedDay: '2026-11-24',
      assignedAt: at,
      originKey: `bench:${i}`,
      playbookVersion: Number(version?._id),
    });
  });
  await insertAll(connection, 'leads', leads);
  const customers = leads.map(({ customerId, company, ownerId, createdAt }) => ({
    _id: customerId,
    rev: 1,
    effects: [],
    applied: [],
    name: company,
    aliases: [],
    contacts: [],
    fields: {},
    tags: [],
    ownerId,
    identity: [`bench:${customerId}`],
    matchKeys: [],
    purchases: [],
    concerns: [],
    lifecycle: 'prospect',
    createdAt,
  }));
  await insertAll(connection, 'customers', customers);
  for (const { _id } of reps) {
    const slots = leads.filter((lead) => isOpen(lead) && lead.ownerId === _id).map((lead) => lead._id);
    await connection.collection<{ _id: string }>('people').updateOne({ _id }, { $set: { slots } });
  }
  // The simulator's clock goes on from where it was written down last.
  await connection.collection<{ _id: string }>('settings').deleteOne({ _id: 'simulator-clock' });
  await close();
}

async function metrics(url: string): Promise<{ fired: number; pending: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (line: RegExp) => Number(line.exec(text)?.[1] ?? 0);
  return {
    fired: read(/^genjin_clocks_fired_total\{clock="first-touch"\} (\d+)/m),
    pending:
      read(/^genjin_queue_size\{queue="outbox-pending"\} (\d+)/m) +
      read(/^genjin_queue_size\{queue="outbox-sending"\} (\d+)/m),
  };
}

/** Seconds from due to the moment the record says it fired, one per firing. */
async function lateness(lab: Lab): Promise<number[]> {
  const { connection, close } = await lab.open();
  const fired = await connection.collection('audit').find({ kind: 'clock.fired' }).toArray();
  await close();
  return fired.map(({ at, after }) => (at.getTime() - after.dueAt.getTime()) / 1_000);
}
