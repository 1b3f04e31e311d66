import { describe, expect } from 'vitest';
import type { DingtalkWorld } from '../../support/dingtalk/world.ts';
import { dingtalkStory } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';

const BATCH = '/v1.0/robot/oToMessages/batchSend';

/** The same sentence to some people at once. */
async function tellAll(world: DingtalkWorld, names: readonly string[], body: string): Promise<void> {
  const { outbox } = world.genjin.stores;
  const now = world.clock.now();
  for (const to of names) {
    const message = {
      channel: 'chat',
      to,
      kind: 'text',
      refs: {},
      params: { body },
      urgency: 'urgent',
    } as const;
    await outbox.add(`${body}:${to}`, message, now);
  }
  await world.settle();
}

describe('without a template', () => {
  dingtalkStory('the same to several people at once shares calls', async (world) => {
    const reps = ['wang-min', 'xu-jing', 'li-qiang', 'sun-li'];
    await tellAll(world, reps, '明天停机维护');
    for (const name of ['王敏', '徐静', '李强', '孙丽']) await world.person(name).hears('停机维护');
    // One, where the machine is quick enough to ask for all of them at once: robot.test.ts.
    expect(world.mock.callsOf(BATCH)).toBeLessThan(reps.length);
  });

  dingtalkStory(
    'who wrote lately is told by that message’s own address, where calls are what is scarcer',
    async (world) => {
      await world.genjin.stores.dingtalk.addUsage(world.clock.now(), { calls: 1_000 });
      const rep = world.person('王敏');
      await rep.says('帮助');
      const card = await rep.receives('跟进助手能做什么');
      await card.clicks('今日待触达');
      await rep.receives('今日待触达');
      await tellAll(world, ['wang-min'], '快下班了');
      await rep.hears('快下班了');
      expect(world.mock.chats.answered).toBe(3);
      expect(world.mock.callsOf(BATCH)).toBe(0);
      world.mock.chats.endAll();
      await tellAll(world, ['wang-min'], '下班了');
      await rep.hears('下班了');
      expect(world.mock.callsOf(BATCH), 'its address ended early').toBe(1);
      const { calls, messages } = await world.genjin.stores.dingtalk.usage(world.clock.now());
      expect({ calls: calls - 1_000, messages }, 'counted as DingTalk counts').toEqual(
        world.mock.account.used,
      );
    },
  );

  dingtalkStory(
    'with the month’s calls used up, answers still arrive',
    async (world) => {
      world.mayLogErrors = true;
      const rep = world.person('王敏');
      await world.genjin.stores.dingtalk.addUsage(world.clock.now(), { messages: 2_900 });
      world.mock.account.used.calls = 100;
      await rep.says('帮助');
      await rep.receives('跟进助手能做什么');
      expect(world.mock.chats.answered).toBe(1);
    },
    { monthly: { calls: 100, messages: 3_000 } },
  );
});

describe.each([true, false])(
  'somebody outside the robot’s visible range, with a template: %s',
  (template) => {
    dingtalkStory(
      'gets a work notice, twice the same text among them',
      async (world) => {
        world.mock.robot.unseenBy.add('wang-min');
        await world.lead(HANGZHOU);
        await world.settle();
        await world.advance('30m');
        const { shown } = world.mock.notices;
        expect(shown).toEqual([
          { to: 'wang-min', at: expect.any(Date), text: expect.stringContaining('L1001') },
        ]);
        expect(shown[0]?.text).not.toMatch(/dtmd:|\*\*/);
        await tellAll(world, ['wang-min'], '同一句话');
        await world.advance('2m');
        const { outbox } = world.genjin.stores;
        const message = {
          channel: 'chat',
          kind: 'text',
          refs: {},
          urgency: 'urgent',
          to: 'wang-min',
        } as const;
        const again = { ...message, params: { body: '同一句话' } };
        await outbox.add('again', again, world.clock.now());
        const link = { label: '打开', url: 'https://genjin.example/board' };
        await outbox.add('page', { ...message, params: { body: '一个网页', link } }, world.clock.now());
        await world.advance('30m');
        expect(shown.filter(({ text }) => text.includes('同一句话'))).toHaveLength(2);
        expect(shown.some(({ text }) => text.includes(`打开：${link.url}`))).toBe(true);
      },
      { template },
    );
  },
);
