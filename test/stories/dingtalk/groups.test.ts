import { expect } from 'vitest';
import type { PlaybookWords } from '../../support/company.ts';
import { dingtalkStory } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';

const GROUP = 'cidAbCdEfGh==';

dingtalkStory(
  'the daily report goes to the group the playbook names, once, without buttons and telephone numbers',
  async (world) => {
    const said: { msgKey: string; param: Record<string, string> }[] = [];
    world.mock.robot.groups.set(GROUP, said);
    await world.lead({ ...HANGZHOU, company: '杭州市第一人民医院 13812345678' });
    world.mock.trouble('/v1.0/robot/groupMessages/send', {
      refuse: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',
      status: 403,
    });
    await world.advance('24h');
    expect(said).toHaveLength(1);
    const text = JSON.stringify(said);
    expect(text).toContain('线索激活日报');
    expect(text).toContain('138****5678');
    expect(text).not.toMatch(/13812345678|看明细|dtmd:/);
  },
  {
    env: { DINGTALK_GROUPS: `销售群=${GROUP}` },
    rules: (words: PlaybookWords) => {
      Object.assign(words.reports[0] ?? {}, { groups: ['销售群'], mail: false });
    },
  },
);

dingtalkStory('a message in a group tells how the group is named in the settings', async (world) => {
  const group = { conversationType: '2', conversationId: GROUP, conversationTitle: '销售群' };
  const text = { msgtype: 'text', text: { content: ' 帮助 ' } };
  await world.mock.message('wang-min', { ...text, ...group });
  await world.person('王敏').receives('跟进助手能做什么');
  expect(world.log.find(({ msg }) => msg.includes('DINGTALK_GROUPS'))).toMatchObject({
    chatId: GROUP,
    chatTitle: '销售群',
  });
});
