import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cohortFigure } from '../../../src/domain/metrics/activation.ts';
import { FIGURES } from '../../../src/domain/metrics/index.ts';
import { EVERYTHING } from '../../../src/domain/people/scope.ts';
import { FigureProof } from '../../../src/services/figures/proof.ts';
import { RECOUNTS } from '../../../src/services/figures/recount.ts';
import { type Company, openCompany } from '../../support/figures/company.ts';
import { storm } from '../../support/figures/storm.ts';
import { toldByFacts, toldByRecords } from '../../support/figures/told-by-records.ts';

const MINUTES_MS = 900_000;
const OPERATIONS = Number(process.env.STORM ?? 500);
const ALL = { from: '2026-11-01', to: '2027-12-31' };

describe(`figures after ${OPERATIONS} random operations`, { timeout: MINUTES_MS }, () => {
  let company: Company;
  let proof: FigureProof;

  beforeAll(async () => {
    company = await openCompany();
    await storm(company, OPERATIONS, 17);
    const { stores, services } = company;
    proof = new FigureProof({ ...stores, ...services, versions: stores.playbooks });
  }, MINUTES_MS);
  afterAll(() => company.close());

  it('are the same when plain loops over the records compute them, as a whole and day by day', async () => {
    const now = company.time.now();
    const days = [ALL];
    for (let day = 3; day <= 20; day += 4) {
      const key = `2026-11-${String(day).padStart(2, '0')}`;
      days.push({ from: key, to: key });
    }
    for (const one of days) expect(await proof.differences(one, now)).toEqual([]);
    expect(await toldByFacts(company)).toEqual(await toldByRecords(company));
  });

  it('have something to compare: each figure from facts has rows of both kinds', async () => {
    const now = company.time.now();
    for (const figure of FIGURES) {
      if (!RECOUNTS[figure.id]) continue;
      const { rows } = await company.services.figures.rows(figure, ALL, EVERYTHING, now);
      expect(rows.length, figure.id).toBeGreaterThan(3);
    }
  });

  it('a record that loses what it stated is found, by its row', async () => {
    const now = company.time.now();
    const figure = company.services.figures.definition('sla-2h');
    const { rows } = await company.services.figures.rows(figure, ALL, EVERYTHING, now);
    const hit = rows.find((row) => row.hit === 1);
    const facts = company.connection.collection<{ _id: string }>('facts');
    const [gone] = await facts
      .find({ lead: hit?.lead ?? '', kind: 'lead.created', n: 1, person: { $exists: true } })
      .toArray();
    await facts.deleteOne({ _id: gone?._id ?? '' });
    const found = await proof.differences(ALL, now);
    expect(found).toContainEqual({
      figure: 'sla-2h',
      title: 'SLA达标率',
      row: hit?.lead,
      first: '没有',
      second: '1/1',
    });
    if (gone) await facts.insertOne(gone);
  });

  it('of activation are those of the daily report for the same day', async () => {
    const now = company.time.now();
    const figure = company.services.figures.definition('activation-72h');
    const cohorts = await company.stores.leads.list(
      EVERYTHING,
      { firstAssignedDay: { $gte: '2026-11-01' } },
      { limit: 9_999 },
    );
    const days = [...new Set(cohorts.flatMap(({ firstAssignedDay }) => firstAssignedDay ?? []))];
    expect(days.length).toBeGreaterThan(2);
    for (const day of days) {
      const reported = cohortFigure(
        day,
        cohorts.filter((lead) => lead.firstAssignedDay === day),
        72,
      );
      const { numerator, denominator, pending } = await company.services.figures.answer(
        figure,
        { from: day, to: day },
        EVERYTHING,
        now,
      );
      expect(denominator + pending, day).toBe(reported.assigned);
      if (!pending) expect(numerator, day).toBe(reported.activated);
    }
  });

  it('add up: the parts by person, team, region, source and product are the whole', async () => {
    const now = company.time.now();
    for (const figure of FIGURES) {
      const today = { from: ALL.from, to: ALL.to };
      for (const by of ['person', 'team', 'region', 'source', 'product', 'stage', 'day', 'month'] as const) {
        const answer = await company.services.figures.answer(figure, { ...today, by }, EVERYTHING, now);
        const sum = answer.groups.reduce((total, { denominator }) => total + denominator, 0);
        expect(sum, `${figure.id} by ${by}`).toBeCloseTo(answer.denominator, 3);
      }
    }
  });

  it('facts are only ever added: what was taken back is there twice', async () => {
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

  it('facts tell each deadline that went by, as the audit log does', async () => {
    const lines = await company.stores.audit.list({ kind: 'clock.fired' }, 100_000);
    const fired = lines.flatMap(({ leadId, after, record }) =>
      (record?.kind ?? 'lead') === 'lead' && after?.step === 0 && after.clock !== 'assignment'
        ? [`${leadId} ${after.clock}`]
        : [],
    );
    const facts = await company.stores.facts.ofDays('clock.overdue', '2026-01-01', '2027-12-31');
    expect(facts.map(({ lead, values }) => `${lead} ${values?.clock}`).sort()).toEqual(fired.sort());
  });

  it('facts of records of an earlier release are stated once, on the next start', async () => {
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
