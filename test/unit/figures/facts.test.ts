import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../../support/figures/company.ts';
import { storm } from '../../support/figures/storm.ts';
import { toldByFacts, toldByRecords } from '../../support/figures/told-by-records.ts';

const MINUTES_MS = 300_000;

describe('facts after weeks of work, undo, correction, re-assignment', { timeout: MINUTES_MS }, () => {
  let company: Company;

  beforeAll(async () => {
    company = await openCompany();
    await storm(company, 200, 11);
  }, MINUTES_MS);
  afterAll(() => company.close());

  it('say what the records say', async () => {
    const told = await toldByFacts(company);
    expect(told).toEqual(await toldByRecords(company));
    const kinds = new Set(told.map((line) => line.split(' ')[0]));
    expect([...kinds].sort()).toEqual([
      'contact',
      'lead.assigned',
      'lead.closed',
      'lead.created',
      'lead.reached',
      'promise',
      'stage.moved',
    ]);
  });

  it('are only ever added: what was taken back is there twice', async () => {
    const facts = company.connection.collection<{ _id: string; recordedAt: Date }>('facts');
    const reversals = await facts.countDocuments({ n: -1 });
    expect(reversals).toBeGreaterThan(10);
    for await (const reversal of facts.find({ n: -1 })) {
      const original = await facts.findOne({ _id: reversal._id.slice(0, -1) });
      const { recordedAt, ...same } = reversal;
      expect(original, reversal._id).toEqual({
        ...same,
        _id: reversal._id.slice(0, -1),
        n: 1,
        recordedAt: expect.any(Date),
      });
      expect(+recordedAt).toBeGreaterThanOrEqual(+(original?.recordedAt ?? 0));
    }
  });

  it('tell each deadline that went by, as the audit log does', async () => {
    const lines = await company.stores.audit.list({ kind: 'clock.fired' }, 100_000);
    const fired = lines.flatMap(({ leadId, after }) =>
      after?.step === 0 && after.clock !== 'assignment' ? [`${leadId} ${after.clock}`] : [],
    );
    const facts = await company.stores.facts.ofDays('clock.overdue', '2026-01-01', '2027-12-31');
    expect(facts.map(({ lead, values }) => `${lead} ${values?.clock}`).sort()).toEqual(fired.sort());
  });

  it('of records of an earlier release are stated once, on the next start', async () => {
    const before = await toldByFacts(company);
    await company.connection.collection('facts').deleteMany({});
    for (const name of ['leads', 'interactions']) {
      await company.connection.collection(name).updateMany({}, { $unset: { posted: '' } });
    }
    for (const _twice of [1, 2]) {
      await company.stores.leads.stateFacts(({ createdAt }) => createdAt);
      await company.stores.interactions.stateFacts(({ at }) => at);
      await company.engine.settle();
    }
    expect(await toldByFacts(company)).toEqual(before);
  });
});
