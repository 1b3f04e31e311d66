import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import type { Attempts } from '../../src/domain/leads/lead.ts';
import { button } from '../actions.ts';
import { formatWhen } from '../format.ts';
import type { CardButton } from '../model.ts';

/** `已拨打 2 次，最近 11:50 未接通`; `已上门 1 次，最近 11月24日(周二) 15:00 没见到人`. */
export function describeAttempts({ calls, visits, lastAt }: Attempts, now: Date, timeZone: string): string {
  const tried = [calls && `拨打 ${calls} 次`, visits && `上门 ${visits} 次`].filter(Boolean).join('、');
  const outcome = visits ? (calls ? '没联系上' : '没见到人') : '未接通';
  return `已${tried}，最近 ${shortWhen(lastAt, now, timeZone)} ${outcome}`;
}

/** When to try again, in one tap: in an hour, or the next morning at nine. */
export function nextTries(leadId: string, now: Date, timeZone: string): CardButton[] {
  const hour = new TZDate(now, timeZone).getHours();
  const later = button('1 小时后再打', 'retry', leadId, { id: 'retry-hour', rest: '1小时后' });
  const morning = button('明天 9:00 再打', 'retry', leadId, { id: 'retry-morning', rest: '明天9点' });
  return hour < LATE ? [later, morning] : [morning];
}

/** From six on an hour later is nobody's hour to be called. */
const LATE = 18;

function shortWhen(at: Date, now: Date, timeZone: string): string {
  const local = new TZDate(at, timeZone);
  const isToday = format(local, 'yyyyMMdd') === format(new TZDate(now, timeZone), 'yyyyMMdd');
  return isToday ? format(local, 'HH:mm') : formatWhen(at, now, timeZone);
}
