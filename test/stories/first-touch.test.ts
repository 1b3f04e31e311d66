import { describe } from 'vitest';
import { story } from '../support/harness.ts';

describe('first touch (B3)', () => {
  story('two hours without a record: the rep and the direct manager are reminded', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await api.posts({
      company: '杭州市第一人民医院',
      contactName: '王建国',
      phone: '13812345678',
      products: ['超声'],
    });
    const card = await rep('徐静').receives('lead-assigned', { about: lead });
    await clock.advance('1h59m');
    await nobody.receivesAnything();
    await clock.advance('1m');
    await rep('徐静').receives('first-touch-due', { about: lead });
    await manager('李强').receives('first-touch-due', { about: lead });
    await card.click('已联系');
    await card.nowShows('已跟进');
    await rep('徐静').receives('log-confirm', { about: lead });
    await rep('徐静').receives('call-outcome', { about: lead });
    await clock.advance('4h');
    await nobody.receivesAnything();
  });
});
