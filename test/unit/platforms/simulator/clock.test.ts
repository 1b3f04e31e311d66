import { expect, it } from 'vitest';
import { SimulatorClock } from '../../../../src/platforms/simulator/clock.ts';

const MAY = new Date('2026-05-12T12:32:07.461Z');
const MINUTE_MS = 60_000;

function shelf() {
  const kept = new Map<string, unknown>();
  return {
    get: async <T>(name: string) => kept.get(name) as T | undefined,
    set: async (name: string, value: unknown) => void kept.set(name, value),
  };
}

const away = (clock: SimulatorClock, from: Date) => Math.abs(clock.now().getTime() - from.getTime());

it('goes on where it stood, also in a program that was not told where it began', async () => {
  const settings = shelf();
  const demo = new SimulatorClock(settings, MAY);
  await demo.recall();
  await demo.rest();
  const publishing = new SimulatorClock(settings, undefined);
  await publishing.recall();
  expect(away(publishing, MAY)).toBeLessThan(MINUTE_MS);
  const again = new SimulatorClock(settings, MAY);
  await again.recall();
  expect(away(again, MAY)).toBeLessThan(MINUTE_MS);
});

it('after a kill it is never earlier than what it had said', async () => {
  const settings = shelf();
  const demo = new SimulatorClock(settings, MAY);
  await demo.recall();
  const before = demo.now();
  const next = new SimulatorClock(settings, undefined);
  await next.recall();
  expect(next.now().getTime()).toBeGreaterThanOrEqual(before.getTime());
});

it('one that ran with the machine goes on with the machine, and one set ahead stays ahead', async () => {
  const settings = shelf();
  const system = new Date();
  await settings.set('simulator-clock', {
    at: new Date(system.getTime() - 86_400_000),
    system: new Date(system.getTime() - 86_400_000),
  });
  const next = new SimulatorClock(settings, undefined);
  await next.recall();
  expect(away(next, system)).toBeLessThan(MINUTE_MS);
  const ahead = new Date(system.getTime() + 86_400_000);
  await next.moveTo(ahead);
  const later = new SimulatorClock(settings, undefined);
  await later.recall();
  expect(away(later, ahead)).toBeLessThan(MINUTE_MS);
});
