import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RightOfWay } from '../../../src/core/right-of-way.ts';

const SECOND = 1_000;

/** Something under way, ended by hand. */
function work() {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => done, end: () => end() };
}

describe('the right of way', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Asks for `n` turns; says which have begun, and ends them. */
  async function queueOf(n: number, way: RightOfWay) {
    const begun: number[] = [];
    const all = Array.from({ length: n }, (_, i) => {
      const one = work();
      void way.handles(() => {
        begun.push(i);
        return one.run();
      });
      return one;
    });
    await vi.advanceTimersByTimeAsync(0);
    return { begun, end: (i: number) => all[i]?.end() };
  }

  it('is free when nothing is to be acknowledged', async () => {
    const { begun } = await queueOf(100, new RightOfWay());
    expect(begun).toHaveLength(100);
  });

  it('leaves handling one at a time, in order, while acknowledgements go on, and everything after', async () => {
    const way = new RightOfWay();
    const burst = work();
    const acknowledged = way.acknowledging(burst.run);
    const { begun, end } = await queueOf(10, way);
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(begun).toEqual([0]);
    end(0);
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(begun).toEqual([0, 1]);
    burst.end();
    await acknowledged;
    expect(begun).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(SECOND / 20);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('leaves handling a turn in fifty milliseconds while many are to be acknowledged at once', async () => {
    const way = new RightOfWay();
    const burst = Array.from({ length: 8 }, work);
    const acknowledged = burst.map(({ run }) => way.acknowledging(run));
    const begun: number[] = [];
    const turns = Array.from({ length: 100 }, (_, i) => way.handles(async () => begun.push(i)));
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([0]);
    // It lasts as long as others come.
    for (let i = 0; i < 10; i++) {
      void way.acknowledging(() => Promise.resolve());
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(begun.length).toBeGreaterThan(1);
    expect(begun.length).toBeLessThan(5);
    for (const { end } of burst) end();
    await Promise.all(acknowledged);
    await vi.advanceTimersByTimeAsync(SECOND / 10);
    await Promise.all(turns);
    expect(begun).toHaveLength(100);
  });

  it('lets nothing wait longer than ten seconds, however long the burst', async () => {
    const way = new RightOfWay();
    void way.acknowledging(work().run);
    const { begun } = await queueOf(10, way);
    await vi.advanceTimersByTimeAsync(9.9 * SECOND);
    const { begun: later } = await queueOf(10, way);
    expect(begun).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(0.2 * SECOND);
    expect(begun).toHaveLength(10);
    expect(later).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(later).toHaveLength(10);
  });

  it('is given back by work that fails', async () => {
    const way = new RightOfWay();
    await expect(way.acknowledging(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await vi.advanceTimersByTimeAsync(SECOND);
    for (let i = 0; i < 5; i++) {
      await expect(way.handles(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    }
    void way.acknowledging(work().run);
    const { begun } = await queueOf(3, way);
    expect(begun).toEqual([0]);
  });
});
