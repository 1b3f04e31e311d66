import { describe, expect } from 'vitest';
import { dingtalkStory, type WorldOptions } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';

const FORMS: [string, WorldOptions][] = [
  ['as messages with links', {}],
  ['as interactive cards', { template: true }],
  ['as messages with links, by HTTP', { mode: 'http' }],
  ['as interactive cards, by HTTP', { template: true, mode: 'http' }],
];

describe.each(FORMS)('the follow-up loop inside DingTalk, cards %s', (_form, options) => {
  const changes = options.template === true;

  dingtalkStory(
    'lead in, card out, reminded, accepted, contacted, recorded',
    async (world) => {
      const rep = world.person('王敏');
      const manager = world.person('李强');
      await world.lead(HANGZHOU);
      const card = await rep.receives('新线索 L1001');
      expect(card.text).toContain('王建国');
      await world.advance('2h');
      const reminder = await rep.receives('L1001');
      const copy = await manager.receives('L1001');
      await card.clicks('接单');
      if (changes) await card.nowShows('已接单');
      else await rep.hears('已接单 L1001');
      await reminder.clicks('已联系');
      const outcome = await rep.receives('沟通结果');
      await outcome.clicks('已报价');
      const log = await rep.receives('已记录');
      if (changes) for (const one of [card, reminder, copy]) await one.nowShows('已跟进 · 王敏');
      await log.clicks('确认');
      if (changes) await log.nowShows('已确认');
      await rep.says('王主任 已报价50万 嫌贵 下周二下午3点回访');
      const noted = await rep.receives('已记录');
      expect(noted.text).toContain('50万');
      await noted.clicks('撤销');
      if (changes) await noted.nowShows('已撤销');
      else await rep.hears('已撤销');
    },
    options,
  );

  dingtalkStory(
    'passing on: every reason is a tap of its own',
    async (world) => {
      const rep = world.person('王敏');
      await world.lead(HANGZHOU);
      const card = await rep.receives('新线索 L1001');
      await card.clicks('转出');
      const ask = await rep.receives('转出 L1001');
      await ask.clicks('确认转出', { reason: '区域不符' });
      const next = await world.person('徐静').receives('新线索 L1001');
      expect(next.text).toContain('区域不符');
      if (changes) await card.nowShows('已转给 徐静');
    },
    options,
  );

  dingtalkStory(
    'a spreadsheet sent in chat is imported; the export comes as a file',
    async (world) => {
      const manager = world.person('李强');
      const rows = ['单位,联系人,电话,产品', '杭州市第一人民医院,王建国,13812345678,超声'].join('\n');
      await manager.sendsFile('线索.csv', Buffer.from(`\uFEFF${rows}`));
      await manager.receives('线索.csv');
      expect((await world.genjin.stores.leads.get('L1001'))?.company).toBe('杭州市第一人民医院');
      const owner = (await world.genjin.stores.people.all()).find((p) => p.slots.includes('L1001'));
      await world.person(owner?.name ?? '').says('导出今日待触达');
      const bytes = await world.person(owner?.name ?? '').receivesFile(/\.xlsx$/);
      expect(Buffer.from(bytes).subarray(0, 2).toString()).toBe('PK');
    },
    options,
  );
});

describe('a click on a card', () => {
  dingtalkStory(
    'is answered in place, with the card as it is then',
    async (world) => {
      const rep = world.person('王敏');
      await world.lead(HANGZHOU);
      const card = await rep.receives('新线索 L1001');
      await card.clicks('接单');
      expect(world.mock.cards.answered).toEqual([{ ms: expect.any(Number), changed: true }]);
      expect(world.mock.cards.updates, 'calls spent on it').toBe(0);
      await card.nowShows('已接单');
    },
    { template: true },
  );

  dingtalkStory(
    'over HTTP is answered in place by a process that only answers requests, while another one sends',
    async (world) => {
      await world.lead(HANGZHOU);
      const card = await world.person('王敏').receives('新线索 L1001');
      const [worker] = world.processes;
      await world.startProcess();
      const sending = setInterval(() => void worker?.genjin.engine.run('messages'), 1);
      await world.mock.clicksCard('wang-min', card.id, '接单').finally(() => clearInterval(sending));
      expect(world.mock.cards.answered).toEqual([{ ms: expect.any(Number), changed: true }]);
      expect(world.mock.cards.updates, 'calls spent on it').toBe(0);
      await card.nowShows('已接单');
    },
    { template: true, mode: 'http' },
  );

  dingtalkStory(
    'that cannot be answered in time changes the card later',
    async (world) => {
      const rep = world.person('王敏');
      await world.lead(HANGZHOU);
      const card = await rep.receives('新线索 L1001');
      world.mock.robot.slowFilesMs = 1_500;
      await world.mock.sendsFile(rep.userId, '名单.csv', Buffer.from('单位,电话\n'));
      await world.mock.clicksCard(rep.userId, card.id, '接单');
      expect(world.mock.cards.answered).toEqual([{ ms: expect.any(Number), changed: false }]);
      expect(world.mock.cards.answered[0]?.ms).toBeLessThan(2_000);
      await card.nowShows('已接单');
      expect(world.mock.cards.updates).toBeGreaterThan(0);
    },
    { template: true },
  );

  dingtalkStory(
    'of somebody else changes nothing',
    async (world) => {
      await world.lead(HANGZHOU);
      const card = await world.person('王敏').receives('新线索 L1001');
      await world.mock.clicksCard('xu-jing', card.id, '接单');
      await world.settle();
      expect(card.text).not.toContain('已接单');
      await world.person('徐静').receivesNothing();
    },
    { template: true },
  );
});

describe('a company without the template it names', () => {
  dingtalkStory(
    'gets messages with links at once, and its cards back when the template is there',
    async (world) => {
      world.mayLogErrors = true;
      world.mock.cards.templates.clear();
      const rep = world.person('王敏');
      await world.lead(HANGZHOU);
      const card = await rep.receives('新线索 L1001');
      await card.clicks('接单');
      await rep.hears('已接单');
      expect(world.mock.callsOf('/v1.0/card/instances/createAndDeliver')).toBe(1);
    },
    { template: true },
  );
});
