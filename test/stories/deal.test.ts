import { describe, expect } from 'vitest';
import { type Setup, story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** Three things stand between any stage and the contract; somebody keeps the books. */
const COMPANY: Setup = {
  rules: (words) => {
    for (const stage of words.stages) {
      if (stage.id === 'legal-review') stage.requires = ['prepayment', 'acceptanceTerms'];
      else stage.requires = stage.id === 'signed' ? ['quotedAmount'] : [];
      stage.locks = [];
    }
  },
};

describe('what won means (E4)', () => {
  story(
    'said in a note it asks what the gate misses; then everybody who must know does',
    COMPANY,
    async (world) => {
      const { api, rep, person, manager, nobody } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('王主任 成交了，合同签了');
      await (await rep('王敏').receives('log-confirm')).click('已成交，关闭线索');
      await rep('王敏').receives('gate', { saying: ['推进到「合同签署」', '还差 3 项', '预付款'] });
      expect(await api.lead(lead)).toMatchObject({ status: 'touched', pending: { to: 'signed' } });
      await rep('王敏').says('L1001 是否含预付款改成是 验收标准改成连续运行30天');
      await rep('王敏').receives('gate', { saying: '还差 1 项' });
      expect((await api.lead(lead)).status).toBe('touched');
      await rep('王敏').says('L1001 报价金额改成83万');
      await rep('王敏').receives('stage', { saying: '到「合同签署」' });
      expect(await api.lead(lead)).toMatchObject({ status: 'won', stage: 'signed', clocks: [] });
      const told = await person('钱芳').receives('text', {
        saying: ['已成交（合同签署）', '报价金额 83万元'],
      });
      expect(told.text).toContain('是否含预付款 是');
      expect(told.text).toContain('L1001 杭州市第一人民医院');
      await manager('李强').receives('alert', { saying: '已成交（合同签署）' });
      await rep('王敏').says('查看 L1001');
      await rep('王敏').receives('lead-detail', { saying: '采购记录' });
      // And the contract is to be checked.
      await person('钱芳').receives('order', { saying: '合同核对' });
      await rep('王敏').receives('order', { saying: '合同核对' });
      await nobody.receivesAnything();
    },
  );

  story(
    'taken back within a day everything is as before, and the same people hear of it',
    COMPANY,
    async (world) => {
      const { api, rep, person, manager, clock, nobody } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('L1001 已报价50万');
      await rep('王敏').receives('log-confirm');
      await rep('王敏').says('L1001 是否含预付款改成否 验收标准改成按出厂标准 报价金额改成12万');
      await rep('王敏').receives('log-confirm');
      const before = await api.lead(lead);
      await rep('王敏').says('推进 L1001 合同签署');
      await rep('王敏').receives('stage', { saying: '到「合同签署」' });
      await person('钱芳').hears('已成交');
      await manager('李强').receives('alert', { saying: '12万元' });
      await clock.advance('3h');
      await rep('王敏').says('撤销成交 L1001 客户要重走流程');
      await rep('王敏').receives('stage', { saying: '到「初步接触」' });
      await person('钱芳').hears('成交已撤销，回到「初步接触」：客户要重走流程');
      await manager('李强').receives('alert', { saying: '成交已撤销' });
      const after = await api.lead(lead);
      expect(after).toMatchObject({ status: before.status, stage: before.stage, clocks: before.clocks });
      await rep('王敏').says('查看 L1001');
      expect((await rep('王敏').receives('lead-detail')).text).not.toContain('采购记录');
      // And the contract is to be checked.
      await person('钱芳').receives('order', { saying: '合同核对' });
      await rep('王敏').receives('order', { saying: '合同核对' });
      await nobody.receivesAnything();
    },
  );

  story('taken back for a day to the millisecond, and no longer', COMPANY, async (world) => {
    const { api, rep, person, clock } = world;
    const lead = await api.posts(HANGZHOU);
    const sign = async () => {
      await rep('王敏').says('推进 L1001 合同签署');
      return rep('王敏').receives('stage', { saying: '到「合同签署」' });
    };
    await rep('王敏').says('L1001 是否含预付款改成否 验收标准改成按出厂标准 报价金额改成12万');
    const won = await sign();
    expect(won.text).toContain('11月24日(周二) 10:30 前可撤销成交，财务和主管会得到通知，一切恢复原样。');
    await clock.advance('24h');
    await won.click('撤销成交');
    expect(await api.lead(lead)).toMatchObject({ stage: 'first-contact', locked: [] });
    await person('钱芳').hears('成交已撤销');
    await sign();
    await clock.advance('24h1s');
    await rep('王敏').says('重新打开 L1001');
    await rep('王敏').hears('成交已超过 24小时，不能撤销', '客户退单请联系财务');
    await rep('王敏').says('阶段 L1001');
    const now = (await rep('王敏').messages('stage')).at(-1);
    expect(now?.card?.buttons).toEqual([]);
    expect((await api.lead(lead)).status).toBe('won');
  });

  story('a deal said long before its stage goes one node at a time', async (world) => {
    const { api, rep, manager } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('王主任 成交了，合同签了');
    await (await rep('王敏').receives('log-confirm')).click('已成交，关闭线索');
    await rep('王敏').hears('还不能记为成交：到「合同签署」还要经过', '放行 L1001 合同签署 原因');
    await rep('王敏').receives('stage', { saying: '已从「初步接触」到「需求确认」' });
    await rep('王敏').says('推进 L1001');
    await rep('王敏').receives('stage', { saying: '到「已预约设备科演示」' });
    await rep('王敏').says('推进 L1001 合同签署');
    await rep('王敏').receives('gate', { saying: '推进到「合同签署」' });
    // Named without a stage it is the next one, whatever was wished for before.
    await rep('王敏').says('推进 L1001');
    await rep('王敏').receives('gate', { saying: ['推进到「设备科演示完成」', '还差 1 项'] });
    await manager('李强').says('放行 L1001 合同签署 已当面核实');
    expect(await api.lead(lead)).toMatchObject({ status: 'won', stage: 'signed' });
  });

  story('to whom it was lost is answered by the name alone', COMPANY, async (world) => {
    const { api, rep } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('丢单 L1001');
    await rep('王敏').receives('move-reason', { saying: '选择原因' });
    await rep('王敏').says('选了竞品');
    await rep('王敏').receives('move-reason', { saying: '客户选了哪一家' });
    await rep('王敏').says('联影');
    await rep('王敏').receives('stage', { saying: '到「已失单」' });
    expect(await api.lead(lead)).toMatchObject({
      status: 'lost',
      moves: [{ kind: 'lost', reason: '选了竞品 联影' }],
    });
  });

  story(
    'a note typed meanwhile is asked about, and a reason with its words is one line',
    COMPANY,
    async (world) => {
      const { api, rep } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').says('丢单 L1001 选了竞品');
      await rep('王敏').receives('move-reason', { saying: '客户选了哪一家' });
      await rep('王敏').says('L1001 已发资料');
      await rep('王敏').receives('answer-or-note', { saying: '已发资料' });
      await rep('王敏').says('选了迈瑞');
      await rep('王敏').receives('stage', { saying: '到「已失单」' });
      expect((await api.lead(lead)).moves).toMatchObject([{ reason: '选了竞品 迈瑞' }]);
      await rep('王敏').says('重新打开 L1001');
      await rep('王敏').says('丢单 L1001');
      await rep('王敏').says('价格 比别家贵三成');
      expect(await api.lead(lead)).toMatchObject({ status: 'lost' });
      expect((await api.lead(lead)).moves).toMatchObject([{}, {}, { reason: '价格 比别家贵三成' }]);
    },
  );
});
