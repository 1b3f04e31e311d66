import { parseArgs } from 'node:util';
import { systemClock } from '../../../src/core/clock.ts';
import { announce, demoCompany } from '../run-mock.ts';
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

const company = demoCompany();
const members = company.members.map(({ userId, name, title, managerId, departmentId }) => ({
  userid: userId,
  name,
  position: title,
  department: [departmentId],
  direct_leader: managerId ? [managerId] : [],
}));
const mock = await MockWecom.start({ clock: systemClock, members, port: Number(values.port) });
mock.app.company.departments.push(...company.departments.map((one) => ({ ...one, parentid: 1 })));
mock.callbackUrl = values.callback;
announce(`WeCom on this machine: ${mock.url}/  (callbacks go to ${mock.callbackUrl})`, mock);
