import { describe, expect } from 'vitest';
import { HANGZHOU } from '../../support/leads.ts';
import { type BotWorld, botStory, eventually } from '../../support/wecom/bot-world.ts';
import { BOT } from '../../support/wecom/mock-bot.ts';

describe('the follow-up loop by the bot alone', () => {
  botStory('lead in, card out, reminded, accepted, contacted, recorded', async (world) => {
    const rep = world.person('王敏');
    const manager = world.person('李强');
    await world.lead(HANGZHOU);
    const card = await rep.receives('新线索 L1001');
    expect(card.text).toContain('王建国');
    await world.advance('2h');
    const reminder = await rep.receives('L1001');
    await manager.receives('L1001');
    await card.clicks('接单');
    await card.nowShows('已接单');
    await reminder.clicks('已联系');
    await (await rep.receives('沟通结果')).clicks('已报价');
    const log = await rep.receives('已记录');
    await reminder.nowShows('已跟进 · 王敏');
    await log.clicks('确认');
    await log.nowShows('已确认');
    await rep.says('王主任 已报价50万 嫌贵 下周二下午3点回访');
    const noted = await rep.receives('已记录');
    await noted.clicks('撤销');
    await noted.nowShows('已撤销');
  });

  botStory('a card that could not be changed shows what it should at the next click', async (world) => {
    const rep = world.person('王敏');
    await world.lead(HANGZHOU);
    const card = await rep.receives('新线索 L1001');
    await rep.says('L1001 已电话沟通');
    await rep.receives('已记录');
    expect(card.text).not.toContain('已跟进');
    await card.clicks('转出');
    await world.advance('2s');
    await eventually('the card is as it should be', () => card.text.includes('已跟进'));
  });

  botStory('what is spoken, quoted and pictured is understood', async (world) => {
    const rep = world.person('王敏');
    const { bot } = world.mock;
    await world.lead(HANGZHOU);
    await rep.receives('新线索 L1001');
    await world.heard('wang-min', bot.speaks('wang-min', 'L1001 已报价五十万'));
    expect((await rep.receives('已记录')).text).toContain('50万');
    const quote = { quote: { msgtype: 'text', text: { content: '新线索 L1001 分给你了' } } };
    await world.heard('wang-min', bot.says('wang-min', '已寄资料', quote));
    expect((await rep.receives('已记录')).text).toContain('L1001');
    await world.heard('wang-min', bot.sendsPictureWith('wang-min', 'L1001 已拜访', Buffer.from('picture')));
    await rep.receives('已记录');
  });

  botStory('in a group the answer goes to the person alone', async (world) => {
    const { bot } = world.mock;
    await world.heard('wang-min', bot.saysInGroup('wang-min', '@跟进助手\u2005帮助'));
    await world.person('王敏').receives('跟进助手能做什么');
    expect(bot.words.at(-1)).toMatchObject({ content: expect.stringContaining('收到'), finish: true });
  });

  botStory('nobody who never wrote is written to; once they write, nothing is missing', async (world) => {
    world.mock.bot.forget('wang-min');
    await world.lead(HANGZHOU);
    await world.person('王敏').receivesNothing();
    expect(world.mock.bot.refusals.splice(0)).toEqual(['aibot_send_msg 846607']);
    await world.heard('wang-min', world.mock.bot.saysInGroup('wang-min', '@跟进助手 帮助'));
    await world.advance('2m');
    await world.person('王敏').receivesNothing();
    expect(world.mock.bot.refusals.splice(0).length, 'a group is not enough').toBeGreaterThan(0);
    await world.person('王敏').says('你好');
    await world.advance('2m');
    await world.person('王敏').receives('新线索 L1001');
  });
});

describe('the one connection', () => {
  /** Seconds pass in every process. */
  async function beats(world: BotWorld, seconds: number): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      await world.advance('1s');
      await world.settle();
    }
  }

  botStory('is held by one process at a time; one that stops hands it on at once', async (world) => {
    const { bot } = world.mock;
    await world.startProcess();
    await beats(world, 20);
    expect(bot.subscriptions).toBe(1);
    await world.processes.shift()?.stop();
    await beats(world, 1);
    await eventually('taken over', () => bot.isConnected);
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('新线索 L1001');
  });

  botStory('what another process found due is sent by the one that holds it', async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('新线索 L1001');
    const other = await world.startProcess();
    // The engine's ticks come to the other one alone.
    const later = new Date(world.clock.now().getTime() + 2 * 3_600_000);
    await other.genjin.engine.advanceTo(world.clock, later);
    const { bot } = world.mock;
    const before = bot.messages.length;
    await world.genjin.beat();
    await eventually('reminded', () => bot.messages.length > before);
    expect([bot.subscriptions, bot.refusals]).toEqual([1, []]);
  });

  botStory('is taken over within 15 s from a process that was killed', async (world) => {
    const { bot } = world.mock;
    const second = await world.startProcess();
    await world.processes.shift()?.stop();
    // What a killed process leaves behind: its lease, renewed a moment ago.
    const killed = [`wecom-bot:${BOT.botId}`, 'killed', world.clock.now(), 10_000] as const;
    expect(await second.genjin.stores.leases.hold(...killed)).toBe(true);
    await world.lead(HANGZHOU);
    await beats(world, 9);
    expect(bot.isConnected).toBe(false);
    await beats(world, 2);
    await eventually('taken over', () => bot.isConnected);
    await world.person('王敏').receives('新线索 L1001');
  });

  botStory('a card whose answer was lost is there once; a text may be there twice', async (world) => {
    const { bot } = world.mock;
    const rep = world.person('王敏');
    const again = async (send: () => Promise<unknown>) => {
      bot.loseAnswer('aibot_send_msg');
      await send();
      await world.settle();
      await eventually('connected again', () => bot.isConnected);
      await world.advance('1m');
      return bot.requests.splice(0);
    };
    const card = await again(() => world.lead(HANGZHOU));
    expect(card).toHaveLength(2);
    expect(new Set(card).size).toBe(1);
    expect(bot.refusals.splice(0)).toEqual(['aibot_send_msg 846625']);
    await rep.receives('新线索 L1001');
    await rep.receivesNothing();
    const text = await again(() => rep.says('看板'));
    expect(new Set(text).size).toBe(1);
    expect([await rep.hears('看板'), await rep.hears('看板')]).toHaveLength(2);
    await rep.receivesNothing();
  });

  botStory('a socket that ends without a word is mended', async (world) => {
    const { bot } = world.mock;
    bot.cut();
    await eventually('connected again', () => bot.isConnected);
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('新线索 L1001');
  });

  botStory('thrown out by somebody else, it waits a minute before it comes back', async (world) => {
    const { bot } = world.mock;
    bot.throwOut();
    await eventually('thrown out', () => !bot.isConnected);
    await world.lead(HANGZHOU);
    await beats(world, 30);
    expect(bot.subscriptions).toBe(1);
    await beats(world, 31);
    await eventually('connected again', () => bot.isConnected);
    await world.person('王敏').receives('新线索 L1001');
  });
});
