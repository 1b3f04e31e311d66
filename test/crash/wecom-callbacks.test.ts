import { expect, it } from 'vitest';
import { crashCallbacks } from './wecom-callbacks.ts';

it('callbacks delivered again and again, killed in between: none lost, none doubled', async () => {
  const { lost, doubled, deliveries } = await crashCallbacks({ messages: 60, kills: 2, seed: 5 });
  expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
  expect(deliveries).toBeGreaterThan(60);
}, 240_000);
