import { describe, expect } from 'vitest';
import { readConfig } from '../../../src/config/env.ts';
import { makeGroup } from '../../../src/platforms/wecom/app-chat.ts';
import type { PlaybookWords } from '../../support/company.ts';
import { HANGZHOU } from '../../support/leads.ts';
import { ROBOT } from '../../support/wecom/mock-groups.ts';
import { type WecomWorld, wecomStory } from '../../support/wecom/world.ts';

const ROBOT_GROUP = '销售群';
const REPORTED = {
  settings: { WECOM_GROUPS: `${ROBOT_GROUP}=${ROBOT},交付群=chat:wrkSF1` },
  rules: (words: PlaybookWords) => {
    Object.assign(words.reports[0] ?? {}, { groups: [ROBOT_GROUP], mail: false });
  },
};

function saidIn(world: WecomWorld, group: string): string[] {
  return (world.mock.app.groups.said.get(group) ?? []).map(({ text }) => text);
}

describe('announcements in groups', () => {
  wecomStory(
    'the daily report goes to the group the playbook names, once, without buttons and telephone numbers',
    async (world) => {
      await world.lead({ ...HANGZHOU, company: '杭州市第一人民医院 13812345678' });
      world.mock.trouble('webhook/send', { refuse: 45009 });
      await world.advance('24h');
      const [report, ...more] = saidIn(world, ROBOT);
      expect(more).toEqual([]);
      expect(report).toMatch(/^\*\*线索激活日报/);
      expect(report).toContain('138＊＊＊＊5678');
      expect(report).not.toContain('13812345678');
      expect(report).not.toContain('看明细');
      await world.person('陈国栋').receives('线索激活日报');
    },
    REPORTED,
  );

  wecomStory(
    'a group the app has made is announced to by the app',
    async (world) => {
      const { wecom } = readConfig({ ...world.mock.env, API_KEYS: 'key-of-the-group-story' });
      if (!wecom) throw new Error('no settings');
      const group = { name: '交付群', members: ['li-qiang', 'wang-min'] };
      expect(await makeGroup(wecom, group, world.clock)).toBe('chat:wrkSF1');
      const message = { channel: 'chat', kind: 'text', refs: {}, urgency: 'normal' } as const;
      const params = { title: '王敏签单', body: `恭喜！\n${'很长的一行\n'.repeat(300)}` };
      await world.genjin.stores.outbox.add(
        'announce',
        { ...message, to: 'group:交付群', params },
        world.clock.now(),
      );
      await world.settle();
      const [hello, news] = saidIn(world, 'wrkSF1');
      expect(hello).toContain('跟进助手');
      expect(news).toMatch(/^\*\*王敏签单\*\*\n恭喜！\n很长.*…（其余请在跟进助手里查看）$/s);
    },
    REPORTED,
  );

  wecomStory(
    'many at once keep to the 20 a minute of a robot, and all arrive',
    async (world) => {
      const message = { channel: 'chat', kind: 'text', refs: {}, urgency: 'normal' } as const;
      const { outbox } = world.genjin.stores;
      for (let i = 0; i < 60; i++) {
        const params = { title: `播报${i}号`, body: '内容' };
        const to = `group:${ROBOT_GROUP}`;
        await outbox.add(`announce:${i}`, { ...message, to, params }, world.clock.now());
      }
      await world.settle();
      await world.advance('10m');
      const all = saidIn(world, ROBOT).join('\n');
      for (let i = 0; i < 60; i++) expect(all).toContain(`播报${i}号`);
      expect(world.mock.calls.filter(({ errcode }) => errcode !== 0)).toEqual([]);
    },
    REPORTED,
  );

  wecomStory(
    'a group about one lead: made once, completed, told of what becomes of the lead',
    async (world) => {
      const { mock } = world;
      const rep = world.person('王敏');
      await world.lead(HANGZHOU);
      await rep.receives('新线索 L1001');
      mock.trouble('appchat/create', 'lost-answer');
      await rep.says('建群 L1001');
      await rep.hears('的群：王敏、李强');
      await world.advance('2m');
      const [chat, ...more] = [...mock.app.groups.chats.values()];
      expect(more).toEqual([]);
      expect(chat).toMatchObject({ name: 'L1001 杭州市第一人民医院', owner: 'wang-min' });
      expect(chat?.userlist).toEqual(['wang-min', 'li-qiang']);
      const said = () => saidIn(world, chat?.chatid ?? '');
      expect(said()).toEqual([expect.stringContaining('杭州市第一人民医院')]);
      expect(said()[0]).not.toMatch(/138|王建国|看依据/);
      mock.app.company.members.delete('ma-chao');
      await rep.says('建群 L1001 徐静 马超');
      await rep.hears('徐静');
      await world.advance('2h');
      await rep.says('转出 L1001 区域不符');
      await world.advance('5m');
      const now = mock.app.groups.chats.get(chat?.chatid ?? '');
      const { ownerId } = (await world.genjin.stores.leads.get('L1001')) ?? {};
      expect(ownerId).not.toBe('wang-min');
      expect(now?.owner).toBe(ownerId);
      expect(now?.userlist).toEqual(expect.arrayContaining(['wang-min', 'li-qiang', 'xu-jing', ownerId]));
      const heard = said().join('\n');
      for (const words of ['加入：徐静、马超', '首次联系已超时', '负责']) expect(heard).toContain(words);
      expect(now?.userlist).not.toContain('ma-chao');
      expect(mock.app.groups.chats.size).toBe(1);
    },
  );

  wecomStory(
    'without the root department in its range the app makes no group; once it is there, nothing was lost',
    async (world) => {
      const { groups, company } = world.mock.app;
      company.seesAll = false;
      await world.lead(HANGZHOU);
      await world.person('王敏').receives('新线索 L1001');
      await world.person('王敏').says('建群 L1001');
      await world.advance('5m');
      expect(groups.chats.size).toBe(0);
      company.seesAll = true;
      await world.advance('5m');
      const [chat] = [...groups.chats.keys()];
      expect(saidIn(world, chat ?? '')).toEqual([expect.stringContaining('杭州市第一人民医院')]);
    },
  );

  wecomStory('strangers make no group, unknown names are asked about', async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('新线索 L1001');
    await world.person('徐静').says('建群 L1001');
    await world.person('徐静').hears('找不到线索 L1001');
    await world.person('王敏').says('建群 L1001 某某');
    await world.person('王敏').hears('没有叫「某某」');
    expect(world.mock.app.groups.chats.size).toBe(0);
  });
});
