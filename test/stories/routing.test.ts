import { describe, expect } from 'vitest';
import { onlyReps } from '../support/company.ts';
import { story } from '../support/harness.ts';
import { HANGZHOU, NINGBO, SHENZHEN } from '../support/leads.ts';

describe('gates come first (B1)', () => {
  story(
    'region, absence, own quiet hours and cap, each with its reason',
    {
      at: '2026-11-23 12:15',
      people: (people) => {
        for (const person of people) if (person.name === '梁晓燕') person.cap = 1;
      },
    },
    async ({ api, rep }) => {
      const first = await api.posts(SHENZHEN);
      await rep('梁晓燕').receives('lead-assigned', { about: first });
      const second = await api.posts({ ...SHENZHEN, company: '北京协和医院', phone: '13900000001' });
      const candidates = await api.candidates(second);
      const of = (id: string) => candidates.find(({ userId }) => userId === id);
      expect(of('wang-min')).toMatchObject({ eligible: false, reasons: ['区域不符：负责华东，线索在华北'] });
      expect(of('feng-lei')?.reasons[0]).toMatch(/^年假，到11月28日$/);
      expect(of('gao-feng')).toMatchObject({ eligible: false, reasons: ['免打扰时段 12:00-13:00'] });
      expect(second.ownerId).toBe('song-yu');
      const third = await api.posts({ ...SHENZHEN, company: '广州市妇女儿童医疗中心', phone: '13900000002' });
      const table = await api.candidates(third);
      expect(table.find(({ userId }) => userId === 'liang-xiaoyan')?.reasons).toEqual([
        '手上已有 1 条未结线索，达到上限 1',
      ]);
      expect(third.ownerId).toBe('he-junjie');
    },
  );
});

describe('the weighted score (B1)', () => {
  story('experience weighs most, then who carries least; the whole table is kept', async ({ api, rep }) => {
    const lead = await api.posts({ ...HANGZHOU, products: ['麻醉机'] });
    const table = await api.candidates(lead);
    const [winner, second] = table;
    expect(winner).toMatchObject({ eligible: true, scores: { idleness: 100, category: 100 }, total: 100 });
    expect(winner?.reasons.join()).toContain('近半年成交过手术室类');
    expect(second?.eligible).toBe(true);
    const others = table.filter(({ eligible }) => eligible);
    expect(others.map(({ userId }) => userId)).toEqual(['xu-jing', 'zhang-tao', 'liu-yang', 'wang-min']);
    expect(others.map(({ total }) => total)).toEqual([100, 100, 79, 79]);
    // A list of leads says who and by which rule; the table is the lead's alone.
    const [listed] = await api.leads();
    const brief = { policy: 'weighted', playbookVersion: 1, winnerId: 'xu-jing', total: 100 };
    expect(listed?.decision).toEqual({ id: expect.any(String), at: expect.any(String), ...brief });
    const card = await rep('徐静').receives('lead-assigned');
    await card.click('为什么是我');
    const why = await rep('徐静').receives('why-me', { about: lead });
    expect(why.text).toContain('加权评分 100 分');
    expect(why.text).toContain('空闲度 100 分（占 40%）');
    expect(why.text).toContain('未参与 冯磊：区域不符');
  });

  story('who has taken one goes behind who has not', async ({ api }) => {
    const owners: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      const item = { ...HANGZHOU, company: `杭州市试验${'甲乙丙丁'[i]}医院`, phone: `1381234567${i}` };
      owners.push((await api.posts(item)).ownerId);
    }
    expect(owners).toEqual(['wang-min', 'xu-jing', 'wang-min', 'xu-jing']);
  });

  story(
    'the weights are the playbook’s',
    {
      rules: (words) => {
        words.routing.weights = { idleness: 0, category: 0, source: 100 };
        words.routing.prefer = { source: { hotline: ['liu-yang'] } };
      },
    },
    async ({ api }) => {
      expect((await api.posts({ ...HANGZHOU, source: 'hotline' })).ownerId).toBe('liu-yang');
    },
  );
});

describe('the strict rule (B1)', () => {
  const strict = {
    rules: (words: { routing: { policy: string } }) => {
      words.routing.policy = 'strict';
    },
  };

  story('few open leads and a recent deal, then the shortest cycle', strict, async ({ api, rep, clock }) => {
    // 影像类 within 30 days: 王敏 (18 days ago, cycle 42) and 刘洋 (6 days ago, cycle 61); 徐静 sold 33 days ago.
    const lead = await api.posts({ ...HANGZHOU, products: ['超声'] });
    expect(lead.ownerId).toBe('wang-min');
    const table = await api.candidates(lead);
    expect(table.filter(({ eligible }) => eligible).map(({ userId }) => userId)).toEqual([
      'wang-min',
      'liu-yang',
    ]);
    expect(table.find(({ userId }) => userId === 'xu-jing')?.reasons).toEqual(['近 30 天没有成交过影像类']);
    await rep('王敏').receives('lead-assigned');
    for (let i = 0; i < 4; i++) {
      await api.posts({
        ...HANGZHOU,
        products: ['超声'],
        company: `杭州市${'甲乙丙丁'[i]}医院`,
        phone: `1390000000${i}`,
      });
    }
    const sixth = await api.posts({ ...NINGBO, products: ['超声'] });
    expect(sixth.ownerId).toBe('liu-yang');
    await clock.advance('1m');
  });
});

