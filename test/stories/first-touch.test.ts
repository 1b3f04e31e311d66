import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { shown } from '../support/time.ts';

describe('first touch (B3)', () => {
  story('two hours without a record: the rep and the direct manager are reminded', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned', { about: lead });
    await clock.advance('1h59m');
    await nobody.receivesAnything();
    await clock.advance('1m');
    const reminder = await rep('王敏').receives('first-touch-due', { about: lead });
    expect(reminder.fact('电话')).toBe('138 1234 5678');
    expect(reminder.card.quote, 'a script that fits').toContain('王主任您好，我是康联医疗的王敏');
    const copy = await manager('李强').receives('first-touch-due', { about: lead });
    expect(copy.fact('负责人')).toBe('王敏');
    await nobody.receivesAnything();
    await card.click('已联系');
    const question = await rep('王敏').receives('call-outcome', { about: lead });
    // What came of it is not known yet: nothing counts.
    for (const one of [card, reminder, copy]) await one.nowOffers(...one.card.buttons.map((b) => b.label));
    expect(await api.lead(lead)).toMatchObject({ status: 'assigned', firstTouchedAt: null });
    await question.click('已报价');
    await rep('王敏').receives('log-confirm', { about: lead, saying: '已报价' });
    for (const one of [card, reminder, copy]) await one.nowShows('已跟进 · 王敏');
    await clock.advance('22h');
    await nobody.receivesAnything({ but: ['陈国栋'] });
  });

  story('the card says when the first contact is due, and why then', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned', { about: lead });
    expect(card.card.emphasis).toBeUndefined();
    expect(card.card.facts).toContainEqual({ name: '首次联系', value: '今天 12:30 前（还剩 2小时）' });
  });

  story('still nothing: the next level hears of it, then somebody else gets the lead', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned', { about: lead });
    await clock.advance('2h');
    await rep('王敏').receives('first-touch-due', { about: lead });
    await manager('李强').receives('first-touch-due', { about: lead });
    await clock.advance('2h');
    const escalated = await manager('赵雪梅').receives('escalation', { about: lead, saying: '王敏 负责' });
    await nobody.receivesAnything();
    await clock.advance('20h');
    await manager('陈国栋').receives('activation-report');
    // Settled already: a line for the managers, and the rep who lost it hears which and why.
    await manager('李强').receives('rerouted', { about: lead });
    await manager('赵雪梅').receives('rerouted', { about: lead });
    await rep('王敏').hears('L1001 杭州市第一人民医院 已转给 徐静：超时未联系，重新分配');
    const next = await rep('徐静').receives('lead-assigned', { about: lead });
    expect(next.text).toContain('超时未联系');
    await card.nowShows('已转给 徐静');
    await escalated.nowShows('已转给 徐静');
    // Who let it lie stays the one who is named.
    await escalated.nowShows('负责人：王敏');
    expect((await api.lead(lead)).ownerId).toBe('xu-jing');
    await nobody.receivesAnything();
    // The new owner has a clock of her own.
    await clock.advance('2h');
    await rep('徐静').receives('first-touch-due', { about: lead });
    // 李强 has heard of this lead, and is not led up the same ladder again.
    await nobody.receivesAnything();
  });

  story('a reminder goes out at its due time, not a sweep later', async ({ api, rep, clock, audit }) => {
    const lead = await api.posts(HANGZHOU);
    const [due] = (await api.lead(lead)).clocks;
    await clock.advance('5h');
    const fired = (await audit(lead)).filter((entry) => entry.kind === 'clock.fired');
    expect(fired.map((entry) => shown(entry.at)).reverse()).toEqual(['2026-11-23 12:30', '2026-11-23 14:30']);
    expect(shown(due?.dueAt ?? '')).toBe('2026-11-23 12:30');
    expect(shown((await (await rep('王敏').receives('first-touch-due')).now()).at)).toBe('2026-11-23 12:30');
  });

  story('accepting is no contact: the clock runs on', async ({ api, rep, manager, clock, nobody }) => {
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned', { about: lead });
    await card.click('接单');
    await card.nowShows('已接单 · 王敏 · 今天 10:30');
    await rep('王敏').receivesNothing();
    await card.nowOffers('已联系', '转出', '为什么是我');
    await clock.advance('2h');
    await rep('王敏').receives('first-touch-due');
    await manager('李强').receives('first-touch-due');
    await nobody.receivesAnything();
  });

  story('nobody picked up: recorded, but the clock runs on, however often', async (world) => {
    const { api, rep, manager, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    for (const attempt of ['L1001 没人接', 'L1001 打不通']) {
      await clock.advance('20m');
      await rep('王敏').says(attempt);
      await rep('王敏').receives('log-confirm', { about: lead, saying: '未接通' });
    }
    const now = await api.lead(lead);
    expect(now.status).toBe('assigned');
    expect(now.firstTouchedAt).toBeNull();
    expect(now.clocks.map((c) => [c.name, shown(c.dueAt)])).toEqual([['first-touch', '2026-11-23 12:30']]);
    await clock.advance('2h');
    await rep('王敏').receives('first-touch-due');
    await manager('李强').receives('first-touch-due');
  });

  story(
    'nobody picked up, next try tomorrow: the promise gets a clock beside the first one',
    async (world) => {
      const { api, rep, clock } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('L1001 没人接 今天下午3点再打');
      await rep('王敏').receives('log-confirm', { saying: ['未接通', '今天 15:00'] });
      const due = (await api.lead(lead)).clocks.map((c) => [c.name, shown(c.dueAt)]).sort();
      expect(due).toEqual([
        ['first-touch', '2026-11-23 12:30'],
        ['follow-up', '2026-11-23 15:00'],
      ]);
      await rep('王敏').says('L1001 已电话沟通');
      await rep('王敏').receives('log-confirm', { saying: '已电话沟通' });
      expect((await api.lead(lead)).clocks.map((c) => c.name)).toEqual(['dwell']);
      await clock.advance('6h');
      await rep('王敏').receivesNothing();
    },
  );

  story('the manager takes it from the late rep with two taps', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    const first = await rep('王敏').receives('lead-assigned');
    await clock.advance('2h');
    const late = await rep('王敏').receives('first-touch-due');
    const copy = await manager('李强').receives('first-touch-due');
    await copy.click('改派');
    const pick = await manager('李强').receives('pick-owner', { about: lead });
    await pick.chooses('owner', '张涛').click('指派');
    await manager('李强').hears('L1001 已分配给 张涛');
    await rep('王敏').hears('L1001 杭州市第一人民医院 已转给 张涛：主管改派');
    await pick.nowShows('已分配给 张涛');
    await rep('张涛').receives('lead-assigned', { about: lead });
    for (const old of [first, late, copy]) await old.nowShows('已转给 张涛');
    await clock.advance('1h59m');
    await nobody.receivesAnything();
    await clock.advance('1m');
    await rep('张涛').receives('first-touch-due');
    await nobody.receivesAnything();
  });

  story(
    'a date promised before the first contact does not excuse it',
    async ({ api, rep, manager, clock }) => {
      await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('推迟 L1001 明天上午10点');
      await rep('王敏').hears('还没有首次联系');
      await clock.advance('2h');
      await rep('王敏').receives('first-touch-due');
      await manager('李强').receives('first-touch-due');
    },
  );

  story('the rule that was in force when the clock started is the one that counts', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const before = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned', { about: before });
    await world.restart((words) => {
      words.clocks['first-touch'].steps[0].after = '30m';
    });
    const after = await api.posts({ ...HANGZHOU, company: '浙江医院', phone: '13900001111' });
    const owner = (await api.lead(after)).ownerId === 'wang-min' ? rep('王敏') : rep('徐静');
    await owner.receives('lead-assigned', { about: after });
    await clock.advance('30m');
    await owner.receives('first-touch-due', { about: after });
    await manager('李强').receives('first-touch-due', { about: after });
    await nobody.receivesAnything();
    await clock.advance('1h30m');
    await rep('王敏').receives('first-touch-due', { about: before });
    await manager('李强').receives('first-touch-due', { about: before });
    await nobody.receivesAnything();
  });
});
