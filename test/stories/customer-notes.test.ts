import { describe, expect } from 'vitest';
import { story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { Visitor } from '../support/visitor.ts';

const SHAOXING = '新线索 绍兴市中医院 赵国强院长 13900001234 想看彩超';

/** 王敏's customer without an open lead, and another one with. */
async function closed({ api, rep, clock }: World) {
  const lead = await api.posts(HANGZHOU);
  await rep('王敏').receives('lead-assigned');
  await rep('王敏').says(SHAOXING);
  await rep('王敏').receives('lead-assigned');
  await rep('王敏').says('丢单 L1001 项目取消');
  await rep('王敏').receives('stage', { saying: '已失单' });
  await clock.advance('1h');
  const { customerId } = await api.lead(lead);
  return { lead, customerId };
}

async function customerPage(world: World, customerId: string): Promise<string> {
  const visitor = new Visitor(world.ask);
  await visitor.logsIn(world.person('王敏').id);
  return (await visitor.open(`/customers/${customerId}`)).text;
}

describe('a customer without an open lead (C1)', () => {
  story('is asked about, and one tap keeps the line with the customer', async (world) => {
    const { api, rep } = world;
    const { lead, customerId } = await closed(world);
    await rep('王敏').says('杭州市第一人民医院 下周三去拜访');
    const question = await rep('王敏').receives('customer-note', { saying: '没有进行中的线索' });
    await question.click('记到客户');
    const record = await rep('王敏').receives('log-confirm', { saying: [customerId, '到时不会提醒'] });
    expect(record.fact('下次跟进')).toBeUndefined();
    expect(await customerPage(world, customerId)).toContain('下周三去拜访');
    expect(await api.lead(lead)).toMatchObject({ status: 'lost', clocks: [] });
    const other = (await api.lead('L1002')).timeline.filter(({ kind }) => kind === 'interaction.recorded');
    expect(other).toEqual([]);
    await record.click('撤销');
    await rep('王敏').hears('已撤销');
    expect(await customerPage(world, customerId)).not.toContain('下周三去拜访');
    expect(await api.lead(lead)).toMatchObject({ status: 'lost', clocks: [] });
  });

  story('by its number too; another tap makes a new lead of the same customer', async (world) => {
    const { api, rep } = world;
    const { customerId } = await closed(world);
    await rep('王敏').says(`${customerId} 已报价18万 嫌贵`);
    const question = await rep('王敏').receives('customer-note', { saying: '18万' });
    await question.click('新线索');
    const record = await rep('王敏').receives('log-confirm', { saying: '18万' });
    expect(record.fact('编号')).toContain('线索 L1003');
    expect(await api.lead('L1003')).toMatchObject({ customerId, status: 'touched' });
    await rep('王敏').says(`${customerId} 客户又要了参数表，已发资料`);
    await rep('王敏').receives('log-confirm', { saying: ['L1003', '已发资料'] });
  });

  story('takes tags and values in words, and gives them back', async (world) => {
    const { rep } = world;
    const { customerId } = await closed(world);
    await rep('王敏').says(`标签 ${customerId} 重点客户`);
    const tagged = await rep('王敏').receives('log-confirm', { saying: '重点客户' });
    await rep('王敏').says(`${customerId} 医院等级改成二甲`);
    const level = await rep('王敏').receives('log-confirm', { saying: '二甲' });
    const now = await customerPage(world, customerId);
    expect(now).toContain('重点客户');
    expect(now).toContain('二甲');
    await level.click('撤销');
    await rep('王敏').hears('已撤销');
    await tagged.click('撤销');
    await rep('王敏').hears('已撤销');
    const before = await customerPage(world, customerId);
    expect(before).not.toContain('<dd>重点客户');
    expect(before).not.toContain('<dd>二甲');
    await rep('王敏').says(`标签 ${customerId} 重点客户`);
    await rep('王敏').receives('log-confirm', { saying: '加标签' });
    await rep('王敏').says(`去掉标签 ${customerId} 重点客户`);
    await rep('王敏').receives('log-confirm', { saying: '去标签' });
    expect(await customerPage(world, customerId)).not.toContain('<dd>重点客户');
  });

  story('with a lead open the tag is the customer’s, and a line is the lead’s', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    const { customerId } = await api.lead(lead);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`标签 ${customerId} 重点客户`);
    await rep('王敏').receives('log-confirm', { saying: `客户 ${customerId}` });
    expect((await api.lead(lead)).tags).not.toContain('重点客户');
    await rep('王敏').says(`${customerId} 已电话沟通`);
    await rep('王敏').receives('log-confirm', { about: lead, saying: '已电话沟通' });
    await rep('王敏').says('C99999 已报价50万');
    await rep('王敏').receives('choose-customer');
    expect((await api.lead(lead)).timeline.filter(({ text }) => text.includes('50万'))).toEqual([]);
  });
});
