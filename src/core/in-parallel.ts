/** Runs `run` for every item, `width` at a time. */
export async function inParallel<T>(
  items: T[],
  width: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: Math.min(width, items.length) }, async () => {
      for (const item of queue) await run(item);
    }),
  );
}
