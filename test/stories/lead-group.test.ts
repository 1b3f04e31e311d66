import { expect } from 'vitest';
import { HANGZHOU } from '../support/leads.ts';
import { platformStory } from '../support/platform-world.ts';
import { SimulatorWorld } from '../support/simulator-world.ts';

const open = () => SimulatorWorld.open();

platformStory(
  'everybody in a lead’s group hears what becomes of it, and nobody else',
  open,
  async (world) => {
    const heardBy = (userId: string) =>
      world.screen(userId).flatMap(({ text }) => (text.startsWith('群「L1001') ? [text] : []));
    await world.lead(HANGZHOU);
    await world.person('李强').says('建群 L1001 马超');
    await world.advance('2h');
    await world.settle();
    for (const member of ['wang-min', 'li-qiang', 'ma-chao']) {
      const [lead, late, ...more] = heardBy(member);
      expect(lead).toContain('杭州市第一人民医院');
      expect(lead).not.toMatch(/13812345678|王建国/);
      expect(late).toContain('首次联系已超时');
      expect(more).toEqual([]);
    }
    expect(heardBy('xu-jing')).toEqual([]);
    await world.person('李强').says('指派 L1001 徐静');
    expect(heardBy('xu-jing')).toEqual([expect.stringContaining('由 徐静 负责')]);
  },
);
