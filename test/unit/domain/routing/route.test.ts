import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/people/person.ts';
import { explainDecision } from '../../../../src/domain/routing/explain.ts';
import { type RouteInput, route } from '../../../../src/domain/routing/route.ts';
import { aLead, aPerson, aPlaybook, daysAgo, slots } from '../../../support/builders.ts';

/** Saturday 21 November 2026, 15:30 in Shanghai. */
const now = new Date('2026-11-21T07:30:00Z');
const lead = aLead({ region: '华东', categories: ['影像类'] });
const wang = aPerson({ _id: 'wang-min', name: '王敏', regions: ['华东'] });
const li = aPerson({ _id: 'li-qiang', name: '李强', regions: ['华东'] });
const names = new Map([wang, li].map((p) => [p._id, p]));
const recently = [{ category: '影像类', at: daysAgo(now, 90) }];

function decide(people: Person[], over: Partial<RouteInput> = {}, routing: Record<string, unknown> = {}) {
  const playbook = aPlaybook({ routing });
  return route({ lead, people, playbookVersion: { version: 3, playbook }, now, ...over });
}

function reasonsFor(person: Partial<Person>, over: Partial<RouteInput> = {}, routing = {}): string[] {
  const decision = decide([{ ...wang, ...person }], over, routing);
  expect(decision.winnerId).toBeUndefined();
  expect(decision.candidates[0]).toMatchObject({ eligible: false, total: 0, scores: {} });
  return decision.candidates[0]?.reasons ?? [];
}

describe('gates', () => {
  it.each<[what: string, person: Partial<Person>, reason: string]>([
    ['left', { active: false }, '账号已停用'],
    ['full', { slots: slots(50) }, '手上已有 50 条未结线索，达到上限 50'],
    ['full by own cap', { slots: slots(3), cap: 3 }, '手上已有 3 条未结线索，达到上限 3'],
    ['another region', { regions: ['华北', '华南'] }, '区域不符：负责华北、华南，线索在华东'],
    [
      'absent',
      { absence: { from: daysAgo(now, 1), until: new Date('2026-11-24T16:00:00Z'), reason: '年假' } },
      '年假，到11月25日',
    ],
    ['quiet hours', { quiet: '15:30-16:00' }, '免打扰时段 15:30-16:00'],
    ['quiet hours over midnight', { quiet: '22:00-15:31' }, '免打扰时段 22:00-15:31'],
  ])('%s', (_what, person, reason) => {
    expect(reasonsFor(person)).toEqual([reason]);
  });

  it.each<[what: string, person: Partial<Person>]>([
    ['one slot left', { slots: slots(49) }],
    ['no region of one’s own: everywhere', { regions: [] }],
    ['absence over', { absence: { from: daysAgo(now, 5), until: now, reason: '年假' } }],
    ['absence to come', { absence: { from: daysAgo(now, -1), until: daysAgo(now, -2), reason: '年假' } }],
    ['quiet hours just over', { quiet: '09:00-15:30' }],
    ['quiet hours at night', { quiet: '22:00-08:00' }],
    ['the last slot is this lead’s own claim', { slots: [...slots(49), lead._id] }],
  ])('lets through: %s', (_what, person) => {
    expect(decide([{ ...wang, ...person }]).winnerId).toBe('wang-min');
  });

  it('names every reason at once', () => {
    expect(reasonsFor({ active: false, regions: ['华北'] })).toHaveLength(2);
  });

  it('excludes with the reason handed in', () => {
    expect(reasonsFor({}, { exclude: new Map([['wang-min', '已转出：品类不熟']]) })).toEqual([
      '已转出：品类不熟',
    ]);
  });

  it('takes quiet hours in the playbook’s time zone', () => {
    const playbook = aPlaybook({ calendar: { timeZone: 'Asia/Tokyo' } });
    const decision = route({
      lead,
      people: [{ ...wang, quiet: '16:30-17:00' }],
      playbookVersion: { version: 1, playbook },
      now,
    });
    expect(decision.winnerId).toBeUndefined();
  });

  it('sends a lead without region to anybody, and with region: any too', () => {
    const north = { ...wang, regions: ['华北'] };
    expect(decide([north], { lead: { ...lead, region: undefined } }).winnerId).toBe('wang-min');
    expect(decide([north], {}, { region: 'any' }).winnerId).toBe('wang-min');
  });

  it('does not even list who is not a rep', () => {
    expect(decide([{ ...wang, role: 'team-lead' }]).candidates).toEqual([]);
  });
});

