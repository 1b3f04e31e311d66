import { expect } from 'vitest';
import { HANGZHOU } from '../../support/leads.ts';
import { wecomStory } from '../../support/wecom/world.ts';

const idOf = (name: string, people: readonly { _id: string; name: string }[]) =>
  people.find((p) => p.name === name)?._id;

wecomStory('who joins the company is known without anybody typing it in', async (world) => {
  const { app } = world.mock;
  app.company.departments.push(
    { id: 2, name: '销售中心', parentid: 1 },
    { id: 3, name: '华东区', parentid: 2 },
  );
  const department = [3];
  app.company.members.set('xinren', { userid: 'XinRen', name: '新人甲', position: '销售代表', department });
  app.company.members.set('daban', {
    userid: 'DaBan',
    name: '大班',
    position: '区域经理',
    department,
    is_leader_in_dept: [1],
  });
  app.company.members.set('renshi', { userid: 'RenShi', name: '人事', position: 'HRBP', department: [1] });
  await world.mock.event('XinRen', 'subscribe', { EventKey: '' });
  await world.settle();
  await world.advance('2m');
  const people = await world.genjin.stores.people.all();
  expect(people.find((p) => p.name === '新人甲')).toMatchObject({
    role: 'rep',
    managerId: idOf('大班', people),
    team: '华东区',
    regions: ['华东'],
    accounts: [{ platform: 'wecom', userId: 'xinren' }],
  });
  expect(idOf('人事', people)).toBeUndefined();
  await world.mock.says('XinRen', '帮助');
  await world.settle();
  // Longer than a card holds: the whole comes as text before it.
  expect(app.of('xinren').flatMap((m) => m.card?.main_title.title ?? [])).toEqual(['跟进助手能做什么']);
});

wecomStory('who writes before anybody knows them is told so, once, and then known', async (world) => {
  const { app } = world.mock;
  const member = { userid: 'XinRen', name: '新人甲', position: '销售代表', department: [1] };
  app.company.members.set('xinren', member);
  for (const text of ['帮助', '今日待触达']) await world.mock.says('XinRen', text);
  await world.genjin.ingress.idle();
  expect(app.of('xinren').map(({ text }) => text?.split('，')[0])).toEqual(['我还不认识您']);
  await world.advance('2m');
  await world.mock.says('XinRen', '帮助');
  await world.settle();
  expect(app.of('xinren').at(-1)?.card?.main_title.title).toBe('跟进助手能做什么');
});

wecomStory('who leaves hands everything on the next night, with its context', async (world) => {
  await world.lead(HANGZHOU);
  await world.person('王敏').receives('L1001');
  world.mock.app.company.members.delete('wang-min');
  world.mayLogErrors = true;
  await world.advance('18h');
  const lead = await world.genjin.stores.leads.get('L1001');
  expect(lead?.ownerId).not.toBe('wang-min');
  expect((await world.genjin.stores.people.get('wang-min'))?.active).toBe(false);
});

wecomStory('an emptied visible range is no reason to dismiss everybody', async (world) => {
  await world.lead(HANGZHOU);
  await world.settle();
  const { members } = world.mock.app.company;
  const admin = members.get('sun-li');
  members.clear();
  if (admin) members.set('sun-li', admin);
  await world.mock.event('sun-li', 'subscribe', { EventKey: '' });
  await world.settle();
  await world.advance('2m');
  expect((await world.genjin.stores.people.all()).filter((p) => !p.active)).toEqual([]);
  await world.person('孙丽').hears('可能是应用的可见范围被改动了');
});
