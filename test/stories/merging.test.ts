import { describe, expect } from 'vitest';
import { story, type World } from '../support/harness.ts';
import { Visitor } from '../support/visitor.ts';

/** Two reps with a customer each, under names nothing joins. */
async function twoOfOne({ api, rep }: World) {
  await rep('王敏').says('新线索 嘉善魏塘康复医院 沈主任 13757600101 想看康复机器人 微创不急');
  await rep('王敏').receives('lead-assigned');
  await rep('徐静').says('新线索 魏塘镇康复中心 陆院长 13757600102 想看彩超');
  await rep('徐静').receives('lead-assigned');
  const [second, first] = await api.leads();
  if (!first || !second) throw new Error('two leads expected');
  expect(first.customerId).not.toBe(second.customerId);
  return { first, second };
}

async function pageOf(world: World, name: string, path: string): Promise<string> {
  const visitor = new Visitor(world.ask);
  await visitor.logsIn(world.person(name).id);
  return (await visitor.open(path)).text;
}

describe('two customers that are one (A5)', () => {
  story('a manager merges them: one customer, its leads, and the old number leads there', async (world) => {
    const { manager, rep, api, clock } = world;
    const { first, second } = await twoOfOne(world);
    await manager('李强').says(`合并 ${first.customerId} ${second.customerId}`);
    const card = await manager('李强').receives('same-customer', { saying: ['王敏', '徐静', '先录入'] });
    for (const button of ['拆开', '归 王敏', '归 徐静'])
      expect(card.card.buttons.map(({ label }) => label)).toContain(button);
    await rep('王敏').hears('徐静的客户是同一家');
    await rep('徐静').hears('王敏的客户是同一家');
    await clock.advance('31m');
    // A new enquiry of the second's contact with another wish is one more project of the whole.
    const third = await api.posts({
      company: '魏塘镇康复中心',
      contactName: '陆院长',
      phone: '13757600102',
      need: '再看一台彩超',
      source: 'website',
    });
    expect(third).toMatchObject({ status: 'merged', id: second.id });
    const page = await pageOf(world, '李强', `/customers/${second.customerId}`);
    for (const word of ['嘉善魏塘康复医院', '沈 主任', '陆 院长', first.id, second.id])
      expect(page).toContain(word);
  });

  story('neither rep sees what the other has', async (world) => {
    const { manager, rep } = world;
    const { first, second } = await twoOfOne(world);
    await manager('李强').says(`合并 ${first.customerId} ${second.customerId}`);
    await manager('李强').receives('same-customer');
    const mine = await pageOf(world, '王敏', `/customers/${first.customerId}`);
    expect(mine).toContain('沈 主任');
    for (const secret of ['陆 院长', '13757600102', second.id]) expect(mine).not.toContain(secret);
    const theirs = await pageOf(world, '徐静', `/customers/${second.customerId}`);
    expect(theirs).toContain('陆 院长');
    for (const secret of ['沈 主任', '13757600101', first.id]) expect(theirs).not.toContain(secret);
    await rep('徐静').says(`合并 ${first.customerId} ${second.customerId}`);
    await rep('徐静').hears('由主管决定');
  });

  story('given to one of them, and parted again: everything is as it was', async (world) => {
    const { manager, rep, api } = world;
    const { first, second } = await twoOfOne(world);
    await manager('李强').says(`合并 ${first.id} ${second.id}`);
    const card = await manager('李强').receives('same-customer');
    await card.click('归 王敏');
    await manager('李强').hears('归 王敏 负责，2 条在跟的线索');
    expect((await api.lead(second)).ownerId).toBe('wang-min');
    await rep('王敏').says('魏塘镇康复中心 彩超已报价30万');
    await rep('王敏').receives('log-confirm', { saying: second.id });
    await manager('李强').says(`拆开 ${first.customerId}`);
    await manager('李强').hears('已拆开');
    expect((await api.lead(second)).ownerId).toBe('xu-jing');
    const page = await pageOf(world, '李强', `/customers/${second.customerId}`);
    expect(page).toContain('陆 院长');
    for (const word of ['沈 主任', first.id]) expect(page).not.toContain(word);
    const kinds = (await api.lead(second)).timeline.map(({ kind }) => kind);
    expect(kinds).toContain('interaction.recorded');
    await manager('李强').says(`拆开 ${second.customerId}`);
    await manager('李强').hears('没有与别的客户合并');
  });

  story('a doubt is decided on its card, and 不是同一家 is remembered', async ({ api, manager }) => {
    const about = { contactName: '王院长', source: 'website' };
    const one = await api.posts({ ...about, company: '湖州长兴百康诊所', email: 'info@163.com' });
    const two = await api.posts({ ...about, company: '台州仙居同济诊所', email: 'info@163.com' });
    const card = await manager('李强').receives('same-customer', {
      saying: ['邮箱相同', one.customerId ?? ''],
    });
    await card.click('不是同一家');
    await card.nowShows('已确认不是同一家');
    await manager('李强').says(`查看 ${two.id}`);
    await manager('李强').receives('lead-detail');
  });
});
