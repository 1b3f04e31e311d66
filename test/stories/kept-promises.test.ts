import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

const SATURDAY = '11月28日(周六) 09:30';

/** The local minute of the reminder that runs, and its clock's name. */
function reminders(clocks: readonly { name: string; dueAt: string | Date }[]): string[] {
  const local = (at: string | Date) => new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString();
  return clocks.filter(({ name }) => name === 'follow-up').map(({ dueAt }) => local(dueAt).slice(0, 16));
}

describe('a lead has one date, and the card says which', () => {
  story('a date put right on an older record moves the reminder', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已电话沟通 下周二上午10点回访');
    await rep('王敏').receives('log-confirm');
    await clock.advance('5m');
    await rep('王敏').says('L1001 已发资料 下周四上午10点回访');
    await rep('王敏').receives('log-confirm');
    await rep('王敏').says('更正 R101 日期改成周五下午3点');
    await rep('王敏').receives('log-confirm', { saying: '11月27日(周五) 15:00' });
    expect(reminders((await api.lead(lead)).clocks)).toEqual(['2026-11-27T15:00']);
    await rep('王敏').says('撤销 R102');
    expect(reminders((await api.lead(lead)).clocks)).toEqual(['2026-11-27T15:00']);
  });

  story(
    'an older record put right in other things names the date that stands',
    async ({ api, rep, clock }) => {
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('L1001 已电话沟通 下周二上午10点回访');
      await rep('王敏').receives('log-confirm');
      await clock.advance('5m');
      await rep('王敏').says('L1001 已发资料 下周四上午10点回访');
      await rep('王敏').receives('log-confirm');
      await rep('王敏').says('更正 R101 已报价30万');
      await rep('王敏').receives('log-confirm', { saying: '仍按 12月3日(周四) 10:00 提醒' });
      expect(reminders((await api.lead(lead)).clocks)).toEqual(['2026-12-03T10:00']);
    },
  );

  story('an own plan leaves the appointment with the customer', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已电话沟通 约好周六上午9点半演示');
    await rep('王敏').receives('log-confirm', { saying: SATURDAY });
    await clock.advance('5m');
    await rep('王敏').says('L1001 准备明天上午10点去拜访');
    const plan = await rep('王敏').receives('log-confirm', { saying: `仍按 ${SATURDAY} 提醒` });
    expect(reminders((await api.lead(lead)).clocks)).toEqual(['2026-11-28T09:30']);
    await plan.click('改按这次的时间');
    expect(reminders((await api.lead(lead)).clocks)).toEqual(['2026-11-24T10:00']);
  });

  story('an appointment that gave way comes back by a tap', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已电话沟通 约好周六上午9点半演示');
    await rep('王敏').receives('log-confirm', { saying: SATURDAY });
    await clock.advance('5m');
    await rep('王敏').says('L1001 已发资料 明天上午10点打电话');
    const next = await rep('王敏').receives('log-confirm', { saying: `原定 ${SATURDAY} 已改为` });
    expect(reminders((await api.lead(lead)).clocks)).toEqual(['2026-11-24T10:00']);
    await next.click('保留原约定');
    expect(reminders((await api.lead(lead)).clocks)).toEqual(['2026-11-28T09:30']);
  });

  story('a call nobody answered calls nothing off', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已电话沟通 约好周六上午9点半演示');
    await rep('王敏').receives('log-confirm', { saying: SATURDAY });
    await clock.advance('5m');
    await rep('王敏').says('L1001 电话没打通，改天再说');
    await rep('王敏').receives('log-confirm', { saying: `${SATURDAY} 的约定保留` });
    expect(reminders((await api.lead(lead)).clocks)).toEqual(['2026-11-28T09:30']);
  });
});

story('a bare 撤销 or 更正 leaves an old record as it is, and names it', async ({ api, rep, clock }) => {
  const lead = await api.posts(HANGZHOU);
  await rep('王敏').receives('lead-assigned');
  await rep('王敏').says('L1001 已电话沟通');
  await rep('王敏').receives('log-confirm');
  await clock.advance('1h1m');
  await rep('王敏').says('撤销');
  await rep('王敏').hears('什么都没有改：您最近一条记录是 R101，杭州市第一人民医院（L1001）');
  await rep('王敏').says('更正 已报价80万');
  await rep('王敏').hears('更正 R101 已报价80万');
  expect(await api.lead(lead)).toMatchObject({ status: 'touched' });
  await rep('王敏').says('撤销 R101');
  await rep('王敏').hears('已撤销 R101');
});
