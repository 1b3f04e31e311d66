const ends: (() => Promise<void>)[] = [];

/**
 * `work` runs once, when the test file that is running ends. A hook registered while a module loads would belong to
 * the first file that imports it, not to those after it in the same process.
 */
export function atFileEnd(work: () => Promise<void>): void {
  ends.push(work);
}

export async function endFile(): Promise<void> {
  for (const work of ends.splice(0).toReversed()) await work();
}
