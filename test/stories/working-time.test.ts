import { describe, expect } from 'vitest';
import { type Setup, story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { local, shown } from '../support/time.ts';

const inWorkingTime = (words: Parameters<NonNullable<Setup['rules']>>[0]) => {
  words.clocks['first-touch'].time = 'working';
};

/** Working hours are 08:30–12:00 and 13:30–17:30. */
describe('two hours of working time (B4)', () => {
  for (const [what, at, due, why] of [
    ['over lunch', '2026-11-23 11:00', '2026-11-23 14:30', '午休'],
    ['over a weekend', '2026-11-27 17:00', '2026-11-30 10:00', '周末'],
    ['over the national holiday', '2026-09-30 17:00', '2026-10-08 10:00', '国庆'],
    ['into a Saturday worked to make up', '2026-10-09 17:00', '2026-10-10 10:00', '调休上班'],
    ['of a lead that comes at night', '2026-11-23 23:15', '2026-11-24 10:30', '08:30起算'],
  ] as const) {
    story(what, { at, rules: inWorkingTime }, async ({ api, rep, manager, clock, nobody }) => {
      const lead = await api.posts(HANGZHOU);
      // At night nothing but answers goes out: the card is there in the morning.
      if (why === '08:30起算') await clock.moveTo('2026-11-24 08:00');
      await rep('王敏').receives('lead-assigned', { about: lead });
      const clocks = (await api.lead(lead)).clocks;
      expect(clocks.find(({ name }) => name === 'first-touch')?.because).toContain(why);
      await clock.moveTo(shown(new Date(+local(due) - 60_000)));
      await nobody.receivesAnything({ but: ['陈国栋'] });
      await clock.moveTo(due);
      await rep('王敏').receives('first-touch-due', { about: lead, saying: '工作时间 2小时' });
      await manager('李强').receives('first-touch-due', { about: lead });
    });
  }
});