describe('places', () => {
  story(
    'two leads and one free place, at once: one gets it, the other waits for the manager',
    {
      people: (people) => {
        onlyReps('徐静')(people);
        for (const person of people) if (person.name === '徐静') person.cap = 1;
      },
    },
    async ({ api, rep, manager, clock }) => {
      const [one, two] = await Promise.all([api.posts(HANGZHOU), api.posts(NINGBO)]);
      const owned = [one, two].filter(({ ownerId }) => ownerId === 'xu-jing');
      expect(owned).toHaveLength(1);
      expect(await rep('徐静').count('lead-assigned')).toBe(1);
      await clock.advance('10s');
      await manager('李强').receives('pick-owner');
    },
  );

  story(
    'thirty leads and twelve places, all at once: nobody gets more than fits',
    {
      people: (people) => {
        for (const person of people) if (person.role === 'rep') person.cap = 3;
      },
    },
    async ({ api }) => {
      const items = Array.from({ length: 30 }, (_, i) => ({
        ...HANGZHOU,
        company: `杭州市试验第${i}医院`,
        phone: `138000000${10 + i}`,
        source: 'partner',
      }));
      await Promise.all([
        api.post(items.slice(0, 10)),
        api.post(items.slice(10, 20)),
        api.post(items.slice(20)),
      ]);
      const byOwner = new Map<unknown, number>();
      for (const { ownerId } of await api.leads()) byOwner.set(ownerId, (byOwner.get(ownerId) ?? 0) + 1);
      const waiting = byOwner.get(null);
      byOwner.delete(null);
      expect([...byOwner.values()]).toEqual([3, 3, 3, 3]);
      expect(waiting).toBe(18);
    },
  );

  story(
    'a closed lead frees its place',
    {
      people: (people) => {
        onlyReps('徐静')(people);
        for (const person of people) if (person.name === '徐静') person.cap = 1;
      },
    },
    async ({ api, rep }) => {
      await api.posts(HANGZHOU);
      await rep('徐静').receives('lead-assigned');
      await rep('徐静').says('L1001 丢单了');
      await (await rep('徐静').receives('log-confirm')).click('已流失，关闭线索');
      await (await rep('徐静').receives('move-reason')).chooses('reason', '价格').click('确认丢单');
      expect((await api.posts(NINGBO)).ownerId).toBe('xu-jing');
    },
  );
});

describe('nobody eligible', () => {
  story(
    'the manager of the region picks; the lead stays under its clock until then',
    {
      people: onlyReps('何俊杰'),
    },
    async ({ api, rep, manager, clock, nobody }) => {
      const lead = await api.posts(HANGZHOU);
      expect(lead.ownerId).toBe('');
      await clock.advance('1m');
      const pick = await manager('李强').receives('pick-owner', { about: lead });
      expect(pick.text).toContain('何俊杰：区域不符');
      await nobody.receivesAnything();
      await clock.advance('29m');
      await manager('李强').receives('pick-owner');
      const higher = await manager('赵雪梅').receives('pick-owner', { about: lead });
      await pick.chooses('owner', '何俊杰').click('指派');
      await manager('李强').hears('L1001 已分配给 何俊杰');
      await rep('何俊杰').receives('lead-assigned', { about: lead });
      // It has left the team: what its lead may no longer see the card no longer shows.
      await pick.nowShows('已转给 何俊杰');
      await higher.nowShows('已分配给 何俊杰');
      const now = await api.lead(lead);
      expect(now).toMatchObject({ ownerId: 'he-junjie', decision: { policy: 'manual' } });
      expect(now.clocks.map(({ name }) => name)).toEqual(['first-touch']);
      await clock.advance('1h59m');
      await nobody.receivesAnything();
    },
  );

  story(
    'somebody comes back meanwhile: the lead goes to them by itself',
    {
      people: onlyReps('徐静'),
    },
    async ({ api, rep, manager, clock, nobody }) => {
      await rep('徐静').says('请假 到周五');
      await rep('徐静').hears('已暂停');
      const lead = await api.posts(HANGZHOU);
      await clock.advance('1m');
      const pick = await manager('李强').receives('pick-owner');
      await rep('徐静').says('恢复接单');
      await rep('徐静').hears('已恢复接单');
      await clock.advance('30m');
      await rep('徐静').receives('lead-assigned', { about: lead });
      await pick.nowShows('已分配给 徐静');
      await nobody.receivesAnything();
    },
  );

  story('a typed order does what the card does', { people: onlyReps('何俊杰') }, async (world) => {
    const { api, rep, manager } = world;
    const lead = await api.posts(HANGZHOU);
    await manager('李强').says(`指派 ${lead.id} 张三丰`);
    await manager('李强').hears('没有叫「张三丰」的在职销售');
    await manager('李强').says(`指派 ${lead.id} 何俊杰`);
    await manager('李强').hears('已分配给 何俊杰');
    await rep('何俊杰').receives('lead-assigned');
    await rep('何俊杰').says(`指派 ${lead.id} 王敏`);
    await rep('何俊杰').hears('只有主管可以指派');
    // It has left the team, and with it the team lead's sight.
    await manager('李强').says(`查看 ${lead.id}`);
    await manager('李强').hears('找不到线索');
  });
});
