import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Heartbeat } from '../../../src/core/heartbeat.ts';
import { createLogger } from '../../../src/core/logger.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('beats about every second, never twice at once, through failures, until it is stopped', async () => {
  const lines: string[] = [];
  const log = createLogger('info', (line) => lines.push(line));
  let beats = 0;
  let finish: () => void = () => {};
  const slow = new Promise<void>((done) => {
    finish = done;
  });
  const heartbeat = new Heartbeat(async () => {
    beats++;
    if (beats === 1) throw new Error('unlucky');
    if (beats === 2) await slow;
  }, log);
  heartbeat.start();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([beats, lines.length]).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(beats, 'while one takes its time').toBe(2);
  finish();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(beats).toBe(5);
  await heartbeat.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(beats).toBe(5);
});
