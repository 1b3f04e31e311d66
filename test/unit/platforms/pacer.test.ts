import { expect, it } from 'vitest';
import { Pacer } from '../../../src/platforms/pacer.ts';

it('no second holds more turns than allowed, however many ask at once, and they go in order', async () => {
  const pacer = new Pacer(20);
  const turns: { n: number; at: number }[] = [];
  await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      await pacer.turn();
      turns.push({ n, at: performance.now() });
    }),
  );
  expect(turns.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, n) => n));
  for (const { at } of turns) {
    expect(turns.filter((turn) => turn.at >= at && turn.at < at + 1_000).length).toBeLessThanOrEqual(20);
  }
});
