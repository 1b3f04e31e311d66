import { describe, expect } from 'vitest';
import { story, type World } from '../support/harness.ts';
import { HANGZHOU, NINGBO } from '../support/leads.ts';
import { shown } from '../support/time.ts';

/** 王敏 has quoted and promised to call on Friday. */
async function quotedByWangMin({ api, rep, manager }: World) {
  const lead = await api.posts(HANGZHOU);
  await rep('王敏').receives('lead-assigned');
  await rep('王敏').says('王主任 已报价50万 嫌贵 周五上午10点回访');
  await rep('王敏').receives('log-confirm');
  await rep('王敏').receives('scripts');
  await manager('李强').receives('alert', { saying: '价格异议' });
  return lead;
}

describe('passing a lead on (B7)', () => {
  story('needs a reason, which the next owner reads', async ({ api, rep, nobody, audit }) => {
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await card.click('转出');
    const why = await rep('王敏').receives('pass-on', { about: lead });
    expect((await why.tryClick('确认转出', {})).status).toBe(422);
    expect((await why.tryClick('确认转出', { reason: '不想做' })).status).toBe(422);
    await why.chooses('reason', '品类不熟').click('确认转出');
    await rep('王敏').hears('L1001 已转出');
    const next = await rep('徐静').receives('lead-assigned', { about: lead });
    expect(next.text).toContain('交接说明：品类不熟');
    await card.nowShows('已转给 徐静');
    await card.nowOffers();
    const assigned = (await audit(lead)).find(({ kind }) => kind === 'lead.assigned');
    expect(assigned).toMatchObject({ before: { ownerId: 'wang-min' }, after: { ownerId: 'xu-jing' } });
    await nobody.receivesAnything();
  });

  story('typed it does the same; it does not come back to who gave it away', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('转出 L1001 客户指定他人');
    await rep('王敏').hears('已转出');
    await rep('徐静').receives('lead-assigned', { saying: '客户指定他人' });
    await clock.advance('10m');
    await rep('徐静').says('转出 L1001 区域不符');
    await rep('徐静').hears('已转出');
    const owner = (await api.lead(lead)).ownerId;
    expect(['zhang-tao', 'liu-yang']).toContain(owner);
    const table = await api.candidates(lead);
    for (const id of ['wang-min', 'xu-jing']) {
      expect(table.find(({ userId }) => userId === id)?.eligible).toBe(false);
    }
  });

  story(
    'nobody can take it: the owner keeps it, and the manager picks',
    {
      people: (people) => {
        for (const person of people)
          if (person.role === 'rep' && person.name !== '王敏') person.active = false;
      },
    },
    async ({ api, rep, manager, clock, nobody }) => {
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('转出 L1001 近期无法跟进');
      await rep('王敏').hears('在此之前仍由您负责');
      expect((await api.lead(lead)).ownerId).toBe('wang-min');
      await manager('李强').receives('pick-owner', { about: lead });
      await clock.advance('1m');
      await nobody.receivesAnything();
    },
  );

  story('the next owner starts afresh with all that is known', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await quotedByWangMin(world);
    await clock.advance('24h');
    await manager('陈国栋').receives('activation-report');
    await manager('李强').says(`指派 ${lead.id} 张涛`);
    await manager('李强').hears('已分配给 张涛');
    await rep('王敏').hears('已转给 张涛：主管改派');
    const card = await rep('张涛').receives('lead-assigned', { about: lead });
    expect(card.card.state).toBeUndefined();
    expect(card.card.buttons.map(({ label }) => label)).toContain('已联系');
    expect(card.card.tags).toContain('价格敏感');
    await card.click('为什么是我');
    await rep('张涛').receives('why-me', { saying: '人工指派' });
    await rep('张涛').says(`查看 ${lead.id}`);
    const detail = await rep('张涛').receives('lead-detail');
    expect(detail.text).toContain('嫌贵 周五上午10点回访');
    const now = await api.lead(lead);
    expect(now.clocks.map((c) => [c.name, shown(c.dueAt)]).sort()).toEqual([
      ['first-touch', '2026-11-24 12:30'],
      ['follow-up', '2026-11-27 10:00'],
    ]);
    await clock.advance('2h');
    await rep('张涛').receives('first-touch-due');
    await manager('李强').receives('first-touch-due', { saying: '张涛' });
    await nobody.receivesAnything();
  });
});

