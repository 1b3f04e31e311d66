import { describe, expect } from 'vitest';
import { FrozenClock } from '../../../src/core/clock.ts';
import type { Trouble } from '../../support/dingtalk/mock-trouble.ts';
import { type DingtalkWorld, dingtalkStory, type WorldOptions } from '../../support/dingtalk/world.ts';
import { HANGZHOU, NINGBO } from '../../support/leads.ts';

const CREATE = '/v1.0/card/instances/createAndDeliver';
const BATCH = '/v1.0/robot/oToMessages/batchSend';

/** Real clocks do not stand on whole seconds. */
const clock = () => new FrozenClock(new Date('2026-11-23T10:32:11.417+08:00'));
const story = (title: string, body: (world: DingtalkWorld) => Promise<void>, options: WorldOptions = {}) =>
  dingtalkStory(title, body, { clock: clock(), ...options });

describe('DingTalk is busy in words nobody has listed', () => {
  const cases: [string, string, Trouble][] = [
    ['500 on cards', CREATE, { refuse: 'unknownError', status: 500 }],
    ['429 on cards', CREATE, { refuse: 'Throttling', status: 429 }],
    ['503 with a code that elsewhere is final', CREATE, { refuse: 'param.invalid', status: 503 }],
    ['500 on messages', BATCH, { refuse: 'whateverElse', status: 500 }],
    ['429 on messages', BATCH, { refuse: 'Throttling.Api', status: 429 }],
  ];
  for (const [what, call, trouble] of cases) {
    story(
      `${what}: the card comes later, and once`,
      async (world) => {
        world.mock.trouble(call, trouble);
        await world.lead(HANGZHOU);
        await world.advance('2m');
        await world.person('王敏').receives('L1001');
        await world.person('王敏').receivesNothing();
      },
      { template: call === CREATE },
    );
  }

  story(
    'a card it refuses for a reason nobody knows goes as a message with links',
    async (world) => {
      world.mock.trouble(CREATE, { refuse: 'param.somethingNew', status: 400 });
      await world.lead(HANGZHOU);
      const card = await world.person('王敏').receives('L1001');
      await card.clicks('接单');
      await world.person('王敏').hears('已接单');
    },
    { template: true },
  );

  story(
    'cards fail for hours: after some minutes a message goes instead, and says that it may be the second',
    async (world) => {
      world.mock.trouble(CREATE, { refuse: 'unknownError', status: 500 }, 10_000);
      await world.lead(HANGZHOU);
      await world.advance('9m');
      const card = await world.person('王敏').receives('L1001');
      expect(card.text).toContain('可能重复');
      await world.advance('30m');
      await world.person('王敏').receivesNothing();
    },
    { template: true },
  );
});

describe('without a card template', () => {
  story('a message whose answer was lost comes again, marked', async (world) => {
    world.mock.trouble(BATCH, 'lost-answer');
    await world.lead(HANGZHOU);
    await world.advance('2m');
    const [first, second] = [
      await world.person('王敏').receives('L1001'),
      await world.person('王敏').receives('L1001'),
    ];
    expect(first.text).not.toContain('可能重复');
    expect(second.text).toContain('可能重复');
    await world.person('王敏').receivesNothing();
  });

  story('one that was refused comes again as it is', async (world) => {
    world.mock.trouble(BATCH, { refuse: 'system.busy', status: 500 });
    await world.lead(HANGZHOU);
    await world.advance('2m');
    expect((await world.person('王敏').receives('L1001')).text).not.toContain('可能重复');
  });
});

describe('quotations', () => {
  for (const template of [true, false]) {
    story(
      `what is said about a quoted ${template ? 'card, known by its key alone' : 'message'} belongs to its lead`,
      async (world) => {
        const rep = world.person('王敏');
        await world.lead(HANGZHOU);
        await world.lead(NINGBO);
        await world.person('李强').says('指派 L1002 王敏');
        const first = await rep.receives('L1001');
        await rep.receives('L1002');
        await world.mock.quotes('wang-min', first.id, '已报价60万，下周二回访');
        expect((await rep.receives('已记录')).text).toContain('L1001');
      },
      { template },
    );
  }

  story('a file that is quoted in a group is read', async (world) => {
    const rep = world.person('李强');
    const csv = Buffer.from('单位,联系人,电话\n台州医院,李四,13812340077\n');
    await world.mock.quotesFileInGroup('li-qiang', '线索.csv', csv, '');
    await world.settle();
    expect((await rep.receives('「线索.csv」完成')).text).toContain('新建：1');
  });

  story('the content of a file as JSON text is read', async (world) => {
    const downloadCode = world.mock.robot.store('线索.csv', Buffer.from('单位,电话\n台州医院,13812340077\n'));
    const content = JSON.stringify({ downloadCode, fileName: '线索.csv' });
    await world.mock.message('li-qiang', { msgtype: 'file', content });
    expect((await world.person('李强').receives('「线索.csv」完成')).text).toContain('新建：1');
  });
});

