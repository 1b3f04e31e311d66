import { describe, expect } from 'vitest';
import { drawForm } from '../support/documents/sheet.ts';
import { type Setup, story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** Every kind of item at one gate, and a paper that moves leads by itself to a stage whose gate is closed. */
const GATE: Setup = {
  rules: (words) => {
    const [first, second, third] = words.stages;
    first.requires = ['phone'];
    second.requires = ['demoDate', 'secondDemo', 'customerQuestions', 'document:演示截图'];
    third.automatic = ['document:会议纪要'];
  },
};

function paper(title: string): Promise<Uint8Array> {
  return drawForm({
    title,
    layout: 'table',
    rows: [
      [{ label: '医院名称', value: String(HANGZHOU.company) }],
      [{ label: '编号', value: `N-${title}` }],
    ],
  });
}

describe('bad input at a gate (C5)', () => {
  story(
    'words that name nothing, a foreign lead, a closed one: plain words, and nothing moves',
    GATE,
    async (world) => {
      const { api, rep } = world;
      const lead = await api.posts(HANGZHOU);
      const stands = async () => {
        const { stage, moves, pending } = await api.lead(lead);
        return { stage, moves: (moves as unknown[]).length, pending };
      };
      const begin = await stands();
      await rep('王敏').says('推进 L1001 月球背面');
      await rep('王敏').hears('没有“月球背面”这个节点', '可以写：初步接触、需求确认');
      await rep('王敏').says('推进 L9999');
      await rep('王敏').hears('找不到线索 L9999');
      await rep('徐静').says('推进 L1001');
      await rep('徐静').hears('找不到线索 L1001');
      await rep('徐静').says('丢单 L1001 价格');
      await rep('徐静').hears('找不到线索 L1001');
      await rep('王敏').says('放行 L1001 急用');
      await rep('王敏').hears('放行要由主管来做');
      await rep('王敏').says('退回 L1001 录入有误');
      await rep('王敏').hears('是第一个节点，不能再退回');
      expect(await stands()).toEqual(begin);
      await rep('王敏').says('丢单 L1001 价格 贵了三成');
      await rep('王敏').receives('stage');
      const closed = await stands();
      await rep('王敏').says('推进 L1001');
      await rep('王敏').hears('已关闭', '重新打开 L1001');
      await rep('王敏').says('退回 L1001 需求确认 录入有误');
      await rep('王敏').hears('已关闭');
      expect(await stands()).toEqual(closed);
    },
  );

  story(
    'five things in one line, answers that fit nothing, a word where a file is asked',
    GATE,
    async (world) => {
      const { api, rep } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('stage', { saying: '到「需求确认」' });
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('gate', { saying: '还差 4 项' });
      await rep('王敏').says('蓝色');
      await rep('王敏').says('也许大概吧');
      expect(await api.lead(lead)).toMatchObject({ stage: 'need-confirmed', pending: { to: 'demo-booked' } });
      expect(Object.keys((await api.lead(lead)).fields)).not.toContain('demoDate');
      await rep('王敏').says('演示日期周五 需要二次演示 疑问是接口');
      await rep('王敏').receives('gate', { saying: ['还差 1 项', '演示截图'] });
      expect((await api.lead(lead)).fields).toMatchObject({
        demoDate: '2026-11-27',
        secondDemo: true,
        customerQuestions: expect.stringContaining('接口'),
      });
      await rep('王敏').says('拍了照的');
      expect((await api.lead(lead)).stage).toBe('need-confirmed');
      // A paper that is none of what is asked is kept, and is no answer.
      await rep('王敏').sendsFile('名片.pdf', await paper('名片'));
      expect(await api.lead(lead)).toMatchObject({ stage: 'need-confirmed', pending: { to: 'demo-booked' } });
    },
  );

  story('a move that comes by itself to a closed gate asks, and the asking is kept', GATE, async (world) => {
    const { api, rep } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').sendsFile('会议纪要.pdf', await paper('会议纪要'));
    await rep('王敏').receives('document', { saying: 'D101' });
    for (const line of ['文件类型 D101 会议纪要', '文件客户 D101 L1001', '归档 D101'])
      await rep('王敏').says(line);
    await rep('王敏').receives('gate', { saying: ['推进到「已预约设备科演示」', '还差 4 项'] });
    await rep('王敏').says('继续 L1001');
    await rep('王敏').receives('gate', { saying: '演示日期' });
    await rep('王敏').says('演示日期周五 不用二次演示 疑问是接口');
    await rep('王敏').receives('gate', { saying: '还差 1 项' });
    expect(await api.lead(lead)).toMatchObject({ stage: 'first-contact', pending: { to: 'demo-booked' } });
  });
});
