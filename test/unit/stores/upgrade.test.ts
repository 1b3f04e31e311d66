import { expect, it } from 'vitest';
import { randomId } from '../../../src/core/ids.ts';
import { buildIndexes, openDatabase } from '../../../src/stores/database.ts';
import { createStores } from '../../../src/stores/stores.ts';
import { upgrade } from '../../../src/stores/upgrade.ts';
import { aLead } from '../../support/builders.ts';
import { createDatabase } from '../../support/database.ts';

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

it('takes the score tables off the leads of an earlier version, once', async () => {
  const database = await createDatabase();
  const connection = await openDatabase(database.uri);
  const stores = createStores(connection, '', randomId);
  await buildIndexes(connection);
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
  await connection.close();
  await database.drop();
});
