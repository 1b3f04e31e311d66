import { expect, it } from 'vitest';
import { crashDingtalk } from './dingtalk-messages.ts';

it('messages over Stream again and again, with disconnects, a zombie and kill -9: none lost, none doubled', async () => {
  const troubles = { kills: 1, disconnects: 1, cuts: 1, zombies: 1 };
  const { lost, doubled, deliveries } = await crashDingtalk({ messages: 60, seed: 5, ...troubles });
  expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
  expect(deliveries).toBeGreaterThan(60);
}, 240_000);
