import { expect } from 'vitest';
import { parseCommand } from '../../../cards/actions.ts';
import { readConfig } from '../../../src/config/env.ts';
import type { WecomSettings } from '../../../src/config/wecom-env.ts';
import { makeGroup } from '../../../src/platforms/wecom/app-chat.ts';
import { checkWecomBot } from '../../../src/platforms/wecom/bot/doctor.ts';
import { checkWecom, type WecomDoctorDeps } from '../../../src/platforms/wecom/doctor.ts';
import { menu, setUpMenu } from '../../../src/platforms/wecom/menu.ts';
import { ROBOT } from '../../support/wecom/mock-groups.ts';
import { type WecomWorld, wecomStory } from '../../support/wecom/world.ts';

const PUBLIC_URL = 'https://genjin.example';

/** The running product is asked by its own clock; how far that is from the machine's shows in `wecom-time`. */
async function examine(
  world: WecomWorld,
  change: Partial<WecomSettings> = {},
  publicUrl?: string,
  more: Partial<WecomDoctorDeps> = {},
) {
  const config = readConfig({ API_KEYS: 'a-key-of-sixteen-letters', ...world.mock.env });
  if (!config.wecom) throw new Error('WeCom is not connected');
  const url = publicUrl ?? world.mock.callbackUrl.replace('/wecom/callback', '');
  const deps = { publicUrl: url, clock: world.clock, ...more };
  const findings = await checkWecom({ ...config.wecom, ...change }, deps);
  return Object.fromEntries(
    findings.map(({ key, state, text, mend = '' }) => [key, `${state}: ${text} → ${mend}`]),
  );
}

wecomStory('a sound connection', async (world) => {
  const report = await examine(world);
  expect(report['wecom-token']).toMatch(/^ok/);
  expect(report['wecom-app']).toMatch(/^ok: 应用「跟进助手」，可见范围：成员 \d+/);
  expect(report['wecom-callback']).toMatch(/^warn: .*能解密，但不是 HTTPS/);
});

wecomStory('the menu does what typing does', async (world) => {
  const { wecom } = readConfig({ API_KEYS: 'a-key-of-sixteen-letters', ...world.mock.env });
  if (!wecom) throw new Error('WeCom is not connected');
  await setUpMenu(wecom, PUBLIC_URL, world.clock);
  expect(world.mock.app.company.menu).toEqual(menu(PUBLIC_URL));
  const entries = menu(PUBLIC_URL).button.flatMap((button) =>
    'sub_button' in button ? button.sub_button : [button],
  );
  const keys = entries.flatMap((entry) => ('key' in entry ? [entry.key] : []));
  expect(keys).toHaveLength(4);
  for (const key of keys) expect(parseCommand(key), key).not.toBeNull();
  await world.mock.event('wang-min', 'click', { EventKey: '帮助' });
  await world.person('王敏').receives('跟进助手能做什么');
});

wecomStory('each failure is named, with how to mend it', async (world) => {
  const { mock } = world;
  expect((await examine(world, { secret: 'wrong' }))['wecom-token']).toMatch(
    /^broken: .*40001.*WECOM_SECRET 不对/,
  );
  expect((await examine(world, { corpId: 'wwother' }))['wecom-token']).toMatch(/40013.*WECOM_CORP_ID 不对/);
  expect((await examine(world, { agentId: 7 }))['wecom-app']).toMatch(/301002.*不是同一个应用/);
  mock.trouble('agent/get', {
    refuse: 60020,
    errmsg: 'not allow to access from your ip, from ip: 1.2.3.4, more info',
  });
  expect((await examine(world))['wecom-app']).toMatch(/可信IP.*：1\.2\.3\.4$/);
  mock.app.company.seesAll = false;
  expect((await examine(world))['wecom-app']).toMatch(/^ok: .*不含根部门，应用不能建群/);
  mock.app.company.members.clear();
  expect((await examine(world))['wecom-app']).toMatch(/^broken: .*可见范围是空的/);
  expect((await examine(world, { token: 'Other' }))['wecom-callback']).toMatch(/^broken: .*HTTP 403/);
  expect((await examine(world, {}, 'http://127.0.0.1:9'))['wecom-callback']).toMatch(/^broken: .*没有应答/);
  expect((await examine(world, { apiBase: 'http://127.0.0.1:9' }))['wecom-time']).toMatch(/^broken: 连不上/);
});

wecomStory('what the playbook and the people need of WeCom is looked at, without a trace', async (world) => {
  const { app } = world.mock;
  const use = { calendar: true, carriers: [{ name: '王敏', userId: 'Wang-Min' }] };
  const asked = (more: Partial<WecomDoctorDeps> = {}) => examine(world, {}, undefined, { use, ...more });
  expect(await asked()).toMatchObject({
    'wecom-calendar': expect.stringMatching(/^ok/),
    'wecom-reach': expect.stringMatching(/^ok: .*1 人/),
  });
  app.calendar.isAllowed = false;
  expect((await asked())['wecom-calendar']).toMatch(/^broken: .*90472.*协作 → 日程/);
  expect((await examine(world))['wecom-calendar']).toMatch(/^warn: .*打法开启日程时/);
  expect((await asked({ use: { ...use, calendar: false } }))['wecom-calendar']).toMatch(/^skipped/);
  const stranger = { name: '外人', userId: 'nobody-here' };
  const outside = { ...use, carriers: [...use.carriers, stranger] };
  expect((await asked({ use: outside }))['wecom-reach']).toMatch(/^broken: .*外人 → .*可见范围/);
  const group = async (address: string) => (await asked({ groups: { 销售群: address } }))['wecom-group'];
  expect(await group(ROBOT)).toMatch(/^ok: .*只有发一条才知道：.*--try-group 销售群/);
  expect(await group('https://qyapi')).toMatch(/^broken: .*key= 后面/);
  expect(await group('chat:gone')).toMatch(/^broken: 群「销售群」.*86003.*群不是本应用建的/);
  const { wecom } = readConfig({ API_KEYS: 'a-key-of-sixteen-letters', ...world.mock.env });
  if (!wecom) throw new Error('WeCom is not connected');
  const address = await makeGroup(wecom, { name: '交付', members: ['li-qiang', 'wang-min'] }, world.clock);
  expect(await group(address)).toMatch(/^ok: .*应用的群「交付」，2 人/);
  expect(app.calendar.calendars).toEqual([]);
  expect(app.groups.said.get(ROBOT)).toEqual([]);
});

wecomStory('the bot is tried while nothing of ours holds it', async ({ mock, clock }) => {
  const { WECOM_BOT_ID: botId = '', WECOM_BOT_SECRET: secret = '', WECOM_WS_URL: wsUrl } = mock.botEnv;
  expect(await checkWecomBot({ botId, secret, wsUrl }, clock)).toMatchObject({
    key: 'wecom-bot',
    state: 'ok',
  });
  const wrong = await checkWecomBot({ botId, secret: 'wrong', wsUrl }, clock);
  expect(`${wrong.state} ${wrong.text}`).toMatch(/^broken .*WECOM_BOT_SECRET/);
  await expect.poll(() => mock.bot.isConnected).toBe(false);
});
