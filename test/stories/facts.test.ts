import { describe, expect } from 'vitest';
import { json } from '../support/client.ts';
import { KEY, story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

describe('facts in words (A4)', () => {
  story('a field is set by a line, shown with what it was, and taken back', async ({ api, rep, audit }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 预算改成200万以上');
    const record = await rep('王敏').receives('log-confirm', { about: lead, saying: '已更新' });
    expect(record.fact('预算')).toBe('50–200万 → 200万以上');
    const now = await api.lead(lead);
    expect(now).toMatchObject({ budget: '200万以上', status: 'assigned', firstTouchedAt: null });
    expect(now.tags).toContain('200万以上');
    expect(now.tags).not.toContain('50–200万');
    const [line] = (await audit(lead)).filter(({ kind }) => kind === 'interaction.recorded');
    expect(line).toMatchObject({ who: 'wang-min' });
    await record.click('撤销');
    await rep('王敏').hears('已撤销');
    const before = await api.lead(lead);
    expect(before.budget).toBe('50–200万');
    expect(before.tags).toContain('50–200万');
    expect(before.tags).not.toContain('200万以上');
  });

  story('several in one line, with the lead open; of the customer on the customer', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('查看 L1001');
    await rep('王敏').says('决策人是王院长 预算来源财政拨款');
    await rep('王敏').receives('log-confirm', { about: lead, saying: ['王院长', '财政拨款'] });
    await rep('王敏').says('L1001 医院等级改成二甲');
    await rep('王敏').receives('log-confirm', { saying: '三甲 → 二甲' });
    expect((await api.lead(lead)).fields).toMatchObject({
      decisionMaker: '王院长',
      budgetSource: '财政拨款',
      hospitalLevel: '二甲',
    });
  });

  story('a budget beside an appointment is no quotation', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('L1001 约好演示 周五下午3点 预算300万 决策人李院长');
    const record = await rep('王敏').receives('log-confirm', { about: lead, saying: '已记录' });
    expect(record.fact('金额')).toBeUndefined();
    expect(record.fact('下次跟进')).toContain('15:00');
    const now = await api.lead(lead);
    expect(now).toMatchObject({ budget: '200万以上', status: 'touched' });
    expect(now.fields).toMatchObject({ decisionMaker: '李院长' });
  });

  story('what is no value is said, and nothing written', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('L1001 预算来源改成彩票');
    await rep('王敏').hears('没有“彩票”这一项', '财政拨款');
    expect((await api.lead(lead)).fields).not.toHaveProperty('budgetSource');
  });

  story('tags by hand', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('标签 L1001 重点客户');
    await rep('王敏').receives('log-confirm', { about: lead, saying: '重点客户' });
    expect((await api.lead(lead)).tags).toContain('重点客户');
    await clock.advance('1m');
    await rep('王敏').says('去掉标签 L1001 重点客户');
    await rep('王敏').receives('log-confirm', { about: lead });
    expect((await api.lead(lead)).tags).not.toContain('重点客户');
    await rep('王敏').says('撤销');
    expect(await api.lead(lead)).toMatchObject({ status: 'assigned' });
    expect((await api.lead(lead)).tags).toContain('重点客户');
  });

  story('a system sets them by PATCH', async ({ api, ask }) => {
    const lead = await api.posts(HANGZHOU);
    const patch = (fields: unknown) =>
      ask(`/api/leads/${lead.id}`, {
        ...json({ fields }, { Authorization: `Bearer ${KEY}` }),
        method: 'PATCH',
      });
    const set = await patch({ budget: '300万', decisionMaker: '王院长', bidding: '是' });
    expect(set.body).toMatchObject({
      budget: '200万以上',
      fields: { decisionMaker: '王院长', bidding: true },
    });
    expect((await patch({ decisionMaker: null })).body.fields).not.toHaveProperty('decisionMaker');
    expect((await patch({ nonsense: 1 })).status).toBe(422);
    expect((await patch({ demoDate: '猴年' })).status).toBe(422);
    const bare = json({ budget: '300万' }, { Authorization: `Bearer ${KEY}` });
    const { status, body } = await ask(`/api/leads/${lead.id}`, { ...bare, method: 'PATCH' });
    expect(status).toBe(422);
    expect(JSON.stringify(body.problems)).not.toMatch(/record|undefined|实际接收/);
    expect(body.problems[0].message).toContain('"fields"');
  });
});
