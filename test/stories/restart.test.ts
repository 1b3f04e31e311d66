import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { shown } from '../support/time.ts';

describe('stopped and started again', () => {
  story('clocks, cards and conversations go on where they were', async (world) => {
    const { api, rep, manager, clock, nobody, restart, sleepsUntil } = world;
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await clock.advance('1h');
    await restart();
    await nobody.receivesAnything();
    await clock.advance('1h');
    const reminder = await rep('王敏').receives('first-touch-due');
    await manager('李强').receives('first-touch-due');
    // What falls due while nothing runs happens at the start, once.
    await sleepsUntil('2026-11-23 15:00');
    await manager('赵雪梅').receives('escalation');
    await restart();
    await nobody.receivesAnything();
    await card.click('已联系');
    const question = await rep('王敏').receives('call-outcome');
    await restart();
    await question.click('已报价');
    await rep('王敏').receives('log-confirm', { saying: 'R101' });
    for (const one of [card, reminder]) await one.nowShows('已跟进');
    await restart();
    expect((await api.lead(lead)).status).toBe('touched');
    await nobody.receivesAnything();
  });

  story('a long sleep is not answered with a volley', async ({ api, rep, manager, nobody, sleepsUntil }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    // Two hours, four hours and twenty-four hours pass while nothing runs.
    await sleepsUntil('2026-11-24 13:00');
    await rep('王敏').receives('first-touch-due', { about: lead });
    await manager('李强').receives('first-touch-due', { about: lead });
    await manager('陈国栋').receives('activation-report');
    await nobody.receivesAnything();
  });

  story('what was typed just before is answered just after', async ({ api, rep, nobody, restart, ask }) => {
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    const saying = Array.from({ length: 5 }, (_, i) =>
      ask('/simulator/messages', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ userId: 'wang-min', text: `L1001 已发资料 第${i}份` }),
      }),
    );
    await Promise.all(saying);
    await restart();
    const numbers = [];
    for (let i = 0; i < 5; i++) numbers.push((await rep('王敏').receives('log-confirm')).fact('编号'));
    expect(new Set(numbers).size).toBe(5);
    await nobody.receivesAnything();
  });

  story('the demo’s clock goes on where it stood', { company: 'demo' }, async ({ ask, restart }) => {
    const before = (await ask('/simulator/clock')).body.now;
    await restart();
    expect((await ask('/simulator/clock')).body.now).toBe(before);
  });

  story('two processes side by side: one reminder, one owner, one answer', async (world) => {
    const { api, rep, manager, clock, nobody, secondProcess, settle } = world;
    const other = await secondProcess();
    try {
      const leads = [];
      for (let i = 0; i < 6; i++) {
        leads.push(
          await api.posts({ ...HANGZHOU, company: `杭州市试验第${i}医院`, phone: `1381234560${i}` }),
        );
      }
      await Promise.all([clock.advance('2h'), other.moveTo('2026-11-23 12:30')]);
      await Promise.all([settle(), other.settle()]);
      for (const lead of leads) {
        const owner = [rep('王敏'), rep('徐静')].find(({ id }) => id === lead.ownerId);
        expect(await owner?.count('lead-assigned', { about: lead })).toBe(1);
        expect(await owner?.count('first-touch-due', { about: lead })).toBe(1);
      }
      expect(await manager('李强').count('reminders')).toBe(1);
      await other.ask('/simulator/messages', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ userId: 'he-junjie', text: '帮助' }),
      });
      await Promise.all([settle(), other.settle()]);
      expect(await rep('何俊杰').count('help')).toBe(1);
      await nobody.receivesAnything({ but: ['王敏', '徐静', '李强', '何俊杰'] });
    } finally {
      await other.stop();
    }
  });
});

describe('the demo company', () => {
  story(
    'opens in the middle of its week and stays in order for three days',
    { company: 'demo' },
    async (world) => {
      const { api, rep, clock, mails, log } = world;
      const leads = await api.leads();
      expect(leads.length).toBeGreaterThan(10);
      expect(new Set(leads.map(({ status }) => status)).size).toBeGreaterThanOrEqual(5);
      await rep('王敏').receives('lead-assigned', { about: 'L1001' });
      await clock.advance('3d');
      expect(shown(clock.now())).toBe('2026-11-26 10:30');
      expect((await mails()).length).toBe(3);
      expect(log.filter(({ level }) => level >= 40).map(({ msg }) => msg)).toEqual([]);
    },
  );
});
