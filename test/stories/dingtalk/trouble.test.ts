import { describe, expect } from 'vitest';
import type { Trouble } from '../../support/dingtalk/mock-trouble.ts';
import { dingtalkStory } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';

const CREATE = '/v1.0/card/instances/createAndDeliver';
const BATCH = '/v1.0/robot/oToMessages/batchSend';

describe('DingTalk in trouble', () => {
  const cases: [string, string, Trouble][] = [
    ['the answer is lost after DingTalk took the card', CREATE, 'lost-answer'],
    ['the request is lost', CREATE, 'lost-request'],
    ['a proxy answers instead', CREATE, 'gateway'],
    ['DingTalk is busy', CREATE, { refuse: 'system.busy', status: 500 }],
    [
      'too many calls at once',
      CREATE,
      { refuse: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', status: 403 },
    ],
    [
      'the month is used up for a while',
      CREATE,
      { refuse: 'Forbidden.AccessDenied.ApiCountLimitForOrg', status: 403 },
    ],
    ['the request is lost, without a template', BATCH, 'lost-request'],
    ['a success that reached nobody', BATCH, 'hidden'],
  ];
  for (const [what, call, trouble] of cases) {
    dingtalkStory(
      `${what}: the card comes later, and once`,
      async (world) => {
        world.mock.trouble(call, trouble);
        await world.lead(HANGZHOU);
        await world.settle();
        await world.advance('1h50m');
        await world.person('王敏').receives('L1001');
        await world.person('王敏').receivesNothing();
      },
      { template: call === CREATE },
    );
  }

  dingtalkStory(
    'a card that was created and not delivered is delivered, not created again',
    async (world) => {
      world.mock.cards.failDeliveries = 1;
      await world.lead(HANGZHOU);
      await world.settle();
      await world.advance('2m');
      await world.person('王敏').receives('L1001');
      expect(world.mock.callsOf('/v1.0/card/instances/deliver')).toBe(1);
    },
    { template: true },
  );

  dingtalkStory('a token ended early is replaced once', async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('L1001');
    world.mock.account.expireTokens();
    await world.person('王敏').says('帮助');
    await world.person('王敏').receives('跟进助手能做什么');
    expect(world.mock.account.tokensIssued).toBe(2);
  });

  dingtalkStory('a message delivered four times acts once', async (world) => {
    const body = world.mock.chats.messageBody('wang-min', { msgtype: 'text', text: { content: '帮助' } });
    const topic = '/v1.0/im/bot/messages/get';
    await Promise.all(Array.from({ length: 4 }, () => world.mock.gateway.push('CALLBACK', topic, body)));
    await world.person('王敏').receives('跟进助手能做什么');
    await world.person('王敏').receivesNothing();
  });

  dingtalkStory('somebody outside the company is told so, in the chat', async (world) => {
    const body = world.mock.chats.messageBody('guest', {
      msgtype: 'text',
      text: { content: '你好' },
      senderStaffId: '',
    });
    await world.mock.gateway.push('CALLBACK', '/v1.0/im/bot/messages/get', body);
    await expect.poll(() => world.mock.robot.of('guest').length).toBe(1);
  });

  dingtalkStory('two processes: one listens, every message once', async (world) => {
    await world.startProcess();
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('L1001');
    await world.person('王敏').says('接单 L1001');
    await world.person('王敏').hears('已接单');
    await world.person('王敏').receivesNothing();
    expect(world.mock.gateway.sockets).toHaveLength(1);
    expect(world.mock.account.tokensIssued).toBe(1);
  });

  dingtalkStory('no secret ever reaches the log', async (world) => {
    world.mayLogErrors = true;
    for (const trouble of ['lost-answer', 'gateway', { refuse: 'param.invalid' }] as Trouble[]) {
      world.mock.trouble(BATCH, trouble);
      await world.lead({ ...HANGZHOU, phone: `1381234${1000 + world.mock.calls.length}` });
      await world.person('王敏').says('帮助');
    }
    expect(JSON.stringify(world.log)).not.toMatch(/token-\d|session-\d|ticket-\d|secret-of-the/);
  });
});
