/**
 * How many times longer `run` takes for `large` than for `small`: the best of several tries each, so that a busy
 * machine does not look like a slow algorithm.
 */
export function growth<T>(run: (input: T) => unknown, small: T, large: T): number {
  run(small);
  return fastest(() => run(large)) / fastest(() => run(small));
}

function fastest(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 7; attempt++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
