import { expect } from 'vitest';
import { ok } from '../support/client.ts';
import { onlyReps } from '../support/company.ts';
import { story, type World } from '../support/harness.ts';

const HANGZHOU = {
  company: '杭州市第一人民医院',
  contactName: '王主任',
  phone: '13812345678',
  region: '浙江',
};
const NINGBO = { company: '宁波市第二医院', contactName: '李主任', phone: '13912345678', region: '浙江' };

async function figure(world: World, path: string) {
  return (await ok(world.api.get(`/api/figures/${path}`))).body;
}

const alone = { people: onlyReps('王敏') };

story(
  'figures over HTTP: definitions, one with its parts and the days before, and its rows',
  alone,
  async (world) => {
    const first = await world.api.posts(HANGZHOU);
    const second = await world.api.posts(NINGBO);
    await world.clock.advance('37m');
    const owner = world.rep('王敏');
    await owner.says(`${first.id} 联系了主任，已报价50万`);
    await world.clock.advance('3h');

    const { figures } = (await ok(world.api.get('/api/figures'))).body;
    expect(figures.map(({ id }: { id: string }) => id)).toContain('sla-2h');
    for (const one of figures) {
      expect(one).toEqual({
        id: expect.any(String),
        title: expect.any(String),
        formula: expect.stringMatching(/ = .*/),
        unit: expect.any(String),
        target: one.target === null ? null : expect.any(Number),
      });
    }

    const sla = await figure(world, 'sla-2h?from=2026-11-23&to=2026-11-23&by=person');
    expect(sla).toMatchObject({
      id: 'sla-2h',
      unit: '%',
      target: 0.95,
      from: '2026-11-23',
      to: '2026-11-23',
      value: 0.5,
      numerator: 1,
      denominator: 2,
      before: { from: '2026-11-22', to: '2026-11-22', value: null, numerator: 0, denominator: 0 },
    });
    expect(sla.groups.reduce((sum: number, { numerator }: { numerator: number }) => sum + numerator, 0)).toBe(
      1,
    );

    const { rows } = await figure(world, 'sla-2h/rows?from=2026-11-23&to=2026-11-23');
    const ofLead = (id: string) => rows.find(({ lead }: { lead: string }) => lead === id);
    expect(ofLead(first.id)).toMatchObject({
      hit: 1,
      of: 1,
      says: expect.stringContaining('首次联系 11-23 11:07'),
    });
    expect(ofLead(second.id)).toMatchObject({ hit: 0, of: 1, says: expect.stringContaining('还没有联系') });

    await owner.says('撤销 R101');
    expect(await figure(world, 'sla-2h?from=2026-11-23&to=2026-11-23')).toMatchObject({
      value: 0,
      numerator: 0,
    });
  },
);

story('a figure, a period or a part that does not exist is said, with what may be meant', async (world) => {
  for (const [path, status, said] of [
    ['sla-2?by=person', 404, 'sla-2h'],
    ['sla-2h?from=2026-13-01', 422, '2026-11-01'],
    ['sla-2h?from=2026-11-30&to=2026-11-01', 422, 'from 不晚于 to'],
    ['sla-2h?by=weather', 422, 'team'],
    ['sla-2h?colour=red', 422, 'colour'],
    ['fid?from=2026-11-01&to=2026-11-10', 422, '没有过去时段'],
  ] as const) {
    const answer = await world.api.get(`/api/figures/${path}`);
    expect({ path, status: answer.status }).toEqual({ path, status });
    expect(JSON.stringify(answer.body), path).toContain(said);
  }
});

story(
  '指标 in chat: a list by role, one with its parts, its rows as a file, within the scope',
  alone,
  async (world) => {
    const lead = await world.api.posts(HANGZHOU);
    await world.clock.advance('37m');
    const rep = world.rep('王敏');
    await rep.says(`${lead.id} 联系了主任，已报价50万`);
    await world.clock.advance('3h');
    const director = world.manager('陈国栋');

    await director.says('指标');
    await director.receives('figure-list', { saying: ['线索激活率', 'SLA达标率', '100%（1/1）'] });
    await director.says('指标 SLA 今天 按人');
    const card = await director.receives('figure', {
      saying: ['SLA达标率 100%', '目标 ≥95%', '王敏', '1/1'],
    });
    await card.click('明细');
    await director.receives('text', { saying: ['共 1 行', 'SLA达标率明细'] });

    await rep.says('指标 首联率 本周');
    await rep.receives('figure', { saying: ['分配后首联率 100%', '1/1'] });
    await world.rep('王敏').says('指标 SLAA 上周');
    await rep.receives('text', { saying: ['没有叫“SLAA”的指标', '你是不是想写'] });
    await director.says('指标 SLA 上周 张三丰');
    await director.receives('text', { saying: ['没看懂“张三丰”', '上周'] });
    // Somebody else's team sees none of it.
    await world.manager('林洁').says('指标 SLA 今天');
    await world.manager('林洁').receives('figure', { saying: ['0/0'] });
  },
);