story(
  'over HTTP, a message of another company is refused',
  async (world) => {
    const content = { msgtype: 'text', text: { content: '帮助' } };
    await world.mock.message('wang-min', content);
    await world.person('王敏').receives('跟进助手能做什么');
    const forged = world.mock.message('wang-min', { ...content, chatbotCorpId: 'dingsomebodyelse' });
    await expect(forged).rejects.toThrow('403');
    await world.person('王敏').receivesNothing();
  },
  { mode: 'http' },
);

story(
  'the cards of somebody who has left are not changed any more',
  async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('L1001');
    const { updates } = world.mock.cards;
    await world.person('孙丽').says('离职 王敏');
    await world.advance('1m');
    expect(world.mock.cards.updates).toBe(updates);
    expect((await world.genjin.stores.outbox.dead(10)).length).toBe(0);
  },
  { template: true },
);

describe('the month is used up', () => {
  story(
    'messages: who says something is told once a day that it was not heard, and the administrators know',
    async (world) => {
      world.mayLogErrors = true;
      const rep = world.person('王敏');
      await rep.says('帮助');
      await rep.receives('跟进助手能做什么');
      await rep.says('杭州市第一人民医院 已报价60万');
      expect(await rep.hears('没有收到您刚才说的内容')).toContain('记一笔');
      await rep.says('还有一条');
      await rep.receivesNothing();
      await world.advance('11m');
      await world.person('孙丽').hears('额度已用完');
      const ready = await fetch(`${world.processes[0]?.url}/readyz`);
      expect(await ready.text()).toContain('额度已用完');
      await world.advance('1d');
      await rep.says('第二天');
      await rep.hears('没有收到您刚才说的内容');
    },
    { monthly: { calls: 5_000, messages: 1 }, template: true },
  );

  story(
    'calls, by other apps of the company: what is asked is answered by the chat’s own address',
    async (world) => {
      world.mock.account.used.calls = 100;
      const rep = world.person('王敏');
      await rep.says('帮助');
      await rep.receives('跟进助手能做什么');
      const ready = await fetch(`${world.processes[0]?.url}/readyz`);
      expect(await ready.text()).toContain('接口调用额度已用完');
      world.mock.account.used.calls = 0;
      await world.lead(HANGZHOU);
      await rep.receives('L1001');
      expect((await (await fetch(`${world.processes[0]?.url}/readyz`)).text()).includes('额度')).toBe(false);
    },
    { monthly: { calls: 100, messages: 3_000 }, template: true },
  );
});

story(
  'somebody outside the visible range: the manager picks at once, and nothing goes there again',
  async (world) => {
    const rep = world.person('王敏');
    world.mock.robot.unseenBy.add('wang-min');
    await world.lead(HANGZHOU);
    const card = await world.person('李强').receives('改派：L1001');
    expect(card.text).toContain('王敏收不到消息：不在钉钉应用的可见范围');
    expect(await world.person('孙丽').hears('王敏 收不到消息')).toContain('可见范围');
    await world.lead(NINGBO);
    expect((await world.genjin.stores.leads.get('L1002'))?.ownerId).not.toBe('wang-min');
    await world.person('李强').receivesNothing();
    world.mock.robot.unseenBy.delete('wang-min');
    await rep.says('帮助');
    await rep.receives('跟进助手能做什么');
    const person = await world.genjin.stores.people.get('wang-min');
    expect(person?.unreachable).toBeUndefined();
    expect(await world.genjin.stores.outbox.dead(10)).toEqual([]);
  },
  { env: { DINGTALK_AGENT_ID: '' } },
);
