import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** What is promised arrives: on the day that was named (C1), and when nothing happens for too long (C7). */
describe('promised reminders', () => {
  story('the date a rep names is kept: the reminder reaches the rep, then the manager', async (world) => {
    const { api, rep, manager, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned', { about: lead });
    await rep('王敏').says('L1001 电话沟通 明天上午10点回访');
    await rep('王敏').receives('log-confirm', { about: lead });
    await clock.moveTo('2026-11-24 10:01');
    await rep('王敏').receives('follow-up-due', { about: lead });
    await clock.moveTo('2026-11-25 10:01');
    await manager('李强').receives('follow-up-due', { about: lead });
  });

  story('the timeline says who was reminded once the platform has taken it', async (world) => {
    const { api, rep, manager, clock, audit } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned', { about: lead });
    await clock.advance('2h');
    await rep('王敏').receives('first-touch-due', { about: lead });
    await manager('李强').receives('first-touch-due', { about: lead });
    const said = (await audit(lead)).map(({ text }) => text);
    expect(said).toEqual(
      expect.arrayContaining(['首次联系到时限', '已提醒 王敏（首次联系）', '已提醒 李强（首次联系）']),
    );
  });

  story(
    'what waits for the morning is not said to have been reminded of',
    {
      at: '2026-11-23 20:30',
      rules: (words) => {
        words.calendar.quiet.holds = ['urgent', 'normal', 'digest'];
      },
    },
    async (world) => {
      const { api, rep, manager, clock, audit } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned', { about: lead });
      await rep('王敏').says('L1001 电话沟通 晚上11点回访');
      await rep('王敏').receives('log-confirm', { about: lead });
      await clock.advance('3h');
      const reminded = async () => (await audit(lead)).filter(({ kind }) => kind === 'reminder.sent');
      expect(await reminded()).toEqual([]);
      // Settled before it could go: not said, and the reason is counted.
      await rep('王敏').says('L1001 已报价50万 周四上午10点回访');
      await rep('王敏').receives('log-confirm', { about: lead });
      await clock.moveTo('2026-11-24 07:31');
      expect(await reminded()).toEqual([]);
      expect(
        await world.metric('genjin_messages_dropped_total{kind="follow-up-due",reason="contacted"}'),
      ).toBe(1);
      await manager('李强').receivesNothing();
    },
  );

  story('nothing for too long: the rep hears of it first', async (world) => {
    const { api, rep, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned', { about: lead });
    await rep('王敏').says('L1001 已电话沟通');
    await rep('王敏').receives('log-confirm', { about: lead });
    await clock.advance('10d');
    await rep('王敏').receives('stalled', { about: lead });
  });

  story('a reminder of a day that was moved says where it was moved to', async (world) => {
    const { api, rep, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned', { about: lead });
    await rep('王敏').says('L1001 电话沟通 明天上午10点回访');
    await rep('王敏').receives('log-confirm', { about: lead });
    await clock.moveTo('2026-11-24 10:01');
    const due = await rep('王敏').receives('follow-up-due', { about: lead });
    await rep('王敏').says('推迟 L1001 周四上午10点');
    await rep('王敏').receives('lead-detail', { about: lead });
    await due.nowShows('已改约 11月26日(周四) 10:00');
  });
});

describe('an appointment', () => {
  story('stands over records that say nothing of it, and the card says so', async (world) => {
    const { api, rep, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned', { about: lead });
    await rep('王敏').says('L1001 已电话沟通 约好周四下午三点半再谈价格');
    await rep('王敏').receives('log-confirm', { saying: '11月26日(周四) 15:30' });
    await clock.advance('1d');
    await rep('王敏').says('L1001 发了案例资料 已报价50万');
    await rep('王敏').receives('log-confirm', { saying: '11月26日(周四) 15:30 的约定保留' });
    await rep('王敏').says('L1001 没打通');
    await rep('王敏').receives('log-confirm', { saying: '11月26日(周四) 15:30 的约定保留' });
    await clock.moveTo('2026-11-26 15:31');
    await rep('王敏').receives('follow-up-due', { about: lead });
  });

  story('ends when a record says so', async (world) => {
    const { api, rep, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned', { about: lead });
    await rep('王敏').says('L1001 已电话沟通 约好周四下午三点半再谈价格');
    await rep('王敏').receives('log-confirm');
    await clock.advance('1d');
    await rep('王敏').says('L1001 已电话沟通 周四的会面取消了');
    await rep('王敏').receives('log-confirm');
    expect((await api.lead(lead)).clocks.map(({ name }) => name)).toEqual(['dwell']);
  });
});

/** Undo after the clock has fired: it runs on from where it had come to, and reaches the next level. */
describe('a record taken back', () => {
  story('leaves a clock that has fired meanwhile alive', async (world) => {
    const { api, rep, manager, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned', { about: lead });
    await rep('王敏').says('L1001 没接');
    await rep('王敏').receives('log-confirm');
    await clock.advance('2h5m');
    await rep('王敏').receives('first-touch-due');
    await rep('王敏').says('撤销 R101');
    await rep('王敏').hears('已撤销');
    const [running] = (await api.lead(lead)).clocks;
    expect(running && new Date(running.dueAt) > clock.now(), 'its next step is ahead').toBe(true);
    await clock.advance('2h');
    await manager('赵雪梅').receives('escalation', { about: lead });
  });
});

describe('a missed deadline', () => {
  story('is named by the time it was missed at, in the list and on the page', async (world) => {
    const { api, rep, manager, clock } = world;
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await clock.advance('3h');
    await manager('李强').says('超时线索');
    const words = '超时未联系 1小时（应在今天 12:30 前）';
    await manager('李强').receives('overdue', { saying: words });
    await rep('王敏').says('查看 L1001');
    await rep('王敏').receives('lead-detail', { saying: words });
  });
});
