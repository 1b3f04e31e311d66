import { parseArgs } from 'node:util';
import { systemClock } from '../../../src/core/clock.ts';
import { announce, demoCompany } from '../run-mock.ts';
import { MockDingtalk } from './mock-dingtalk.ts';

/**
 * `npm run mock:dingtalk`: DingTalk on this machine, connected by Stream, with the demo company as its members and a
 * page that shows what each of them sees. Prints the settings that connect the product to it.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3082' },
    /** Messages with links, as for companies without a card template. */
    plain: { type: 'boolean', default: false },
  },
});

const company = demoCompany();
const members = company.members.map(({ userId, name, title, managerId, departmentId }) => ({
  userId,
  name,
  title,
  department: departmentId,
  ...(managerId ? { manager: managerId } : {}),
}));
const mock = await MockDingtalk.start({
  clock: systemClock,
  members,
  port: Number(values.port),
  template: !values.plain,
});
const departments = company.departments.map(({ id, name }) => ({ dept_id: id, name, parent_id: 1 }));
mock.directory.departments.push(...departments);
announce(`DingTalk on this machine: ${mock.url}/`, mock.env, mock);
