import { describe, expect, it } from 'vitest';
import { loadPlaybookFile } from '../../../src/config/load-playbook.ts';
import { describeProblem } from '../../../src/config/problems.ts';
import { propertyShape } from '../../../src/domain/playbook/options.ts';
import { playbookSchema } from '../../../src/domain/playbook/playbook.ts';
import { FIRST_TOUCH } from '../../../src/domain/playbook/words.ts';
import { EXAMPLES, examplePlaybook, fixturePath } from '../../support/playbooks.ts';

describe.each(EXAMPLES)('%s', (name) => {
  const { playbook } = examplePlaybook(name);

  it('loads without a single warning', () => {
    const loaded = loadPlaybookFile(fixturePath(`playbooks/${name}/playbook.yaml`));
    expect(loaded.ok && loaded.warnings.map(describeProblem)).toEqual([]);
  });

  it('is the same after being stored and parsed again', () => {
    const stored: unknown = JSON.parse(JSON.stringify(playbook));
    expect(playbookSchema.parse(stored)).toStrictEqual(playbook);
    expect(stored).toStrictEqual(playbook);
  });

  it('has scripts for the first contact and every objection, in three styles', () => {
    for (const situation of [FIRST_TOUCH, ...playbook.objections.map((objection) => objection.id)]) {
      expect(
        playbook.scripts.some((script) => script.for.includes(situation)),
        situation,
      ).toBe(true);
    }
    expect(new Set(playbook.scripts.map((script) => script.style))).toEqual(
      new Set(['price', 'function', 'service']),
    );
    expect(playbook.scripts.length).toBeGreaterThanOrEqual(10);
  });

  it('always has a script for a first contact, whatever the lead', () => {
    expect(playbook.scripts.some((script) => script.for.includes(FIRST_TOUCH) && !script.if)).toBe(true);
  });

  it('lets every open lead run under some clock: each ends by repeating', () => {
    for (const clock of Object.values(playbook.clocks)) expect(clock.repeat).toBeDefined();
  });
});

describe('medical devices (S0, S4)', () => {
  const { playbook, lookups } = examplePlaybook('medical-devices');

  it('has twelve nodes and one way out', () => {
    expect(playbook.stages.filter((stage) => stage.end !== 'lost')).toHaveLength(12);
    expect(playbook.stages.find((stage) => stage.id === 'demo-booked')).toMatchObject({ dwell: '72h' });
    expect(playbook.stages.find((stage) => stage.id === 'trial-signed')).toMatchObject({
      requires: [{ item: 'document:试用确认书' }, { item: 'trialDays' }, { item: 'leadDoctorTitle' }],
    });
  });

  it('ticks the category when a product is chosen', () => {
    const options = propertyShape(playbook, 'products')?.options ?? [];
    expect(options.find((option) => option.value === 'CT设备')?.implies).toEqual({ categories: '影像类' });
    expect(propertyShape(playbook, 'categories')?.options?.map((option) => option.value)).toEqual([
      '影像类',
      '检验类',
      '耗材类',
      '手术室类',
    ]);
  });

  it('offers the three budget bands', () => {
    expect(playbook.budget.map((band) => band.value)).toEqual(['50万以下', '50–200万', '200万以上']);
  });

  it('weighs idleness 40, category 60, experience of half a year +35', () => {
    expect(playbook.routing).toMatchObject({
      policy: 'weighted',
      weights: { idleness: 40, category: 60, region: 0 },
      experience: { days: 183, bonus: 35 },
    });
  });

  it('knows at least sixty hospitals of three levels in every region', () => {
    const rows = lookups.hospitals ?? [];
    expect(rows.length).toBeGreaterThanOrEqual(60);
    for (const region of playbook.regions) {
      for (const level of ['三甲', '二甲', '社区']) {
        expect(
          rows.some((row) => row.区域 === region.value && row.等级 === level),
          region.value + level,
        ).toBe(true);
      }
    }
    expect(rows.find((row) => row.别名?.split('；').includes('市一医院'))?.医院名称).toBe(
      '杭州市第一人民医院',
    );
  });

  it('keeps everything nobody asked for back at night, and gathers what managers are told', () => {
    expect(playbook.calendar.quiet).toEqual({
      hours: ['22:00-07:30'],
      holds: ['urgent', 'normal', 'digest'],
      every: '30m',
      perDay: { 'team-lead': 6, 'regional-manager': 3, director: 3 },
    });
  });
});

describe('industrial equipment (S2)', () => {
  const { playbook } = examplePlaybook('industrial-equipment');

  it('tags a trial request of a lithium battery maker three times and tells the manager', () => {
    const rule = playbook.rules.find((one) => JSON.stringify(one.if).includes('锂电池制造'));
    expect(rule?.do.flatMap((action) => action.tag ?? [])).toEqual(['A类', '技术负责人', '高预算']);
    expect(rule?.do.flatMap((action) => action.notify?.to ?? [])).toEqual(['manager']);
  });

  it('routes strictly: fewer than five open leads, thirty days', () => {
    expect(playbook.routing).toMatchObject({ policy: 'strict', strict: { openBelow: 5, recentDays: 30 } });
  });

  it('allows 48 hours in 方案报价, of the clock on the wall', () => {
    expect(playbook.stages.find((stage) => stage.label === '方案报价')?.dwell).toBe('48h');
    expect(playbook.clocks.dwell.time).toBe('wall');
    expect(playbook.clocks['first-touch'].time).toBe('working');
  });
});

describe('pharma chain (S3)', () => {
  const { playbook, lookups } = examplePlaybook('pharma-chain');

  it('has six nodes before the two ends', () => {
    expect(playbook.stages.filter((stage) => !stage.end).map((stage) => stage.label)).toEqual([
      '线索获取',
      '资质审核',
      '拜访预约',
      '方案演示',
      '合同签订',
      '回款跟踪',
    ]);
  });

  it('lets no clinic pass without its licence', () => {
    expect(playbook.stages[1]?.requires).toContainEqual({ item: 'document:医疗机构执业许可证' });
  });

  it('fills distributor code and insurance qualification from the master data', () => {
    expect(playbook.lookups[0]?.fill).toMatchObject({ distributorCode: '配送商编码', insurance: '医保资质' });
    const codes = lookups.clinics?.map((row) => row.配送商编码) ?? [];
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThanOrEqual(60);
  });

  it('never sends a lead out of its area', () => {
    expect(playbook.routing).toMatchObject({ region: 'strict' });
  });
});
