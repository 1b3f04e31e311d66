import { describe, expect } from 'vitest';
import { HANGZHOU } from '../../support/leads.ts';
import { botStory, eventually } from '../../support/wecom/bot-world.ts';
import { type WecomWorld, wecomStory } from '../../support/wecom/world.ts';

describe('the bot’s subscription is lost behind an open connection', () => {
  botStory('it subscribes anew, and no message counts a try', async (world) => {
    const { bot } = world.mock;
    bot.loseSubscription();
    await world.lead(HANGZHOU);
    await world.settle();
    await eventually('subscribed anew', () => bot.subscriptions === 2);
    await world.advance('11s');
    const card = await world.person('王敏').receives('新线索 L1001');
    await world.person('王敏').receivesNothing();
    await card.clicks('接单');
    await card.nowShows('已接单');
    await world.person('王敏').receivesNothing();
    expect(bot.refusals.every((refusal) => refusal.endsWith('846609'))).toBe(true);
    bot.refusals.length = 0;
  });

  botStory('refused for five minutes: nothing is given up', async (world) => {
    const { bot } = world.mock;
    for (let i = 0; i < 200; i++) bot.trouble('aibot_send_msg', 846609);
    await world.lead(HANGZHOU);
    await world.advance('5m');
    expect((await world.genjin.stores.outbox.countByState()).dead ?? 0).toBe(0);
    bot.refusals.length = 0;
  });
});

describe('the app', () => {
  wecomStory('a card WeCom does not take for a reason nobody has listed is said in words', async (world) => {
    world.mock.trouble('message/send', { refuse: 123456 });
    await world.lead(HANGZHOU);
    const said = await world.person('王敏').hears('L1001');
    expect(said).toContain('接单 L1001');
  });

  wecomStory('the cards of somebody who has left are not changed any more', async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('L1001');
    world.mock.app.company.members.delete('wang-min');
    await world.person('孙丽').says('离职 王敏');
    await world.advance('1m');
    expect(world.mock.callsOf('message/update_template_card')).toBe(0);
    expect(await world.genjin.stores.outbox.dead(10)).toEqual([]);
  });
});

describe('somebody cannot be reached', () => {
  const cases: [string, string, (mock: WecomWorld['mock']) => void, (mock: WecomWorld['mock']) => void][] = [
    [
      'outside the visible range',
      '可见范围',
      ({ app }) => app.company.invisible.add('wang-min'),
      ({ app }) => app.company.invisible.delete('wang-min'),
    ],
    [
      'without a licence',
      '接口许可',
      ({ app }) => app.unlicensed.add('wang-min'),
      ({ app }) => app.unlicensed.delete('wang-min'),
    ],
  ];
  for (const [what, reason, lose, find] of cases) {
    wecomStory(
      `${what}: their manager picks at once, told why; what was meant for them comes later`,
      async (world) => {
        lose(world.mock);
        await world.lead(HANGZHOU);
        const pick = await world.person('李强').receives('改派：L1001');
        expect(pick.text).toContain(reason);
        expect(await world.person('孙丽').hears('王敏 收不到消息')).toContain(reason);
        await world.person('李强').receivesNothing();
        await world.advance('20m');
        await world.person('孙丽').receivesNothing();
        find(world.mock);
        await world.person('李强').says('指派 L1001 王敏');
        await world.advance('2h');
        await world.person('王敏').receives('L1001');
      },
    );
  }

  wecomStory('when they come into sight, what waits comes at once', async (world) => {
    world.mock.app.company.invisible.add('wang-min');
    await world.genjin.stores.outbox.add(
      'news',
      {
        channel: 'chat',
        to: 'wang-min',
        kind: 'text',
        refs: {},
        params: { body: '周会改到三点' },
        urgency: 'normal',
      },
      world.clock.now(),
    );
    await world.settle();
    await world.person('王敏').receivesNothing();
    world.mock.app.company.invisible.delete('wang-min');
    await world.mock.event('wang-min', 'subscribe', { EventKey: '' });
    await world.person('王敏').hears('周会改到三点');
  });

  botStory('who has never spoken to the bot hears nothing: the manager picks', async (world) => {
    world.mock.bot.forget('wang-min');
    await world.lead(HANGZHOU);
    expect((await world.person('李强').receives('改派：L1001')).text).toContain('还没有和机器人说过话');
    world.mock.bot.refusals.length = 0;
  });
});

describe('the trusted address is entered after the first start', () => {
  const REFUSED = { refuse: 60020, errmsg: 'not allow to access from your ip' };
  const CALLS = ['gettoken', 'agent/get', 'message/send', 'user/get', 'department/simplelist', 'user/list'];

  wecomStory('within a minute everybody is known', async (world) => {
    const { mock } = world;
    const member = { userid: 'XinRen', name: '新人甲', position: '销售代表', department: [1] };
    mock.app.company.members.set('xinren', member);
    await world.genjin.services.directorySync.want('wecom');
    for (const call of CALLS) mock.trouble(call, REFUSED, 10_000);
    await world.advance('5m');
    mock.heal();
    await world.advance('1m');
    await mock.says('XinRen', '帮助');
    await world.settle();
    expect(mock.app.of('xinren').at(-1)?.card?.main_title.title).toBe('跟进助手能做什么');
  });

  wecomStory(
    'who was not answered is answered; who comes back after a minute is told what to do',
    async (world) => {
      const { mock } = world;
      mock.app.company.members.set('waibu', { userid: 'WaiBu', name: '外部', position: '', department: [] });
      mock.trouble('message/send', REFUSED, 1);
      await mock.says('WaiBu', '帮助');
      await world.settle();
      expect(mock.app.of('waibu')).toEqual([]);
      await mock.says('WaiBu', '帮助');
      await world.settle();
      await world.advance('65s');
      await mock.says('WaiBu', '帮助');
      await mock.says('WaiBu', '帮助');
      await world.settle();
      expect(mock.app.of('waibu').map(({ text }) => text?.slice(0, 8))).toEqual([
        '我还不认识您，正',
        '通讯录里还是没有',
      ]);
    },
  );
});
