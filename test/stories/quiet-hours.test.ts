import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { shown } from '../support/time.ts';

/** 22:00–07:30: what nobody asked for waits until morning. */
describe('quiet hours (B4)', () => {
  story(
    'are the playbook’s: here a new lead goes out at night, the rest waits for the morning',
    {
      at: '2026-11-23 23:00',
      rules: (words) => {
        words.calendar.quiet.holds = ['normal', 'digest'];
      },
    },
    async (world) => {
      const { api, rep, manager, clock, nobody } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned', { about: lead });
      await rep('王敏').says('L1001 已报价50万 嫌贵');
      // Answers to what somebody just did never wait.
      await rep('王敏').receives('log-confirm');
      await rep('王敏').receives('scripts');
      await nobody.receivesAnything();
      await clock.moveTo('2026-11-24 07:29');
      await nobody.receivesAnything();
      await clock.advance('1m');
      const told = await manager('李强').receives('alert', { saying: '价格异议' });
      expect(shown((await told.now()).at)).toBe('2026-11-24 07:30');
      await nobody.receivesAnything();
    },
  );

  story(
    'nothing goes out at night but answers: even new leads wait for the morning',
    {
      at: '2026-11-23 23:00',
    },
    async ({ api, rep, clock, nobody }) => {
      const lead = await api.posts(HANGZHOU);
      expect(lead.ownerId).toBe('wang-min');
      await nobody.receivesAnything();
      await rep('王敏').says('帮助');
      await rep('王敏').receives('help');
      await clock.moveTo('2026-11-24 07:30');
      await rep('王敏').receives('lead-assigned', { about: lead });
    },
  );
});