describe('absence (B1)', () => {
  story('away until Friday: no new leads, the old ones stay', async ({ api, rep, clock, nobody }) => {
    const mine = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('请假 到周五');
    await rep('王敏').hears('11月28日(周六) 00:00 恢复');
    expect((await api.lead(mine)).ownerId).toBe('wang-min');
    const next = await api.posts({ ...NINGBO, products: ['超声', '血球仪'] });
    expect(next.ownerId).toBe('xu-jing');
    await rep('徐静').receives('lead-assigned');
    const table = await api.candidates(next);
    expect(table.find(({ userId }) => userId === 'wang-min')?.reasons).toEqual(['请假，到11月28日']);
    await rep('王敏').says('请假 到猴年');
    await rep('王敏').hears('没看懂时间');
    await rep('王敏').says('请假 昨天');
    await rep('王敏').hears('已经过去');
    await nobody.receivesAnything();
    await clock.moveTo('2026-11-28 00:00');
    const later = await api.posts({ ...NINGBO, company: '绍兴市人民医院', phone: '13811110000' });
    expect((await api.candidates(later)).find(({ userId }) => userId === 'wang-min')?.eligible).toBe(true);
  });
});

describe('absence that begins later', () => {
  story('new leads until then, none from its first to its last day', async ({ api, rep, clock }) => {
    await rep('王敏').says('请假 明天到后天');
    await rep('王敏').hears('将从 11月24日(周二) 00:00 起暂停给您分配新线索，11月26日(周四) 00:00 恢复');
    expect((await api.posts(HANGZHOU)).ownerId).toBe('wang-min');
    await clock.moveTo('2026-11-25 09:00');
    const next = await api.posts(NINGBO);
    expect((await api.candidates(next)).find(({ userId }) => userId === 'wang-min')?.eligible).toBe(false);
  });
});

describe('who leaves (B7)', () => {
  story('all open leads go on, each with its context; nothing is lost', async (world) => {
    const { api, rep, manager, clock, ask } = world;
    const quoted = await quotedByWangMin(world);
    const others = [];
    for (let i = 0; i < 4; i++) {
      const item = {
        ...NINGBO,
        company: `绍兴市试验第${i}医院`,
        phone: `1381234560${i}`,
        need: `第${i}条需求`,
      };
      others.push(await api.posts(item));
    }
    await clock.advance('1m');
    const before = (await api.leads()).filter(({ ownerId }) => ownerId === 'wang-min').map(({ id }) => id);
    expect(before.length).toBeGreaterThan(1);
    const old = await Promise.all(before.slice(0, 1).map(() => rep('王敏').receives('lead-assigned')));
    await rep('徐静').says('离职 王敏');
    await rep('徐静').hears('只有 王敏 的主管');
    await manager('林洁').says('离职 王敏');
    await manager('林洁').hears('只有 王敏 的主管');
    await manager('李强').says('离职 王敏');
    const asked = await manager('李强').receives('leaver-confirm');
    expect(asked.text).toContain(`${before.length} 条在手线索`);
    await asked.click('确认办理');
    await manager('李强').hears(`王敏 已停用，${before.length} 条在手线索`);
    const after = await api.leads();
    expect(after.filter(({ ownerId }) => ownerId === 'wang-min')).toEqual([]);
    for (const id of before) {
      const lead = after.find((candidate) => candidate.id === id);
      const owner = ['张涛', '刘洋', '徐静'].map((name) => rep(name)).find((p) => p.id === lead?.ownerId);
      const card = await owner?.receives('lead-assigned', { about: id, saying: '王敏 离职交接' });
      if (id === quoted.id) expect(card?.card.tags).toContain('价格敏感');
    }
    expect(old).toHaveLength(1);
    const quotedNow = await api.lead(quoted);
    expect(quotedNow.timeline.map(({ text }) => text).join()).toContain('嫌贵');
    // Gone means gone: no messages, no log-in, no new leads.
    expect((await ask('/simulator/users')).text).not.toContain('王敏');
    const said = await ask('/simulator/messages', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ userId: 'wang-min', text: '今日待触达' }),
    });
    expect(said.status).toBe(404);
    // The repeat of a customer she had finds somebody who is there.
    const again = await api.posts({ ...HANGZHOU, need: '还要一台' });
    expect(again.status).toBe('merged');
    expect(again.ownerId).not.toBe('wang-min');
    await manager('李强').says('离职 王敏');
    await manager('李强').hears('没有叫「王敏」的在职同事');
  });
});
