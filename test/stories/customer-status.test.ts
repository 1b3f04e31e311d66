import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

describe('what becomes of a customer (A6)', () => {
  story('moved, closed, taken back: the cards and the visit say so', async (world) => {
    const { api, rep, manager } = world;
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await rep('何俊杰').says(`客户状态 ${lead.customerId} 已注销`);
    await rep('何俊杰').hears('找不到客户');
    await rep('王敏').says(`客户状态 ${lead.customerId} 搬迁了，新地址：杭州市萧山区金城路185号`);
    await rep('王敏').hears('已记录', '已搬迁，新地址 杭州市萧山区金城路185号');
    await card.nowShows('客户状态：已搬迁，新地址 杭州市萧山区金城路185号');
    await manager('李强').says(`客户状态 ${lead.id} 停业`);
    await manager('李强').hears('停业，联系、拜访、寄送前请先核实');
    await rep('王敏').says(`拜访 ${lead.id} 见了王主任 已报价50万`);
    await rep('王敏').hears('注意：杭州市第一人民医院 停业');
    await rep('王敏').receives('visit');
    await manager('李强').says(`客户状态 ${lead.customerId} 撤销`);
    await manager('李强').hears('已撤销', '已搬迁，新地址 杭州市萧山区金城路185号');
    await rep('王敏').says('客户状态 杭州市第一人民医院');
    await rep('王敏').hears('已搬迁，新地址 杭州市萧山区金城路185号');
    await rep('王敏').says(`客户状态 ${lead.customerId} 装修中`);
    await rep('王敏').hears('没看懂');
    await rep('王敏').says(`客户状态 ${lead.customerId} 正常`);
    await rep('王敏').hears('：正常');
    expect((await api.lead(lead)).status).toBe('touched');
  });
});
