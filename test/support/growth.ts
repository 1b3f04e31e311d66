/**
 * How many times more processor time `run` takes for `large` than for `small`: the best of several tries each, so that
 * other work on the machine does not look like a slow algorithm. `fixedMs` is added to the small one where so little is
 * done that the clock's steps would count.
 */
export function growth<T>(run: (input: T) => unknown, small: T, large: T, fixedMs = 0): number {
  run(small);
  return fastest(() => run(large)) / (fastest(() => run(small)) + fixedMs);
}

function fastest(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 7; attempt++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}
