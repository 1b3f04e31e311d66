import { describe, expect, it } from 'vitest';
import { type DirectoryMember, planDirectory, USUAL_ROLES } from '../../../../src/domain/people/directory.ts';
import type { Person } from '../../../../src/domain/people/person.ts';

const member = (userId: string, more: Partial<DirectoryMember> = {}): DirectoryMember => ({
  userId,
  name: userId,
  title: '销售代表',
  departments: ['康联医疗', '华东区'],
  active: true,
  ...more,
});
const person = (id: string, more: Partial<Person> = {}): Person => ({
  _id: id,
  name: id,
  role: 'rep',
  regions: [],
  active: true,
  slots: [],
  wins: [],
  focus: [],
  accounts: [{ platform: 'wecom', userId: id }],
  ...more,
});
const planned = (members: DirectoryMember[], people: Person[] = []) =>
  planDirectory({ platform: 'wecom', members, people, roles: USUAL_ROLES, regions: ['华东', '华南'] });

describe('roles', () => {
  it.each([
    ['销售代表', [], 'rep'],
    ['客户经理', [], 'rep'],
    ['', ['销售二部'], 'rep'],
    ['区域经理', ['销售部'], 'regional-manager'],
    ['销售总监', ['销售部'], 'director'],
    ['财务总监', ['财务部'], 'finance'],
    ['工程师', ['售后服务部'], 'service'],
    ['HRBP', ['人力资源部'], undefined],
  ])('%s in %s is %s', (title, departments, role) => {
    const { upserts, outside } = planned([member('a', { title, departments })]);
    expect(upserts[0]?.role).toBe(role);
    expect(outside).toBe(role ? 0 : 1);
  });

  it('somebody known who fits nowhere keeps the role', () =>
    expect(
      planned([member('a', { title: 'x', departments: [] })], [person('a', { role: 'admin' })]).upserts[0]
        ?.role,
    ).toBe('admin'));
});

describe('people', () => {
  it('keeps the id and the other accounts of who is known', () => {
    const accounts = [
      { platform: 'dingtalk', userId: '1' },
      { platform: 'wecom', userId: 'wangmin' },
    ];
    const [found] = planned([member('wangmin')], [person('wang-min', { accounts })]).upserts;
    expect(found).toMatchObject({ _id: 'wang-min', accounts, regions: ['华东'], team: '华东区' });
  });

  it('managers are found by account', () => {
    const people = [person('boss-id', { accounts: [{ platform: 'wecom', userId: 'boss' }] })];
    const { upserts } = planned([member('boss'), member('a', { managerUserId: 'boss' })], people);
    expect(upserts[1]?.managerId).toBe('boss-id');
  });

  it('an id somebody else has is not taken', () =>
    expect(planned([member('a')], [person('a', { accounts: [] })]).upserts[0]?._id).toBe('wecom-a'));
});

describe('leavers', () => {
  const staff = (n: number) => Array.from({ length: n }, (_, i) => person(`p${i}`));
  const left = (of: number, n: number) =>
    planned(
      staff(of)
        .slice(n)
        .map((p) => member(p._id)),
      staff(of),
    );

  it.each([
    [10, 0, false],
    [10, 3, false],
    [10, 4, true],
    [100, 10, false],
    [100, 11, true],
  ])('of %i people %i gone: doubtful %s', (of, n, doubtful) => {
    const plan = left(of, n);
    expect([plan.leavers.length, plan.doubtful]).toEqual([n, doubtful]);
  });

  it('who was disabled has left; who has no account here has not', () => {
    const people = [person('a'), person('b', { accounts: [] }), person('c', { active: false })];
    expect(planned([member('a', { active: false })], people).leavers.map((p) => p._id)).toEqual(['a']);
  });
});
