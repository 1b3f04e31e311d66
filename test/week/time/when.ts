import type { Random } from '../../support/random.ts';
import { at, DAY_MS, type Day, dayOf, HOUR_MS, keyOf, shiftKey, timeOf, weekdayOf } from './calendar.ts';

/** A time a rep promises a customer, as it is typed and as it is meant. */
export interface Promised {
  text: string;
  due: number;
  /** Only the day was said: any moment of its morning will do. */
  dayOnly: boolean;
}

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];
const HOURS = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

/** Some time the rep can keep: later today, or on one of the next working days. */
export function promise(random: Random, now: number): Promised {
  if (timeOf(now) < '14:30' && random.chance(0.35)) return laterToday(random, now);
  const today = keyOf(now);
  const days = [1, 2, 3, 4, 5].map((n) => dayOf(shiftKey(today, n))).filter((day) => day.work);
  // Mostly tomorrow: that is how people speak.
  const day = random.chance(0.6) ? days[0] : random.pick(days.slice(0, 3));
  return onDay(random, today, day ?? dayOf(shiftKey(today, 1)));
}

function laterToday(random: Random, now: number): Promised {
  const first = Math.max(13, Number(timeOf(now).slice(0, 2)) + 2);
  const hour = Math.min(17, first + random.int(3));
  const half = hour < 17 && random.chance(0.4);
  const due = at(keyOf(now), `${hour}:${half ? '30' : '00'}`);
  const spoken = HOURS[hour - 12] ?? '';
  const forms = [
    `下午${hour - 12}点${half ? '半' : ''}`,
    `下午${spoken}点${half ? '半' : ''}`,
    `今天${hour}:${half ? '30' : '00'}`,
  ];
  return { text: random.pick(forms), due, dayOnly: false };
}

function onDay(random: Random, today: string, day: Day): Promised {
  const name = random.pick(namesOf(today, day.key));
  if (random.chance(0.15)) return { text: name, due: at(day.key, '08:30'), dayOnly: true };
  const [text, time] = random.pick([
    ['上午9点', '09:00'],
    ['上午9点半', '09:30'],
    ['早上8点半', '08:30'],
    ['上午10点', '10:00'],
    ['上午十点', '10:00'],
    ['上午11点', '11:00'],
    ['下午2点', '14:00'],
    ['下午三点半', '15:30'],
    ['下午4点', '16:00'],
    ['14:45', '14:45'],
  ] as const);
  return { text: `${name}${text}`, due: at(day.key, time), dayOnly: false };
}

/** Every way to name a day that is not today. */
function namesOf(today: string, key: string): string[] {
  const ahead = Math.round((at(key, '12:00') - at(today, '12:00')) / DAY_MS);
  const [, month = '', date = ''] = key.split('-').map((part) => String(Number(part)));
  const names = [`${month}月${date}号`, `${month}月${date}日`];
  if (ahead === 1) names.push('明天', '明天', '明天');
  if (ahead === 2) names.push('后天', '后天');
  const mondayBased = (day: string) => (weekdayOf(day) + 6) % 7;
  const sameWeek = ahead <= 6 - mondayBased(today);
  const weekday = WEEKDAYS[weekdayOf(key)] ?? '';
  // A bare 周六 next to a make-up Saturday is clear; 下周 is said of the next week only.
  if (sameWeek) names.push(`周${weekday}`, `这周${weekday}`);
  else names.push(`下周${weekday}`);
  return names;
}

/** Until when a promise counts as kept by the reminder that came. */
export function deliveredBy({ due, dayOnly }: Promised, withinMs: number): [from: number, to: number] {
  return dayOnly ? [due - 2 * HOUR_MS, due + 2 * HOUR_MS] : [due - 1_000, due + withinMs];
}

/** Whether a clock stands where the promise meant it to. */
export function agrees({ due, dayOnly }: Promised, moment: number): boolean {
  return dayOnly ? keyOf(moment) === keyOf(due) : Math.abs(moment - due) < 60_000;
}