describe('weighted policy', () => {
  it('prefers the idle one among equals in experience', () => {
    const decision = decide([{ ...wang, slots: slots(10) }, li]);
    expect(decision.winnerId).toBe('li-qiang');
    expect(decision.candidates.map((c) => [c.userId, c.scores, c.total])).toEqual([
      ['li-qiang', { idleness: 100, category: 65 }, 79],
      ['wang-min', { idleness: 80, category: 65 }, 71],
    ]);
  });

  it('adds 35 points of category match for a deal in it within half a year', () => {
    const decision = decide([{ ...wang, slots: slots(10), wins: recently }, li]);
    expect(decision.winnerId).toBe('wang-min');
    expect(decision.candidates[0]).toMatchObject({ scores: { idleness: 80, category: 100 }, total: 92 });
    expect(decision.candidates[0]?.reasons).toEqual([
      '空闲度 80 分（占 40%）：手上 10 条未结线索，上限 50',
      '品类匹配 100 分（占 60%）：近半年成交过影像类，+35',
    ]);
    expect(decision.candidates[1]?.reasons[1]).toBe('品类匹配 65 分（占 60%）：近半年没有成交过影像类');
  });

  it.each([
    ['183 days ago counts no more', [{ category: '影像类', at: daysAgo(now, 183) }], 65],
    ['182 days ago counts', [{ category: '影像类', at: daysAgo(now, 182) }], 100],
    ['another category does not', [{ category: '检验类', at: daysAgo(now, 3) }], 65],
    ['a deal in the future does not', [{ category: '影像类', at: daysAgo(now, -1) }], 65],
  ])('experience: %s', (_what, wins, score) => {
    expect(decide([{ ...wang, wins }]).candidates[0]?.scores.category).toBe(score);
  });

  it('shares the bonus over several categories', () => {
    const decision = decide([{ ...wang, wins: recently }], {
      lead: { ...lead, categories: ['影像类', '检验类'] },
    });
    expect(decision.candidates[0]?.scores.category).toBe(82.5);
  });

  it('knows region, source, industry and budget when the playbook weighs them', () => {
    const routing = {
      weights: { idleness: 0, category: 0, region: 1, source: 1, industry: 1, budget: 1 },
      prefer: { source: { website: ['wang-min'] }, budget: { '200万以上': ['li-qiang'] } },
    };
    const wanted = { ...lead, industry: '医院', budget: '200万以上' };
    const decision = decide([wang, { ...li, regions: [] }], { lead: wanted }, routing);
    expect(decision.candidates.map((c) => [c.userId, c.scores])).toEqual([
      ['wang-min', { region: 100, source: 100, industry: 50, budget: 0 }],
      ['li-qiang', { region: 50, source: 0, industry: 50, budget: 100 }],
    ]);
    expect(decision.candidates[0]?.reasons[1]).toBe('来源 100 分（占 25%）：在官网的优先名单里');
  });

  it('asks nothing of prototype names in a preference', () => {
    const routing = {
      weights: { idleness: 0, category: 0, industry: 1 },
      prefer: { industry: { 医院: ['x'] } },
    };
    const decision = decide([wang], { lead: { ...lead, industry: 'constructor' } }, routing);
    expect(decision.candidates[0]?.scores.industry).toBe(50);
  });
});

