import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { systemClock } from '../../../src/core/clock.ts';
import { announce, demoCompany } from '../run-mock.ts';
import { ROBOT } from './mock-groups.ts';
import { MockWecom } from './mock-wecom.ts';

/**
 * `npm run mock:wecom`: WeCom on this machine, with the demo company as its members and a page that shows what each
 * of them sees. Prints the settings that connect the product to it: by the app's callback; with `--bot` by the bot's
 * WebSocket alone, with `--both` by both.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3081' },
    bot: { type: 'boolean', default: false },
    both: { type: 'boolean', default: false },
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
if (values.bot) {
  const list = join(mkdtempSync(join(tmpdir(), 'genjin-mock-')), 'members.yaml');
  const named = new Map(company.departments.map(({ id, name }) => [id, name]));
  const listed = company.members.map(({ userId, name, title, managerId, departmentId }) => {
    const departments = [named.get(departmentId) ?? ''];
    return { userId, name, title, departments, ...(managerId && { manager: managerId }) };
  });
  writeFileSync(list, stringify({ members: listed }));
  announce(`WeCom's bot on this machine: ${mock.url}/`, { ...mock.botEnv, WECOM_MEMBERS: list }, mock);
} else {
  mock.callbackUrl = values.callback;
  const env = { ...mock.env, WECOM_GROUPS: `销售群=${ROBOT}`, ...(values.both && mock.botEnv) };
  announce(`WeCom on this machine: ${mock.url}/  (callbacks go to ${mock.callbackUrl})`, env, mock);
}
