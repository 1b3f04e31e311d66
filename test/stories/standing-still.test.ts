import { describe, expect } from 'vitest';
import { type Setup, story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { shown } from '../support/time.ts';

async function clocksOf({ api }: World): Promise<Record<string, string>> {
  const [lead] = await api.leads();
  return Object.fromEntries((lead?.clocks ?? []).map(({ name, dueAt }) => [name, shown(dueAt)]));
}

/** Three days in a stage, five until it goes up; silence is told of much later. */
const SHORT_STAY: Setup = {
  rules: (words) => {
    const [, confirmed] = words.stages;
    confirmed.stay = '3d';
    confirmed.dwell = '14d';
    words.clocks.stay.steps[0].after = '4d';
    words.clocks.stay.steps[1].after = '5d';
  },
};

describe('the customer owes an answer (C7)', () => {
  story('a contact of the rep ends nothing, words of the customer do', async (world) => {
    const { api, rep, manager, clock } = world;
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已报价50万');
    await rep('王敏').receives('log-confirm');
    const { reply } = await clocksOf(world);
    expect(reply).toContain('2026-11-25');
    await clock.advance('25h');
    await rep('王敏').says('L1001 已电话沟通');
    await rep('王敏').receives('log-confirm');
    expect((await clocksOf(world)).reply).toBe(reply);
    await clock.advance('24h');
    const card = await rep('王敏').receives('stalled', { saying: ['没有回音', '初步接触', '三天内约一次'] });
    await card.nowOffers('已联系', '推进到需求确认', '改日期', '请主管支持', '查看');
    await manager('李强').receives('stalled', { saying: ['王敏', '没有回音'] });
    await card.click('请主管支持');
    await rep('王敏').hears('已请李强支持 L1001');
    await clock.advance('31m');
    await manager('李强').receives('alert', { saying: '王敏请您支持' });
    await rep('王敏').says('L1001 王主任回电说参数没问题');
    await rep('王敏').receives('log-confirm');
    expect(Object.keys(await clocksOf(world))).toEqual(['dwell']);
    await card.nowShows('客户已有回音');
  });

  story('a record taken back has asked for nothing', async (world) => {
    const { api, rep } = world;
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已报价50万');
    await rep('王敏').receives('log-confirm');
    expect(Object.keys(await clocksOf(world))).toContain('reply');
    await rep('王敏').says('撤销 R101');
    await rep('王敏').hears('已撤销');
    expect(Object.keys(await clocksOf(world))).toEqual(['first-touch']);
  });
});

describe('too long in a stage (C7)', () => {
  story(
    'whatever is recorded meanwhile; it goes up, and another day is an answer',
    SHORT_STAY,
    async (world) => {
      const { api, rep, manager, clock } = world;
      await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('L1001 已电话沟通');
      await rep('王敏').receives('log-confirm');
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('stage');
      await clock.advance('50h');
      await rep('王敏').says('L1001 已电话沟通');
      await rep('王敏').receives('log-confirm');
      await clock.advance('23h');
      const card = await rep('王敏').receives('stalled', { saying: '停在「需求确认」已 3天' });
      await manager('李强').receivesNothing();
      await card.chooses('day', '2026-12-03').click('改日期');
      await card.nowShows('已改约 12月3日');
      await clock.advance('48h');
      await manager('李强').receives('escalation', { saying: ['停滞升级', '停在「需求确认」已 5天'] });
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('stage', { saying: '到「已预约设备科演示」' });
      expect((await clocksOf(world)).stay).toContain('2026-12-05');
    },
  );

  story(
    'of one lead that stands still people hear once a day',
    {
      rules: (words) => {
        words.stages[1].stay = '72h';
        words.stages[1].dwell = '72h';
      },
    },
    async (world) => {
      const { api, rep, clock } = world;
      await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('L1001 已电话沟通');
      await rep('王敏').receives('log-confirm');
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('stage');
      await clock.advance('73h');
      await rep('王敏').receives('stalled', { saying: '没有新的跟进' });
      await rep('王敏').receivesNothing();
      await clock.advance('24h');
      await rep('王敏').receives('stalled', { saying: '停在「需求确认」' });
      await rep('王敏').receivesNothing();
    },
  );
});
