import { describe, expect } from 'vitest';
import { HANGZHOU } from '../../support/leads.ts';
import { botStory, eventually } from '../../support/wecom/bot-world.ts';
import { wecomStory } from '../../support/wecom/world.ts';

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
    await world.person('王敏').hears('已接单');
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
