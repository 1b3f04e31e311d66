import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { rowsOf } from '../support/sheet-rows.ts';

describe('today’s leads to touch (B5)', () => {
  story('newest first, without those begun and those older than a day', async (world) => {
    const { api, rep, clock } = world;
    const only = { source: 'website', products: ['超声', '血球仪'] };
    await rep('徐静').says('请假 到下周五');
    await rep('徐静').hears('已暂停');
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) {
      const lead = await api.posts({
        ...only,
        company: `杭州市试验第${i}医院`,
        contactName: `王${i}`,
        phone: `1381234500${i}`,
      });
      expect(lead.ownerId).toBe('wang-min');
      ids.push(lead.id);
      if (i === 0) await clock.advance('23h');
      else await clock.advance('10m');
    }
    await rep('王敏').says(`${ids[1]} 已电话沟通`);
    await rep('王敏').receives('log-confirm');
    await clock.advance('40m');
    await rep('王敏').says('今日待触达');
    const view = await rep('王敏').receives('today');
    expect(view.card.title).toBe('今日待触达 2 条');
    expect(view.card.facts.map(({ name }) => name)).toEqual([ids[3], ids[2]]);
    await view.click('导出 Excel');
    const answer = await rep('王敏').hears('共 2 条');
    expect(answer.file.name).toMatch(/^今日待触达-\d{8}-\d{4}\.xlsx$/);
    const rows = await rowsOf(world, answer.file.url);
    expect(rows.map((row) => [row.编号, row.单位, row.电话, row.状态])).toEqual([
      [ids[3], '杭州市试验第3医院', '+8613812345003', '已分配'],
      [ids[2], '杭州市试验第2医院', '+8613812345002', '已分配'],
    ]);
    expect(rows[0]?.首次联系截止).toMatch(/^2026-11-24 \d\d:\d\d$/);
  });

  story('with nothing to do it says so', async ({ rep, nobody }) => {
    await rep('王敏').says('今日待触达');
    await rep('王敏').receives('today', { saying: '没有待首次联系的线索' });
    await rep('王敏').says('导出今日待触达');
    await rep('王敏').hears('无需导出');
    await nobody.receivesAnything();
  });

  story('what a stranger typed stays text in the spreadsheet', async (world) => {
    const { api, rep } = world;
    await api.posts({ ...HANGZHOU, need: '=HYPERLINK("http://evil.example","点我")' });
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('导出今日待触达');
    const { file } = await rep('王敏').hears('共 1 条');
    const [row] = await rowsOf(world, file.url);
    expect(row?.需求).toBe('=HYPERLINK("http://evil.example","点我")');
  });

  story('a lead sees the team’s, with the owner', async (world) => {
    const { api, rep, manager } = world;
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await manager('李强').says('今日待触达');
    await manager('李强').receives('today', { about: 'L1001', saying: '王敏' });
    await manager('林洁').says('今日待触达');
    await manager('林洁').receives('today', { saying: '没有待首次联系的线索' });
    await manager('陈国栋').says('导出今日待触达');
    const { file } = await manager('陈国栋').hears('共 1 条');
    expect((await rowsOf(world, file.url))[0]?.负责人).toBe('王敏');
  });
});
