import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

describe('cards and commands', () => {
  story(
    'after re-assignment the old card says that it is out of date, and its buttons do nothing',
    async (world) => {
      const { api, rep, manager, nobody } = world;
      const lead = await api.posts(HANGZHOU);
      const card = await rep('王敏').receives('lead-assigned');
      await manager('李强').says(`指派 ${lead.id} 张涛`);
      await manager('李强').hears('已分配');
      await rep('王敏').hears('已转给 张涛：主管改派');
      await rep('张涛').receives('lead-assigned');
      await card.nowShows('已转给 张涛');
      await card.nowOffers();
      const tapped = await card.tryClick('接单');
      expect(tapped.status).toBe(409);
      expect(tapped.body.detail).toContain('可能已经更新');
      await rep('王敏').says('接单 L1001');
      await rep('王敏').hears('找不到线索 L1001，或它已不在您名下');
      expect((await api.lead(lead)).ownerId).toBe('zhang-tao');
      await nobody.receivesAnything();
    },
  );

  story('two taps at once record once', async ({ api, rep, nobody }) => {
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await Promise.all([card.tryClick('已联系'), card.tryClick('已联系'), card.tryClick('已联系')]);
    const question = await rep('王敏').receives('call-outcome', { about: lead });
    await nobody.receivesAnything();
    await Promise.all([question.tryClick('已报价'), question.tryClick('已报价')]);
    await rep('王敏').receives('log-confirm', { about: lead, saying: 'R101' });
    await nobody.receivesAnything();
    const recorded = (await api.lead(lead)).timeline.filter(({ kind }) => kind === 'interaction.recorded');
    expect(recorded).toHaveLength(1);
  });

  story('two taps at once on 转出, 接单 and 确认转出 act once', async ({ api, rep, nobody }) => {
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await Promise.all([card.tryClick('接单'), card.tryClick('接单')]);
    await card.nowShows('已接单 · 王敏');
    await rep('王敏').receivesNothing();
    await card.click('转出');
    const why = await rep('王敏').receives('pass-on');
    const values = { reason: '品类不熟' };
    await Promise.all([why.tryClick('确认转出', values), why.tryClick('确认转出', values)]);
    await rep('王敏').hears('已转出');
    await rep('徐静').receives('lead-assigned');
    await nobody.receivesAnything();
    expect((await api.lead(lead)).timeline.filter(({ kind }) => kind === 'lead.assigned')).toHaveLength(2);
  });

  story('the same delivery twice, also across a restart, acts once', async (world) => {
    const { api, rep, nobody, restart } = world;
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    const first = await rep('王敏').says('L1001 已报价50万', 'delivery-1');
    expect(first.body.duplicate).toBe(false);
    await rep('王敏').receives('log-confirm');
    expect((await rep('王敏').says('L1001 已报价50万', 'delivery-1')).body.duplicate).toBe(true);
    await restart();
    expect((await rep('王敏').says('L1001 已报价50万', 'delivery-1')).body.duplicate).toBe(true);
    await nobody.receivesAnything();
  });

  story('two real messages with the same words are two', async ({ api, rep }) => {
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await Promise.all([rep('王敏').says('L1001 已发资料'), rep('王敏').says('L1001 已发资料')]);
    await rep('王敏').receives('log-confirm', { saying: 'R101' });
    await rep('王敏').receives('log-confirm', { saying: 'R102' });
  });

  for (const label of ['接单', '已联系', '转出', '为什么是我']) {
    story(`${label}: the tap and the typed line come to the same`, async ({ api, rep }) => {
      const answers: string[][] = [];
      const states: unknown[] = [];
      for (const how of ['tap', 'line']) {
        const lead = await api.posts({
          ...HANGZHOU,
          company: `杭州市试验${how}医院`,
          phone: how === 'tap' ? '13800000001' : '13800000002',
        });
        const owner = lead.ownerId === 'wang-min' ? rep('王敏') : rep('徐静');
        const card = await owner.receives('lead-assigned', { about: lead });
        if (how === 'tap') await card.click(label);
        else await owner.says(card.command(label));
        await card.nowShows(lead.id);
        const { status, clocks } = await api.lead(lead);
        states.push({ status, clocks: clocks.map(({ name, step, dueAt }) => ({ name, step, dueAt })) });
        answers.push(await owner.unread());
      }
      expect(states[0]).toEqual(states[1]);
      // Accepting is answered on the tapped card; a typed line has none.
      expect(answers).toEqual(label === '接单' ? [[], ['text']] : [answers[1], answers[1]]);
    });
  }

  story(
    'more than a person can take in a minute comes as one message',
    {
      people: (people) => {
        for (const person of people)
          if (person.role === 'rep' && person.name !== '王敏') person.active = false;
        for (const person of people) person.cap = 100;
      },
    },
    async ({ api, rep, manager, clock }) => {
      const items = Array.from({ length: 40 }, (_, i) => ({
        ...HANGZHOU,
        company: `杭州市试验第${i}医院`,
        phone: `138000000${10 + i}`,
        source: 'partner',
      }));
      await api.post(items);
      await clock.advance('1s');
      expect(await rep('王敏').count('lead-assigned')).toBeLessThanOrEqual(30);
      // When they came in several waves, one that was left over waits for room.
      await clock.advance('1m');
      const cards = await rep('王敏').count('lead-assigned');
      const bundles = await rep('王敏').messages('bundle');
      const lines = bundles.flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('· ')));
      expect(cards + lines.length).toBe(40);
      // Two hours later nobody has called: one list for each of the two, and no forty reminders.
      await clock.advance('2h5m');
      await rep('王敏').receives('overdue', { saying: '40 条线索已超时' });
      expect(await rep('王敏').count('first-touch-due')).toBeLessThanOrEqual(10);
      // Who leads people gets one card each half hour, whatever comes.
      await clock.advance('31m');
      const led =
        (await manager('李强').count('first-touch-due')) + (await manager('李强').count('reminders'));
      expect(led).toBeGreaterThan(0);
      expect(led).toBeLessThanOrEqual(2);
    },
  );

  story('commands are read in the ways people write them', async ({ api, rep }) => {
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    for (const line of ['查看 L1001', '查看L1001', '查看 l1001', 'L1001 查看', '　查看　Ｌ１００１　']) {
      await rep('王敏').says(line);
      await rep('王敏').receives('lead-detail', { about: 'L1001' });
    }
  });
});
