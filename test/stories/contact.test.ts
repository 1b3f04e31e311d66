import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { shown } from '../support/time.ts';

const UNTOUCHED = { status: 'assigned', firstTouchedAt: null, lastContactAt: null };

describe('what counts as a contact', () => {
  story('questions, chats, commands, plans and denials beside a number do not', async (world) => {
    const { api, rep, manager, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    for (const line of [
      '这家医院在哪个区？',
      '嗯嗯',
      '推进 需求确认',
      '类似案例 LIS对接',
      '嫌贵怎么回比较好？',
    ]) {
      await rep('王敏').says(`L1001 ${line}`);
      await rep('王敏').receives('not-recorded', { about: lead });
    }
    for (const line of ['明天再联系', '今天太忙没打']) {
      await rep('王敏').says(`L1001 ${line}`);
      await rep('王敏').receives('log-confirm', { about: lead, saying: ['已记为备注', '不算联系客户'] });
    }
    const now = await api.lead(lead);
    expect(now).toMatchObject(UNTOUCHED);
    expect(now.clocks.map(({ name }) => name).sort()).toEqual(['first-touch', 'follow-up']);
    await clock.advance('2h');
    await rep('王敏').receives('first-touch-due', { about: lead });
    await manager('李强').receives('first-touch-due', { about: lead });
  });

  story('a correction that names a date alone takes no contact back', async ({ api, rep, nobody }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已报价54.5万，周四下午2点回访');
    await rep('王敏').receives('log-confirm');
    await rep('王敏').says('更正 周四下午三点半回访');
    const corrected = await rep('王敏').receives('log-confirm', { saying: ['已报价', '15:30'] });
    expect(corrected.text).not.toContain('不算联系客户');
    expect((await api.lead(lead)).status).toBe('touched');
    await rep('王敏').says('L1001 改期 周四下午四点');
    await rep('王敏').receives('lead-detail', { saying: '16:00' });
    await nobody.receivesAnything();
  });

  story('nor with the customer open and no number', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('查看 L1001');
    for (const line of ['LIS怎么对接？', '好的收到', '工单', '客户说贵该怎么应对'])
      await rep('王敏').says(line);
    expect(await api.lead(lead)).toMatchObject(UNTOUCHED);
  });

  story('a line nobody can place is asked about, and counts by one tap', async ({ api, rep, nobody }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 门诊楼下午停电');
    const question = await rep('王敏').receives('not-recorded', { about: lead });
    expect(await api.lead(lead)).toMatchObject(UNTOUCHED);
    await question.click('联系上了');
    await rep('王敏').receives('log-confirm', { about: lead, saying: '门诊楼下午停电' });
    expect(await api.lead(lead)).toMatchObject({ status: 'touched' });
    await nobody.receivesAnything();
  });

  story('what a manager writes is passed on to the rep', async ({ api, rep, manager, nobody }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await manager('李强').says('L1001 王敏你抓紧打一下，客户嫌贵就报50万');
    await manager('李强').receives('log-confirm', { saying: '已转给 王敏' });
    await rep('王敏').hears('李强', 'L1001', '抓紧打一下');
    await nobody.receivesAnything();
    const now = await api.lead(lead);
    expect(now).toMatchObject(UNTOUCHED);
    expect(now.tags).not.toContain('价格敏感');
    expect(now.clocks.map(({ name }) => name)).toEqual(['first-touch']);
    await manager('李强').says('更正 R101 已报价50万');
    await manager('李强').receives('log-confirm');
    expect(await api.lead(lead)).toMatchObject(UNTOUCHED);
  });

  story('备注 keeps words that are no contact, whatever they mention', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('备注 L1001 听说他们去年报价50万');
    await rep('王敏').receives('log-confirm', { saying: '已记为备注' });
    expect(await api.lead(lead)).toMatchObject(UNTOUCHED);
  });
});

