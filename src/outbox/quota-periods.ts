import { TZDate } from '@date-fns/tz';
import { addDays, addMonths, startOfDay, startOfMonth } from 'date-fns';

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
