import type { Connection } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomId } from '../../../src/core/ids.ts';
import { buildIndexes, openDatabase } from '../../../src/stores/database.ts';
import { createStores, type Stores } from '../../../src/stores/stores.ts';
import { dataVersion, STEPS, upgrade } from '../../../src/stores/upgrade.ts';
import { aLead } from '../../support/builders.ts';
import { recordOf } from '../../support/card-world.ts';
import { createDatabase } from '../../support/database.ts';
import { examplePlaybook } from '../../support/playbooks.ts';

const DECISION = {
  policy: 'weighted' as const,
  playbookVersion: 3,
  at: new Date('2026-11-23T02:30:00Z'),
  winnerId: 'wang-min',
  candidates: [
    { userId: 'wang-min', eligible: true, reasons: ['空闲度 100 分'], scores: { idleness: 100 }, total: 100 },
    { userId: 'feng-lei', eligible: false, reasons: ['年假，到11月28日'], scores: {}, total: 0 },
  ],
};

let connection: Connection;
let stores: Stores;
let drop: () => Promise<void>;

beforeEach(async () => {
  const database = await createDatabase();
  connection = await openDatabase(database.uri);
  stores = createStores(connection, '', randomId);
  await buildIndexes(connection);
  drop = () => database.drop();
});

afterEach(async () => {
  await connection.close();
  await drop();
});

it('takes the score tables off the leads of an earlier version, once', async () => {
  const [old, plain] = [
    aLead({ _id: 'L1001' }),
    aLead({ _id: 'L1002', originKey: 'other', customerId: 'C102' }),
  ];
  const op = { key: 'test', now: old.createdAt, by: 'test' };
  for (const lead of [old, plain]) await stores.leads.insert(lead, op);
  // As it was written then, past today's store.
  await connection
    .collection<{ _id: string }>('leads')
    .updateOne({ _id: 'L1001' }, { $set: { decision: DECISION } });

  for (const _start of [1, 2]) await upgrade(stores);

  const { candidates, ...brief } = DECISION;
  const lead = await stores.leads.get('L1001');
  expect(lead?.decision).toEqual({ id: expect.any(String), ...brief, total: 100 });
  expect(await stores.decisions.get(lead?.decision?.id ?? '')).toEqual({ ...brief, candidates });
  expect((await stores.leads.get('L1002'))?.decision).toBeUndefined();
  expect(await connection.collection('decisions').countDocuments()).toBe(1);
});

it('gives activation reports of an earlier version the shape of all reports', async () => {
  const cohort = { day: '2026-11-22', assigned: 4, activated: 3, share: 0.75, leadIds: ['L1'] };
  const waiting = [{ leadId: 'L1', company: '市一医院', ownerId: 'a', ownerName: '王敏', hours: 3 }];
  const _id = 'activation-2026-11-23.chen-guodong';
  const kept = { madeAt: new Date('2026-11-23T02:02:00.437Z'), late: false };
  const own = { day: '2026-11-23', target: 0.85, withinHours: 72, top: waiting, inactive: waiting };
  await connection
    .collection<{ _id: string }>('reports')
    .insertOne({ _id, ...kept, ...own, yesterday: cohort, matured: cohort } as { _id: string });

  await upgrade(stores);

  const figures = { yesterday: cohort, matured: cohort, target: 0.85, withinHours: 72, top: waiting };
  const shape = { kind: 'activation', period: '2026-11-23', formulaVersion: 1, figures, rows: waiting };
  expect(await stores.reports.get(_id)).toEqual({ _id, ...kept, ...shape });
});

it('tells contacts from attempts and remarks in the records of an earlier version', async () => {
  const at = new Date('2026-11-21T03:00:00.317Z');
  const version = examplePlaybook('medical-devices');
  const row = { _id: 1, name: 'x', source: 'x', digest: 'x', by: 'test', at, changes: [] };
  await stores.playbooks.add({ ...row, content: { playbook: version.playbook, lookups: version.lookups } });
  const owned = {
    ownerId: 'wang-min',
    assignments: [{ n: 1, ownerId: 'wang-min', at: new Date(0), by: 'api' }],
  };
  const op = { key: 'test', now: at, by: 'test' };
  const records = {
    // What counted then and does now, what counted then and does not now, and what never did.
    L1001: [{ text: '已报价', actions: [{ id: 'quoted', label: '已报价' }] }],
    L1002: [{ text: '这家医院在哪个区' }],
    L1003: [{ text: '没接', actions: [{ id: 'no-answer', label: '未接通' }] }],
    L1004: [{ text: '你抓紧打一下', by: 'li-qiang' }],
    L1005: [{ text: '已联系' }],
  };
  for (const [i, [id, notes]] of Object.entries(records).entries()) {
    const touched = {
      status: 'touched' as const,
      firstTouchedAt: at,
      lastInteractionAt: at,
      interactions: 1,
    };
    await stores.leads.insert(
      aLead({ _id: id, originKey: id, customerId: `C${i}`, ...owned, ...touched }),
      op,
    );
    for (const note of notes) {
      const record = recordOf({
        _id: `R${i}`,
        originKey: `r${i}`,
        leadId: id,
        at,
        actions: [],
        objections: [],
        ...note,
      });
      await stores.interactions.insert({ ...record, amountFen: undefined, nextAt: undefined }, op);
    }
  }
  await connection.collection('interactions').updateMany({}, { $unset: { reached: '' } });

  await upgrade(stores);

  const seen = await Promise.all(
    Object.keys(records).map(async (id) => {
      const [lead, [record]] = [await stores.leads.get(id), await stores.interactions.ofLead(id)];
      return [record?.reached, lead?.status, lead?.firstTouchedAt?.getTime(), lead?.attempts?.calls];
    }),
  );
  expect(seen).toEqual([
    ['yes', 'touched', at.getTime(), undefined],
    ['no', 'assigned', undefined, undefined],
    ['attempt', 'assigned', undefined, 1],
    ['no', 'assigned', undefined, undefined],
    ['yes', 'touched', at.getTime(), undefined],
  ]);
});

describe('the version of the data', () => {
  it('is the newest after a start', async () => {
    await upgrade(stores);
    expect(await dataVersion(stores)).toEqual({ stored: STEPS.length, known: STEPS.length });
  });

  it('grows step by step: a start that is cut off goes on where it stopped', async () => {
    const ran: string[] = [];
    let cutOff = true;
    const step = (name: string) => ({
      name,
      async run() {
        if (name === 'second' && cutOff) throw new Error('killed');
        ran.push(name);
      },
    });
    const steps = ['first', 'second', 'third'].map(step);

    await expect(upgrade(stores, steps)).rejects.toThrow('killed');
    cutOff = false;
    await upgrade(stores, steps);
    await upgrade(stores, steps);

    expect(ran).toEqual(['first', 'second', 'third']);
  });

  it('of a newer release is refused, and nothing is touched', async () => {
    const step = { name: 'any', run: async () => {} };
    await upgrade(stores, [...STEPS, step]);
    const refused = upgrade(stores);
    await expect(refused).rejects.toMatchObject({ code: 'config' });
    await expect(refused).rejects.toMatchObject({ userText: expect.stringContaining('更新的版本') });
    expect((await dataVersion(stores)).stored).toBe(STEPS.length + 1);
  });
});