describe('attempts in vain', () => {
  story('are shown to rep and manager, and the next try is one tap', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 没人接');
    await rep('王敏').receives('log-confirm', { saying: '已拨打 1 次' });
    await clock.advance('80m');
    await rep('王敏').says('L1001 手机号是空号');
    const record = await rep('王敏').receives('log-confirm', { saying: '已拨打 2 次，最近 11:50 未接通' });
    expect(await api.lead(lead)).toMatchObject(UNTOUCHED);
    await clock.advance('40m');
    const late = await rep('王敏').receives('first-touch-due', { about: lead, saying: '已拨打 2 次' });
    expect(late.card.emphasis?.text).toContain('还没联系上');
    await manager('李强').receives('first-touch-due', { saying: '已拨打 2 次，最近 11:50 未接通' });
    await record.click('1 小时后再打');
    await rep('王敏').hears('提醒您再联系');
    expect((await api.lead(lead)).clocks.map((c) => [c.name, shown(c.dueAt)]).sort()).toEqual([
      ['first-touch', '2026-11-23 14:30'],
      ['follow-up', '2026-11-23 13:30'],
    ]);
    await clock.advance('1h');
    await rep('王敏').receives('follow-up-due', { about: lead });
    await rep('王敏').says('L1001 打通了，对方要资料');
    await rep('王敏').receives('log-confirm', { saying: '已记录' });
    expect(await api.lead(lead)).toMatchObject({ status: 'touched', attempts: null });
    await nobody.receivesAnything();
  });

  story('taken back, is no attempt', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('L1001 没人接');
    await clock.advance('5m');
    await rep('王敏').says('L1001 去了趟设备科，人不在');
    expect((await api.lead(lead)).attempts).toMatchObject({ calls: 1, visits: 1 });
    await rep('王敏').says('撤销');
    expect((await api.lead(lead)).attempts).toMatchObject({ calls: 1, visits: 0 });
  });
});

describe('已联系', () => {
  story('counts once it is said what came of it, and as one record', async ({ api, rep, clock, nobody }) => {
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await card.click('已联系');
    const question = await rep('王敏').receives('call-outcome', { about: lead });
    await clock.advance('20m');
    expect(await api.lead(lead)).toMatchObject(UNTOUCHED);
    await question.click('已报价');
    const record = await rep('王敏').receives('log-confirm', { saying: ['R101', '已报价'] });
    const touched = await api.lead(lead);
    expect(touched).toMatchObject({ status: 'touched' });
    expect(shown(String(touched.firstTouchedAt))).toBe('2026-11-23 10:50');
    // Answered again from the old card, it is still that one.
    await rep('王敏').says(question.command('等待决策'));
    await record.nowShows('已报价、等待决策');
    await rep('王敏').receives('log-confirm', { saying: 'R101' });
    const made = (await api.lead(lead)).timeline.filter(({ kind }) => kind === 'interaction.recorded');
    expect(made).toHaveLength(1);
    await nobody.receivesAnything();
  });

  story('is answered as well by the next line, or by 未接通', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await card.click('已联系');
    await rep('王敏').receives('call-outcome');
    await rep('王敏').says('已报价50万 周五上午10点回访');
    await rep('王敏').receives('log-confirm', { saying: ['R101', '50万元'] });
    expect(await api.lead(lead)).toMatchObject({ status: 'touched' });
    await rep('王敏').says('已联系 L1001');
    const question = await rep('王敏').receives('call-outcome');
    await question.click('未接通');
    await rep('王敏').receives('log-confirm', { saying: ['R102', '未接通'] });
    expect(await api.lead(lead)).toMatchObject({ attempts: { calls: 1 } });
  });

  story('never answered, it stays no contact', async ({ api, rep, manager, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('已联系 L1001');
    await rep('王敏').receives('call-outcome');
    await clock.advance('2h');
    await rep('王敏').receives('first-touch-due');
    await manager('李强').receives('first-touch-due');
    expect(await api.lead(lead)).toMatchObject(UNTOUCHED);
  });
});
