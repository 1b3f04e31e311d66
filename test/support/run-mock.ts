import { systemClock } from '../../src/core/clock.ts';
import { thePeople } from './company.ts';

const TITLES: Record<string, string> = {
  rep: '销售代表',
  'team-lead': '销售主管',
  'regional-manager': '区域经理',
  director: '销售总监',
  admin: '系统管理员',
};
const DEPARTMENTS: Record<string, string> = {
  marketing: '市场部',
  finance: '财务部',
  service: '售后服务部',
  rnd: '研发部',
};
/** The platforms' root department is 1. */
const FIRST_ID = 2;

/** The demo company as a platform's address book has it. */
export function demoCompany() {
  const people = thePeople(systemClock.now()).map((person) => {
    const { role, regions, team } = person;
    return { ...person, department: DEPARTMENTS[role] ?? regions[0] ?? team ?? '销售部' };
  });
  const names = [...new Set(people.map(({ department }) => department))];
  const members = people.map(({ _id: userId, name, role, managerId, department }) => ({
    userId,
    name,
    title: TITLES[role] ?? '',
    managerId,
    departmentId: names.indexOf(department) + FIRST_ID,
  }));
  return { members, departments: names.map((name, i) => ({ id: i + FIRST_ID, name })) };
}

/** Prints the settings that connect the product to a mock that has started, and ends it with the process. */
export function announce(title: string, env: Record<string, string>, mock: { close(): Promise<void> }): void {
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  process.stdout.write(
    [
      '',
      `  ${title}`,
      '  Start the product beside it with these settings:',
      '',
      ...settings,
      'API_KEYS=demo-key-for-the-mock',
      'HOST=127.0.0.1',
      'PLAYBOOK=fixtures/playbooks/medical-devices/playbook.yaml',
      '',
      '',
    ].join('\n'),
  );
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => void mock.close().then(() => process.exit(0)));
}
