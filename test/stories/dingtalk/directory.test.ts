import { expect } from 'vitest';
import { dingtalkStory } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';

for (const mode of ['stream', 'http'] as const) {
  dingtalkStory(
    `who joins is known, who leaves hands everything on, by ${mode}`,
    async (world) => {
      const { directory } = world.mock;
      directory.departments.push(
        { dept_id: 2, name: '销售中心', parent_id: 1 },
        { dept_id: 3, name: '华东区', parent_id: 2 },
      );
      directory.members.set('daban', {
        userId: 'daban',
        name: '大班',
        title: '区域经理',
        department: 3,
        leader: true,
      });
      directory.members.set('xinren', { userId: 'xinren', name: '新人甲', title: '销售代表', department: 3 });
      directory.members.set('renshi', { userId: 'renshi', name: '人事', title: 'HRBP' });
      await world.mock.push.event(
        'user_add_org',
        mode === 'http' ? { UserId: ['xinren'] } : { userId: ['xinren'] },
      );
      await world.settle();
      await world.advance('2m');
      const people = await world.genjin.stores.people.all();
      const boss = people.find(({ name }) => name === '大班');
      expect(people.find(({ name }) => name === '新人甲')).toMatchObject({
        role: 'rep',
        managerId: boss?._id,
        team: '华东区',
        regions: ['华东'],
        accounts: [{ platform: 'dingtalk', userId: 'xinren' }],
      });
      expect(people.some(({ name }) => name === '人事')).toBe(false);
      await world.lead(HANGZHOU);
      await world.person('王敏').receives('L1001');
      directory.members.delete('wang-min');
      world.mayLogErrors = true;
      await world.mock.push.event(
        'user_leave_org',
        mode === 'http' ? { UserId: ['wang-min'] } : { userId: ['wang-min'] },
      );
      await world.settle();
      await world.advance('2m');
      expect((await world.genjin.stores.leads.get('L1001'))?.ownerId).not.toBe('wang-min');
      expect((await world.genjin.stores.people.get('wang-min'))?.active).toBe(false);
    },
    { mode },
  );
}
