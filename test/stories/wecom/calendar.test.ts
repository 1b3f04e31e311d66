import { describe, expect } from 'vitest';
import { HANGZHOU } from '../../support/leads.ts';
import { shown } from '../../support/time.ts';
import { type WecomWorld, wecomStory } from '../../support/wecom/world.ts';

const SWITCHED_ON = {
  rules: (words: Record<string, unknown>) => {
    words.followUp = { calendar: true };
  },
};
const TITLE = '跟进：杭州市第一人民医院 王建国（设备科主任）';

/** A member's calendar, as lines. */
async function calendarOf(world: WecomWorld, userId: string): Promise<string[]> {
  await world.settle();
  return world.mock.app.calendar.of(userId).map(({ title, begins }) => `${shown(begins)} ${title}`);
}

/** 王敏 has a lead and promised to call on Tuesday. */
async function promise(world: WecomWorld) {
  const rep = world.person('王敏');
  await world.lead(HANGZHOU);
  await rep.receives('新线索 L1001');
  await rep.says('L1001 已电话沟通 下周二下午3点回访');
  return { rep, log: await rep.receives('已记录') };
}

describe('promised contacts in the calendar', () => {
  wecomStory(
    'are there once, move with the date, and go when it is over',
    async (world) => {
      const { rep } = await promise(world);
      expect(await calendarOf(world, 'wang-min')).toEqual([`2026-12-01 15:00 ${TITLE}`]);
      await rep.says('推迟 L1001 下周三上午10点');
      expect(await calendarOf(world, 'wang-min')).toEqual([`2026-12-02 10:00 ${TITLE}`]);
      await rep.says('推迟 L1001 今天下午4点');
      await world.advance('6h');
      await rep.receives('该回访了');
      expect(await calendarOf(world, 'wang-min')).toEqual([`2026-11-23 16:00 ${TITLE}`]);
      await rep.says('L1001 已报价50万');
      expect(await calendarOf(world, 'wang-min')).toEqual([]);
      expect(world.mock.app.calendar.calendars).toHaveLength(1);
    },
    SWITCHED_ON,
  );

  wecomStory(
    'go with a record taken back, and to the next owner with the lead',
    async (world) => {
      const { log } = await promise(world);
      await log.clicks('撤销');
      expect(await calendarOf(world, 'wang-min')).toEqual([]);
      await world.person('王敏').says('L1001 已电话沟通 下周二下午3点回访');
      await world.person('李强').says('指派 L1001 徐静');
      expect(await calendarOf(world, 'wang-min')).toEqual([]);
      expect(await calendarOf(world, 'xu-jing')).toEqual([`2026-12-01 15:00 ${TITLE}`]);
    },
    SWITCHED_ON,
  );

  for (const trouble of ['lost-answer', { refuse: 90472 }] as const) {
    wecomStory(
      `are written once through trouble: ${JSON.stringify(trouble)}`,
      async (world) => {
        world.mock.trouble('oa/schedule/add', trouble);
        await promise(world);
        await world.advance('3m');
        expect(await calendarOf(world, 'wang-min')).toEqual([`2026-12-01 15:00 ${TITLE}`]);
      },
      SWITCHED_ON,
    );
  }

  wecomStory(
    'that were deleted by hand come back with the next date, the whole calendar too',
    async (world) => {
      const { rep } = await promise(world);
      world.mock.app.calendar.schedules.clear();
      await rep.says('推迟 L1001 下周三上午10点');
      expect(await calendarOf(world, 'wang-min')).toEqual([`2026-12-02 10:00 ${TITLE}`]);
      world.mock.app.calendar.schedules.clear();
      world.mock.app.calendar.calendars.pop();
      await rep.says('推迟 L1001 下周四上午10点');
      await world.advance('1m');
      expect(await calendarOf(world, 'wang-min')).toEqual([`2026-12-03 10:00 ${TITLE}`]);
    },
    SWITCHED_ON,
  );

  wecomStory('stay out of it unless the playbook says so', async (world) => {
    await promise(world);
    await world.settle();
    expect(world.mock.calls.filter(({ call }) => call.startsWith('oa/'))).toEqual([]);
  });
});
