import { describe, expect, it } from 'vitest';
import { Batches, shared } from '../../../src/core/batches.ts';

/** Doubles what it is given, batch by batch, each ended by hand. */
function doubling(most: number) {
  const batches: { items: number[]; end(): void; fail(error: Error): void }[] = [];
  const run = (items: number[]) =>
    new Promise<number[]>((done, fail) => {
      batches.push({ items, end: () => done(items.map((n) => n * 2)), fail });
    });
  return { all: new Batches(run, most), batches };
}

/** Until what has been resolved has had its effect. */
const settled = () => new Promise(setImmediate);

describe('batches', () => {
  it('do one item at once, what comes meanwhile together after it, in order, each with its own result', async () => {
    const { all, batches } = doubling(100);
    const first = all.add(1);
    const later = [2, 3, 4].map((n) => all.add(n));
    expect(batches.map(({ items }) => items)).toEqual([[1]]);
    batches[0]?.end();
    expect(await first).toBe(2);
    await settled();
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
    batches[1]?.end();
    expect(await Promise.all(later)).toEqual([4, 6, 8]);
  });

  it('hold no more than they may', async () => {
    const { all, batches } = doubling(2);
    const results = [1, 2, 3, 4].map((n) => all.add(n));
    for (let i = 0; i < 3; i++) {
      batches[i]?.end();
      await settled();
    }
    expect(await Promise.all(results)).toEqual([2, 4, 6, 8]);
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3], [4]]);
  });

  it('fail whole, and go on with the next', async () => {
    const { all, batches } = doubling(100);
    const first = all.add(1);
    const [second, third] = [all.add(2), all.add(3)];
    batches[0]?.fail(new Error('database away'));
    await expect(first).rejects.toThrow('database away');
    await settled();
    expect(batches[1]?.items).toEqual([2, 3]);
    batches[1]?.end();
    expect(await Promise.all([second, third])).toEqual([4, 6]);
    const again = all.add(5);
    batches[2]?.end();
    expect(await again).toBe(10);
  });
});

describe('what is shared', () => {
  it('is fetched once for all who asked meanwhile, after the last of them', async () => {
    const fetches: ((answer: number) => void)[] = [];
    const read = shared(() => new Promise<number>((answer) => fetches.push(answer)));
    const first = read();
    const later = [read(), read()];
    expect(fetches).toHaveLength(1);
    fetches[0]?.(1);
    expect(await first).toBe(1);
    await settled();
    // Whatever was written before they asked is in the answer they get.
    fetches[1]?.(2);
    expect(await Promise.all(later)).toEqual([2, 2]);
    expect(fetches).toHaveLength(2);
  });
});
