import { parseArgs } from 'node:util';
import { systemClock } from '../../../src/core/clock.ts';
import { thePeople } from '../company.ts';
import { MockWecom } from './mock-wecom.ts';

/**
 * `npm run mock:wecom`: WeCom on this machine, with the demo company as its members and a page that shows what each
 * of them sees. Prints the settings that connect the product to it.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3081' },
    callback: { type: 'string', default: 'http://127.0.0.1:3000/wecom/callback' },
  },
});

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

const people = thePeople(systemClock.now());
const names = [
  ...new Set(people.map(({ role, regions, team }) => DEPARTMENTS[role] ?? regions[0] ?? team ?? '销售部')),
];
const departments = names.map((name, i) => ({ id: i + 2, name, parentid: 1 }));
const members = people.map(({ _id: userid, name, role, managerId, regions, team }) => ({
  userid,
  name,
  position: TITLES[role] ?? '',
  department: [names.indexOf(DEPARTMENTS[role] ?? regions[0] ?? team ?? '销售部') + 2],
  direct_leader: managerId ? [managerId] : [],
}));

const mock = await MockWecom.start({ clock: systemClock, members, port: Number(values.port) });
mock.app.company.departments.push(...departments);
mock.callbackUrl = values.callback;
const settings = Object.entries(mock.env).map(([name, value]) => `${name}=${value}`);
process.stdout.write(
  [
    '',
    `  WeCom on this machine: ${mock.url}/  (callbacks go to ${mock.callbackUrl})`,
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
