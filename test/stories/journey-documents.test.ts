import { describe, expect } from 'vitest';
import type { PlaybookWords } from '../support/company.ts';
import { drawForm } from '../support/documents/sheet.ts';
import { type Setup, story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** A paper that is no form of the playbook. */
function paper(title: string) {
  const rows = [
    [{ label: '医院名称', value: String(HANGZHOU.company) }],
    [{ label: '编号', value: `N-${title}` }],
  ];
  return drawForm({ title, layout: 'table', rows });
}

async function files({ rep }: World, title: string, id: string): Promise<void> {
  await rep('王敏').sendsFile(`${title}.pdf`, await paper(title));
  await rep('王敏').receives('document', { saying: id });
  await rep('王敏').says(`文件类型 ${id} ${title}`);
  await rep('王敏').says(`文件客户 ${id} L1001`);
  await rep('王敏').says(`归档 ${id}`);
}

const SHORT: Setup = {
  rules: (words) => {
    words.stages[0].requires = ['phone', 'document:立项批文'];
    words.stages[1].requires = ['need'];
    words.stages[2].automatic = ['document:会议纪要'];
  },
};

describe('documents move the journey (C5)', () => {
  story(
    'the last item is a paper; taken back, it is marked and the next gate stays closed',
    SHORT,
    async (world) => {
      const { api, rep, manager } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('gate', { saying: '立项批文' });
      await files(world, '立项批文', 'D101');
      await rep('王敏').receives('stage', { saying: '已从「初步接触」到「需求确认」' });
      await rep('王敏').says('撤销归档 D101');
      await manager('李强').hears('证据已撤回：立项批文');
      const now = await api.lead(lead);
      expect(now).toMatchObject({
        stage: 'need-confirmed',
        missing: [{ item: 'document:立项批文', kind: 'document' }],
      });
      expect(now.moves).toMatchObject([{ withdrawn: [{ item: 'document:立项批文' }] }]);
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('gate', { saying: ['还差 1 项', '立项批文'] });
      expect((await api.lead(lead)).stage).toBe('need-confirmed');
    },
  );

  story('a paper moves the lead by itself once the gates on the way hold', SHORT, async (world) => {
    const { api, rep } = world;
    const lead = await api.posts(HANGZHOU);
    await files(world, '会议纪要', 'D101');
    await rep('王敏').receives('gate', { saying: ['还差 1 项', '立项批文'] });
    expect(await api.lead(lead)).toMatchObject({ stage: 'first-contact', pending: { to: 'demo-booked' } });
    await files(world, '立项批文', 'D102');
    await rep('王敏').receives('stage', { saying: '到「已预约设备科演示」' });
    expect((await api.lead(lead)).moves).toMatchObject([{ to: 'demo-booked', skipped: ['need-confirmed'] }]);
  });
});

const EARLY: Setup = {
  rules: (words) => {
    words.stages[0].requires = ['phone'];
    words.stages[1].requires = ['need', 'document:报价单'];
  },
};

describe('papers sent before their gate asks for them', () => {
  story(
    'known by their title, filed, and counted later; the choice offers all types',
    EARLY,
    async (world) => {
      const { api, rep } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').sendsFile('扫描件.pdf', await paper('彩超设备报价单'));
      const quote = await rep('王敏').receives('document', { saying: 'D101' });
      await quote.nowShows('报价单', String(HANGZHOU.company));
      await quote.click('归档');
      expect(await api.lead(lead)).toMatchObject({ stage: 'first-contact' });
      await rep('王敏').sendsFile('扫描件二.pdf', await paper('随手记录'));
      const unknown = await rep('王敏').receives('document', { saying: 'D102' });
      const offered = (await unknown.now()).card?.selects?.[0]?.options.map(({ label }) => label);
      expect(offered).toEqual(
        expect.arrayContaining(['报价单', '合同草案', '合同', '演示截图', '设备试用反馈表']),
      );
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('stage', { saying: ['到「需求确认」', '报价单（D101）'] });
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('stage', { saying: '到「已预约设备科演示」' });
    },
  );
});

describe('expected signing (F8)', () => {
  story('the draft says when; by hand a few days, further with a reason', async (world) => {
    const { api, rep } = world;
    const lead = await api.posts(HANGZHOU);
    expect((await api.lead(lead)).expectedSigning).toBeNull();
    await files(world, '合同草案', 'D101');
    expect((await api.lead(lead)).expectedSigning).toBe('2026-12-02');
    await rep('王敏').says('预计签约 L1001 12月4日');
    await rep('王敏').hears('2026-12-04');
    await rep('王敏').says('预计签约 L1001 12月20日');
    await rep('王敏').hears('差超过 3 天');
    await rep('王敏').says('预计签约 L1001 12月20日 院长出国');
    const now = await api.lead(lead);
    expect(now.expectedSigning).toBe('2026-12-20');
    expect(now.signingHistory).toMatchObject([
      { day: '2026-12-02' },
      { day: '2026-12-04', by: 'wang-min' },
      { day: '2026-12-20', reason: '院长出国' },
    ]);
    await rep('王敏').says('预计签约 L1001 昨天');
    await rep('王敏').hears('将来的日期');
  });
});

describe('a new version of the playbook', () => {
  story('must say where the leads of a stage go that is no more', async (world) => {
    const { api, rep, restart } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('推进 L1001');
    const renamed = (words: PlaybookWords) => {
      const stage = words.stages.find(({ id }: { id: string }) => id === 'need-confirmed');
      stage.id = 'need-known';
      for (const { asks } of words.fields) if (asks?.stage === 'need-confirmed') asks.stage = 'need-known';
    };
    await expect(restart(renamed)).rejects.toHaveProperty('userText', expect.stringContaining('需求确认'));
    await restart((words) => {
      renamed(words);
      words.journey = { replaces: { 'need-confirmed': 'need-known' } };
    });
    const now = await api.lead(lead);
    expect(now).toMatchObject({ stage: 'need-known', stageLabel: '需求确认' });
    expect(now.moves).toMatchObject([
      { to: 'need-confirmed' },
      { kind: 'replaced', to: 'need-known', by: 'playbook' },
    ]);
    await rep('王敏').says('推进 L1001');
    await rep('王敏').receives('stage', { saying: '到「已预约设备科演示」' });
  });
});
