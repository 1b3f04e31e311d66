import { describe, expect } from 'vitest';
import { type DingtalkWorld, dingtalkStory } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';
import { shown } from '../../support/time.ts';

const TITLE = '跟进：杭州市第一人民医院 王建国（设备科主任）';
const EVENTS = '/v1.0/calendar/users/union-wang-min/calendars/primary/events';
const TASKS = '/v1.0/todo/users/union-wang-min/tasks';

const FORMS = [
  { as: 'calendar', places: ['calendar'] },
  { as: 'todo', places: ['todo'] },
  { as: 'both', places: ['calendar', 'todo'] },
] as const;

describe.each(FORMS)('promised contacts as $as', ({ as, places }) => {
  const options = {
    template: true,
    env: { DINGTALK_PROMISES_AS: as },
    rules: (words: Record<string, unknown>) => {
      words.followUp = { calendar: true };
    },
  };

  /** A member's plans, as lines; the same in every place. */
  async function plansOf(world: DingtalkWorld, userId: string): Promise<string[]> {
    await world.settle();
    const all = places.map((place) =>
      world.mock.plans.of(userId, place).map(({ title, begins }) => `${shown(begins)} ${title}`),
    );
    for (const one of all) expect(one).toEqual(all[0]);
    return all[0] ?? [];
  }

  async function promise(world: DingtalkWorld) {
    const rep = world.person('王敏');
    await world.lead(HANGZHOU);
    await rep.receives('新线索 L1001');
    await rep.says('L1001 已电话沟通 下周二下午3点回访');
    return rep;
  }

  dingtalkStory(
    'are there once, move with the date, follow the lead to its next owner, and go when it is over',
    async (world) => {
      const rep = await promise(world);
      expect(await plansOf(world, 'wang-min')).toEqual([`2026-12-01 15:00 ${TITLE}`]);
      await rep.says('推迟 L1001 下周三上午10点');
      expect(await plansOf(world, 'wang-min')).toEqual([`2026-12-02 10:00 ${TITLE}`]);
      await world.person('李强').says('指派 L1001 徐静');
      expect(await plansOf(world, 'wang-min')).toEqual([]);
      expect(await plansOf(world, 'xu-jing')).toEqual([`2026-12-02 10:00 ${TITLE}`]);
      await world.person('徐静').says('L1001 已报价50万 周三的回访取消了');
      expect(await plansOf(world, 'xu-jing')).toEqual([]);
      await world.person('徐静').says('推迟 L1001 下周三上午10点');
      expect(await plansOf(world, 'xu-jing'), 'the same as one taken away today').toEqual([
        `2026-12-02 10:00 ${TITLE}`,
      ]);
    },
    options,
  );

  for (const trouble of ['lost-answer', 'lost-request', 'gateway'] as const) {
    dingtalkStory(
      `are written once through trouble: ${trouble}`,
      async (world) => {
        world.mock.trouble(as === 'calendar' ? EVENTS : TASKS, trouble);
        await promise(world);
        await world.advance('3m');
        expect(await plansOf(world, 'wang-min')).toEqual([`2026-12-01 15:00 ${TITLE}`]);
      },
      options,
    );
  }

  dingtalkStory(
    'that were deleted by hand come back with the next date',
    async (world) => {
      const rep = await promise(world);
      world.mock.plans.plans.clear();
      await rep.says('推迟 L1001 下周三上午10点');
      expect(await plansOf(world, 'wang-min')).toEqual([`2026-12-02 10:00 ${TITLE}`]);
    },
    options,
  );
});
