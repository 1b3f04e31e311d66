import { describe, expect } from 'vitest';
import { HANGZHOU } from '../../support/leads.ts';
import { eventually, heardBy } from '../../support/wecom/bot-world.ts';
import { type WecomWorld, wecomStory } from '../../support/wecom/world.ts';

async function connected(world: WecomWorld): Promise<void> {
  await world.settle();
  await eventually('the bot is connected', () => world.mock.bot.isConnected);
}

describe('app and bot at once', () => {
  wecomStory(
    'the app speaks first, the bot answers what it was asked, each changes its own cards',
    async (world) => {
      await connected(world);
      const { bot } = world.mock;
      const rep = world.person('王敏');
      await world.lead(HANGZHOU);
      const card = await rep.receives('新线索 L1001');
      expect(bot.messages).toEqual([]);
      await heardBy(world, 'wang-min', bot.says('wang-min', '查看 L1001'));
      await world.settle();
      await rep.receivesNothing();
      const shown = bot.messages.find(({ card }) => card);
      expect(shown?.card?.main_title.title).toContain('L1001');
      await heardBy(world, 'wang-min', bot.clicks('wang-min', shown?.id ?? '', '已联系'));
      await heardBy(world, 'wang-min', bot.says('wang-min', '已报价'));
      await card.nowShows('已跟进');
      const said = bot.messages.at(-1);
      expect(JSON.stringify(said?.card), 'what came of it, in the chat it was said in').toContain('已记录');
      // The bot may change a card in answer to a click and at no other time: the next one shows how things stand.
      await heardBy(world, 'wang-min', bot.clicks('wang-min', shown?.id ?? '', '话术'));
      await world.advance('3s');
      await eventually('the bot changed its card', () => JSON.stringify(shown?.card).includes('已跟进'));
      expect(bot.refusals).toEqual([]);
    },
    { withBot: true },
  );

  wecomStory(
    'whoever has only met the bot in a group is answered by the app',
    async (world) => {
      await connected(world);
      const { bot } = world.mock;
      await heardBy(world, 'wang-min', bot.saysInGroup('wang-min', '@跟进助手 帮助'));
      await world.person('王敏').receives('跟进助手能做什么');
      expect([bot.messages, bot.refusals]).toEqual([[], []]);
    },
    { withBot: true },
  );

  wecomStory(
    'what somebody says to the bot reaches others by the app',
    async (world) => {
      await connected(world);
      const { bot } = world.mock;
      await world.lead(HANGZHOU);
      await world.person('王敏').receives('新线索 L1001');
      await heardBy(world, 'li-qiang', bot.says('li-qiang', '指派 L1001 徐静'));
      await world.person('徐静').receives('新线索 L1001');
      expect(bot.messages.map(({ to }) => to)).toEqual(['li-qiang']);
      expect(bot.refusals).toEqual([]);
    },
    { withBot: true },
  );
});