describe('equal ones', () => {
  it('fewest open leads first, when the totals are the same', () => {
    const half = { ...li, cap: 10, slots: slots(2) };
    const decision = decide([half, { ...wang, cap: 5, slots: slots(1) }]);
    expect(decision.winnerId).toBe('wang-min');
    expect(decision.candidates[0]?.reasons.at(-1)).toMatch(/未结线索更少/);
  });

  it('then who has waited longest for a new one', () => {
    const lastAssigned = new Map([
      ['li-qiang', daysAgo(now, 1)],
      ['wang-min', daysAgo(now, 2)],
    ]);
    const decision = decide([li, wang], { lastAssigned });
    expect(decision.winnerId).toBe('wang-min');
    expect(decision.candidates[0]?.reasons.at(-1)).toMatch(/更久没有接到新线索/);
    expect(decide([li, wang], { lastAssigned: new Map([['wang-min', now]]) }).winnerId).toBe('li-qiang');
  });

  it('then the id, and says so', () => {
    const decision = decide([wang, li]);
    expect(decision.winnerId).toBe('li-qiang');
    expect(decision.candidates[0]?.reasons.at(-1)).toMatch(/条件完全相同/);
  });
});

describe('strict policy', () => {
  const fit = { wins: [{ category: '影像类', at: daysAgo(now, 10) }], slots: slots(2) };
  const strict = { policy: 'strict' };

  it('the shortest mean cycle among those who fit', () => {
    const decision = decide(
      [
        { ...wang, ...fit, averageCycleDays: 31.5 },
        { ...li, ...fit, averageCycleDays: 63 },
        aPerson({ _id: 'new', ...fit }),
      ],
      {},
      strict,
    );
    expect(decision.candidates.map((c) => [c.userId, c.total])).toEqual([
      ['wang-min', 100],
      ['li-qiang', 50],
      ['new', 0],
    ]);
    expect(decision.candidates[0]?.reasons).toEqual([
      '手上 2 条未结线索，少于 5 条',
      '近 30 天成交过影像类',
      '平均成交周期 31.5 天',
    ]);
    expect(decision.candidates[2]?.reasons[2]).toMatch(/还没有成交周期/);
  });

  it('cycles that look the same in the table are still compared as they are', () => {
    const decision = decide(
      [
        { ...li, ...fit, averageCycleDays: 30.0002 },
        { ...wang, ...fit, slots: slots(4), averageCycleDays: 30.0001 },
      ],
      {},
      strict,
    );
    expect(decision.winnerId).toBe('wang-min');
  });

  it.each([
    ['five open leads', { ...fit, slots: slots(5) }, '手上 5 条未结线索，要少于 5 条'],
    [
      'category only 31 days ago',
      { ...fit, wins: [{ category: '影像类', at: daysAgo(now, 31) }] },
      '近 30 天没有成交过影像类',
    ],
  ])('leaves out: %s', (_what, person, reason) => {
    expect(reasonsFor(person, {}, strict)).toEqual([reason]);
  });

  it('a lead without category asks for none', () => {
    expect(decide([wang], { lead: { ...lead, categories: [] } }, strict).winnerId).toBe('wang-min');
  });
});

describe('explainDecision', () => {
  it('answers 为什么是我 in lines', () => {
    const decision = decide([
      { ...wang, slots: slots(10), wins: recently },
      li,
      aPerson({ _id: 'zhao-lei', regions: ['华北'] }),
    ]);
    expect(explainDecision(decision, names)).toEqual([
      '分给 王敏：加权评分 92 分（方案第 3 版）',
      '· 空闲度 80 分（占 40%）：手上 10 条未结线索，上限 50',
      '· 品类匹配 100 分（占 60%）：近半年成交过影像类，+35',
      '第 2 名 李强 79 分：空闲度 100 分（占 40%）：手上 0 条未结线索，上限 50；品类匹配 65 分（占 60%）：近半年没有成交过影像类',
      '未参与 zhao-lei：区域不符：负责华北，线索在华东',
    ]);
  });

  it('says so when nobody was right', () => {
    expect(explainDecision(decide([{ ...wang, active: false }]), names)).toEqual([
      '没有合适的人：加权评分（方案第 3 版）',
      '未参与 王敏：账号已停用',
    ]);
  });

  it('counts the many', () => {
    const crowd = Array.from({ length: 40 }, (_, n) => aPerson({ _id: `p${n}`, active: n < 20 }));
    const lines = explainDecision(decide(crowd), names);
    expect(lines).toContain('还有 17 人分数更低');
    expect(lines).toContain('还有 12 人未参与');
  });
});
