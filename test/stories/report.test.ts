import { describe, expect } from 'vitest';
import { onlyReps } from '../support/company.ts';
import { story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { rowsOf } from '../support/sheet-rows.ts';
import { shown } from '../support/time.ts';

const DAY = ['周一', '周二', '周三', '周四'];

/** On each of four days five leads for 徐静 and 王敏; the first two of each day are called at once. */
async function fourDays({ api, rep, clock }: World): Promise<string[][]> {
  const days: string[][] = [];
  for (const [d] of DAY.entries()) {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      const lead = await api.posts({
        company: `杭州市试验${'甲乙丙丁'[d]}${'一二三四五'[i]}医院`,
        contactName: `王${i}`,
        phone: `138${d}000000${i}`,
        products: ['超声', '血球仪'],
      });
      ids.push(lead.id);
      const owner = lead.ownerId === 'wang-min' ? rep('王敏') : rep('徐静');
      if (i < 2) await owner.says(`${lead.id} 已电话沟通`);
    }
    days.push(ids);
    await clock.advance('24h');
  }
  return days;
}

/** Without escalation and re-routing, which are other stories. */
const quiet = (words: { clocks: Record<string, { steps: unknown[]; repeat?: string }> }) => {
  words.clocks['first-touch'] = {
    steps: [{ after: '400h', card: 'first-touch-due', to: ['owner'] }],
    repeat: '400h',
  };
};

