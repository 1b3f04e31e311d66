import { TZDate } from '@date-fns/tz';
import { addDays, addMonths, startOfDay, startOfMonth } from 'date-fns';
import { digest } from '../core/ids.ts';

const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 15 * 60_000;

/** The platforms' days and months are China's. */
export function periodOf(per: 'day' | 'month', now: Date): { begins: Date; ends: Date } {
  const local = new TZDate(now, 'Asia/Shanghai');
  const [begins, ends] =
    per === 'day'
      ? [startOfDay(local), addDays(startOfDay(local), 1)]
      : [startOfMonth(local), addMonths(startOfMonth(local), 1)];
  return { begins: new Date(begins.getTime()), ends: new Date(ends.getTime()) };
}

/** What will have been used at the end of the month, at the pace so far. */
export function forecast(used: number, now: Date): number {
  const { begins, ends } = periodOf('month', now);
  const share = (now.getTime() - begins.getTime()) / (ends.getTime() - begins.getTime());
  return share > 0 ? Math.round(used / share) : used;
}

/** Doubles up to a quarter of an hour, spread by a share that follows from the key: no herd, and repeatable. */
export function backoffMs(key: string, attempts: number): number {
  const base = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), MAX_RETRY_MS);
  return spread(base, key, attempts) - Math.round(base / 4);
}

/** `ms` and up to half as much again. */
export function spread(ms: number, key: string, attempts: number): number {
  const hex = Buffer.from(digest(key, String(attempts)))
    .toString('hex')
    .slice(0, 4);
  return Math.round(ms * (1 + Number.parseInt(hex, 16) / 0xffff / 2));
}

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
