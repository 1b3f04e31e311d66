import { expect } from 'vitest';
import { readConfig } from '../../../src/config/env.ts';
import { checkDingtalk } from '../../../src/platforms/dingtalk/doctor.ts';
import { type DingtalkWorld, dingtalkStory } from '../../support/dingtalk/world.ts';

const HTTPS = 'https://genjin.example';
const DENIED = { refuse: 'Forbidden.AccessDenied.AccessTokenPermissionDenied', status: 403 };

async function examine(world: DingtalkWorld, change: Record<string, string> = {}, publicUrl = HTTPS) {
  const env = { API_KEYS: 'a-key-of-sixteen-letters', ...world.mock.env, PUBLIC_URL: publicUrl, ...change };
  const { dingtalk } = readConfig(env);
  if (!dingtalk) throw new Error('DingTalk is not connected');
  const findings = await checkDingtalk(dingtalk, { clock: world.clock, publicUrl });
  return Object.fromEntries(
    findings.map(({ key, state, text, mend = '' }) => [key, `${state}: ${text} → ${mend}`]),
  );
}

dingtalkStory(
  'the doctor says what is well, and nobody gets anything of it',
  async (world) => {
    const well = await examine(world, { DINGTALK_PROMISES_AS: 'both' });
    expect(Object.entries(well).map(([key, text]) => `${key} ${text.split(':')[0]}`)).toEqual([
      'dingtalk-token ok',
      'dingtalk-stream ok',
      'dingtalk-directory ok',
      'dingtalk-robot ok',
      'dingtalk-cards ok',
      'dingtalk-calendar ok',
      'dingtalk-todo ok',
      'dingtalk-login skipped',
    ]);
    expect(well['dingtalk-directory']).toMatch(/可见 \d+ 人/);
    expect(well['dingtalk-login']).toMatch(
      /安全设置 → 重定向 URL 填 https:\/\/genjin\.example\/login\/dingtalk，.*Contact\.User\.Read/,
    );
    expect(world.mock.robot.messages).toEqual([]);
  },
  { template: true },
);

dingtalkStory(
  'it names each failure with where to mend it',
  async (world) => {
    const { mock } = world;
    const cases: [key: string, ails: () => unknown, says: RegExp, change?: Record<string, string>][] = [
      ['dingtalk-cards', () => {}, /^warn: 没有互动卡片模板/, { DINGTALK_CARD_TEMPLATE_ID: '' }],
      [
        'dingtalk-token',
        () => {},
        /^broken: .*invalidClientIdOrSecret.*DINGTALK_CLIENT_SECRET 不对/,
        { DINGTALK_CLIENT_SECRET: 'wrong' },
      ],
      [
        'dingtalk-cards',
        () =>
          mock.trouble('/v1.0/card/instances/createAndDeliver', {
            ...DENIED,
            scopes: ['Card.Instance.Write'],
          }),
        /^broken: .*权限管理 中申请：Card\.Instance\.Write$/,
      ],
      [
        'dingtalk-cards',
        () => {},
        /^broken: .*templateNotExist.*DINGTALK_CARD_TEMPLATE_ID/,
        { DINGTALK_CARD_TEMPLATE_ID: 'another.schema' },
      ],
      [
        'dingtalk-directory',
        () => mock.trouble('/topapi/v2/department/listsub', { refuse: 'no scope', errcode: 50004 }),
        /^broken: .*50004.*权限管理 中申请：通讯录部门信息读权限、成员信息读权限$/,
      ],
      [
        'dingtalk-robot',
        () => mock.trouble('/v1.0/robot/oToMessages/batchSend', DENIED),
        /^broken: .*权限管理 中申请：企业内机器人发送消息权限（qyapi_robot_sendmsg）$/,
      ],
      [
        'dingtalk-calendar',
        () =>
          mock.trouble('/v1.0/calendar/users/genjin-doctor/calendars/primary/events/genjin-doctor', DENIED),
        /^warn: .*权限管理 中申请：.*Calendar\.Event\.Write/,
      ],
      [
        'dingtalk-stream',
        () => mock.gateway.openTroubles.push({ status: 503, body: '' }),
        /^broken: .*HTTP 503/,
      ],
    ];
    for (const [key, ails, says, change] of cases) {
      ails();
      expect((await examine(world, change))[key], key).toMatch(says);
    }
    expect((await examine(world, {}, 'http://localhost:3000'))['dingtalk-login']).toMatch(
      /^warn: .*手机上打不开/,
    );
  },
  { template: true },
);

dingtalkStory(
  'over HTTP it asks the callback what DingTalk asks',
  async (world) => {
    const here = world.processes[0]?.url ?? '';
    expect((await examine(world, {}, here))['dingtalk-callback']).toMatch(/^ok: .*能验证并解密/);
    const otherKey = { DINGTALK_AES_KEY: 'a'.repeat(43) };
    expect((await examine(world, otherKey, here))['dingtalk-callback']).toMatch(/^broken: .*HTTP 403/);
    expect((await examine(world, {}, 'http://127.0.0.1:1'))['dingtalk-callback']).toMatch(
      /^broken: .*事件订阅/,
    );
  },
  { mode: 'http' },
);