describe('the activation report at 10:02 (F1)', () => {
  story('what moved yesterday, and what was let pass by whom', { rules: quiet }, async (world) => {
    const { api, rep, manager, clock } = world;
    await api.posts(HANGZHOU);
    await rep('王敏').says('推进 L1001 已预约设备科演示');
    await rep('王敏').says('推进 L1001');
    await manager('李强').says('放行 L1001 设备科演示完成 演示那天我在场');
    await clock.moveTo('2026-11-24 10:03');
    const report = await manager('陈国栋').receives('activation-report');
    expect(report.fact('昨日推进')).toBe('2 次，放行 1（李强 1）');
  });

  story(
    'share, cohorts and the longest waiting, by chat and by mail',
    { rules: quiet, people: onlyReps('王敏', '徐静') },
    async (world) => {
      const { manager, clock, mails } = world;
      const days = await fourDays(world);
      // Friday 10:30 by now: four reports have gone out.
      expect(shown(clock.now())).toBe('2026-11-27 10:30');
      const reports = [];
      for (let i = 0; i < 4; i++) reports.push(await manager('陈国栋').receives('activation-report'));
      await manager('陈国栋').receivesNothing();
      const last = reports[3];
      expect(shown((await last?.now())?.at ?? '')).toBe('2026-11-27 10:02');
      expect(last?.card.title).toBe('线索激活日报 11月27日(周五)');
      expect(last?.card.emphasis).toEqual({ text: '72小时激活率 40%，目标 ≥85%', tone: 'danger' });
      expect(last?.fact('11月23日(周一)分配')).toBe('2/5 已激活（已到 72 小时）');
      expect(last?.fact('昨日分配')).toBe('2/5 已激活（40%，未到 72 小时）');
      expect(last?.fact('未激活 TOP1')).toMatch(
        new RegExp(`^${days[0]?.[2]} 杭州市试验甲三医院 · (王敏|徐静) 已等 95.5 小时$`),
      );
      expect(last?.card.facts.filter(({ name }) => name.startsWith('未激活'))).toHaveLength(5);
      expect(last?.text).toContain('线索激活率 = 分配后72小时内有≥1次互动的线索数 ÷ 当日首次分配的线索数');
      const sent = (await mails()).filter(({ to }) => to === 'chen.guodong@kanglian.example');
      expect(sent).toHaveLength(4);
      expect(sent[0]?.subject).toBe('线索激活日报 11月27日(周五)');
      expect(sent[0]?.text).toContain('40%');
      expect(sent[0]?.html).toContain('<table');
      await last?.click('看明细');
      const details = await manager('陈国栋').receives('activation-details');
      expect(details.card.title).toBe('未激活明细 11月27日(周五)（12 条）');
      expect(details.card.facts[0]?.name).toBe(days[0]?.[2]);
      const answer = await manager('陈国栋').hears('见附件');
      const rows = await rowsOf(world, answer.file.url);
      const activated = (day: string) =>
        rows.filter((row) => row.首次分配日 === day).map((row) => row['72小时内激活']);
      for (const day of ['2026-11-23', '2026-11-26'])
        expect(activated(day).sort()).toEqual(['否', '否', '否', '是', '是']);
    },
  );

  story('is for who it was made for', async ({ manager, rep, clock }) => {
    await clock.moveTo('2026-11-24 10:02');
    const report = await manager('陈国栋').receives('activation-report');
    const command = report.command('看明细');
    await rep('王敏').says(command);
    await rep('王敏').hears('无权查看');
    await manager('李强').says(command);
    await manager('李强').hears('无权查看');
  });

  story('giving a lead to somebody else does not improve it', async (world) => {
    const { api, rep, manager, clock } = world;
    const lead = await api.posts({
      company: '杭州市试验医院',
      contactName: '王',
      phone: '13812345678',
      products: ['超声', '血球仪'],
    });
    await rep('王敏').receives('lead-assigned');
    await clock.moveTo('2026-11-26 10:00');
    // Re-routed on the second day; called by the new owner on the fourth, more than 72 h after the first assignment.
    await clock.moveTo('2026-11-26 11:00');
    const { ownerId } = await api.lead(lead);
    expect(ownerId).not.toBe('wang-min');
    const owner = ['张涛', '刘洋', '徐静'].map((name) => rep(name)).find(({ id }) => id === ownerId);
    await owner?.says(`${lead.id} 已电话沟通`);
    await clock.moveTo('2026-11-27 10:02');
    for (let i = 0; i < 3; i++) await manager('陈国栋').receives('activation-report');
    const last = await manager('陈国栋').receives('activation-report');
    expect(last.fact('11月23日(周一)分配')).toBe('0/1 已激活（已到 72 小时）');
  });

  story(
    'nobody was reached: an attempt is no activation',
    { rules: quiet },
    async ({ api, rep, manager, clock }) => {
      await api.posts({
        company: '杭州市试验医院',
        contactName: '王',
        phone: '13812345678',
        products: ['超声', '血球仪'],
      });
      await rep('王敏').says('L1001 没人接');
      await clock.moveTo('2026-11-24 10:02');
      const report = await manager('陈国栋').receives('activation-report');
      expect(report.fact('昨日分配')).toContain('0/1 已激活');
      expect(report.fact('未激活 TOP1')).toContain('L1001');
    },
  );

  story(
    'an hour asleep or a whole weekend: what was missed is made up for, and says that it is late',
    async (world) => {
      const { manager, clock, mails, sleepsUntil } = world;
      await clock.moveTo('2026-11-27 09:00');
      for (let i = 0; i < 3; i++) await manager('陈国栋').receives('activation-report');
      await sleepsUntil('2026-11-30 09:00');
      for (const day of ['11月27日(周五)', '11月28日(周六)', '11月29日(周日)']) {
        const report = await manager('陈国栋').receives('activation-report');
        expect(report.card.title).toBe(`线索激活日报 ${day}（补发）`);
      }
      await manager('陈国栋').receivesNothing();
      await clock.moveTo('2026-11-30 10:02');
      expect((await manager('陈国栋').receives('activation-report')).card.title).toBe(
        '线索激活日报 11月30日(周一)',
      );
      expect(await mails()).toHaveLength(7);
    },
  );

  story('two processes send one', async (world) => {
    const { manager, clock, secondProcess, mails, settle } = world;
    const other = await secondProcess();
    try {
      await Promise.all([clock.moveTo('2026-11-24 10:02'), other.moveTo('2026-11-24 10:02')]);
      await Promise.all([settle(), other.settle()]);
      expect(await manager('陈国栋').count('activation-report')).toBe(1);
      expect(await mails()).toHaveLength(1);
    } finally {
      await other.stop();
    }
  });
});
