import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** Everybody but 王敏 has all they can carry. */
const FULL = {
  people: (people: { name: string; role: string; cap?: number | undefined }[]) => {
    for (const person of people) if (person.role === 'rep' && person.name !== '王敏') person.cap = 0;
  },
};

describe('somebody leaves a full team (B7)', () => {
  story(
    'the leads wait in one list, are given in one tap, and come with their context',
    FULL,
    async (world) => {
      const { api, rep, manager } = world;
      const known = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('王主任 已报价50万 嫌贵 周五上午10点回访');
      await rep('王敏').receives('log-confirm');
      await rep('王敏').receives('scripts');
      await manager('李强').receives('alert');
      const fresh = await api.posts({
        company: '杭州市拱墅康复医院',
        contactName: '冯敏',
        phone: '13757600201',
        need: '彩超',
        source: 'website',
      });
      await rep('王敏').receives('lead-assigned', { about: fresh });
      await manager('李强').says('离职 王敏 确认');
      await manager('李强').hears('其中 2 条暂时无人可接');
      const list = await manager('李强').receives('unassigned', { saying: ['2 条线索', '离职交接'] });
      await list.chooses('owner', '徐静').click('这 2 条指派给TA');
      await manager('李强').hears('已把 2 条分配给 徐静');
      const card = await rep('徐静').receives('lead-assigned', { about: known });
      for (const words of ['接手线索', '原负责人', '已约定', '已报价50万'])
        expect(card.text).toContain(words);
      expect((await rep('徐静').receives('lead-assigned', { about: fresh })).text).toContain('新线索');
      for (const lead of [known, fresh]) expect((await api.lead(lead)).ownerId).toBe('xu-jing');
      await manager('李强').says('待分配');
      await manager('李强').receives('unassigned', { saying: '没有待分配' });
    },
  );

  story('全部分配 reaches them, and old customers go in one tap', FULL, async (world) => {
    const { api, rep, manager } = world;
    const won = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await manager('李强').says(`放行 ${won.id} 合同签署 合同原件已核对`);
    await manager('李强').receives('stage');
    const open = await api.posts({
      company: '杭州市拱墅康复医院',
      contactName: '冯敏',
      phone: '13757600201',
      need: '彩超',
      source: 'website',
    });
    await rep('王敏').receives('lead-assigned', { about: open });
    await manager('李强').says('离职 王敏 确认');
    await manager('李强').hears('其中 1 条');
    const old = await manager('李强').receives('leaver-customers', { saying: '王敏 名下还有 1 个' });
    await old.chooses('owner', '徐静').click('全部交接给TA');
    await manager('李强').hears('1 个老客户已交接给 徐静');
    await manager('李强').says('全部分配');
    await manager('李强').hears('已分配 1 条');
    expect((await api.lead(open)).ownerId).not.toBe('wang-min');
    const again = await api.posts({ ...HANGZHOU, need: '再要一台' });
    expect(again.ownerId).toBe('xu-jing');
  });
});
