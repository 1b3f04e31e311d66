import { expect } from 'vitest';
import { type WecomWorld, wecomStory } from '../../support/wecom/world.ts';

/** A member of the company and a customer become contacts. */
async function added(
  world: WecomWorld,
  UserID: string,
  ExternalUserID: string,
  more: object = {},
): Promise<void> {
  const change = { ChangeType: 'add_external_contact', UserID, ExternalUserID, State: '展会', ...more };
  await world.mock.event('sys', 'change_external_contact', change);
  await world.settle();
}

const CUSTOMER = {
  external_contact: { external_userid: 'wm1', name: '微信昵称', position: '设备科主任', type: 1 },
  follow_user: [
    { userid: 'Zhang-Tao', remark: '别人的备注', tags: [] },
    {
      userid: 'Wang-Min',
      remark: '王建国',
      description: '想换超声',
      remark_corp_name: '杭州市第一人民医院',
      remark_mobiles: ['13812345678'],
      tags: [{ group_name: '意向', tag_name: '重点客户', tag_id: 't1', type: 1 }],
    },
  ],
};

wecomStory('a customer added in WeCom is a lead of whoever added them, once', async (world) => {
  world.mock.app.company.contacts.set('wm1', CUSTOMER);
  await added(world, 'wang-min', 'wm1');
  const card = await world.person('王敏').receives('新线索 L1001');
  for (const part of ['王建国', '杭州市第一人民医院', '设备科主任']) expect(card.text).toContain(part);
  const lead = await world.genjin.stores.leads.get('L1001');
  expect(lead).toMatchObject({
    ownerId: 'wang-min',
    source: 'exhibition',
    channel: '展会',
    phone: '+8613812345678',
  });
  expect(lead?.need).toContain('重点客户');
  await added(world, 'zhang-tao', 'wm1');
  expect(await world.genjin.stores.leads.get('L1002')).toBeNull();
  expect(await world.genjin.stores.leads.get('L1001')).toMatchObject({ ownerId: 'wang-min' });
});

wecomStory('a customer who left again is nothing to talk about', async (world) => {
  await added(world, 'wang-min', 'wm-gone');
  await added(world, 'wang-min', 'wm1', { ChangeType: 'del_follow_user' });
  await world.person('王敏').receivesNothing();
  expect(await world.genjin.stores.leads.get('L1001')).toBeNull();
});
