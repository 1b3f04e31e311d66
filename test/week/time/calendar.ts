/**
 * The referee's own calendar: the days it plays, as the State Council announced them, and working time. Everything
 * is Shanghai's time, which has had no summer time since 1991.
 */
export interface Day {
  /** `2026-05-06` */
  key: string;
  work: boolean;
  /** Why it is not what its weekday says. */
  why?: string;
}

const OFFSET_MS = 8 * 3_600_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** 2026: 劳动节 5月1日至5日放假，5月9日（周六）上班. */
const ANNOUNCED: Record<string, { work: boolean; why: string }> = {
  '2026-05-01': { work: false, why: '劳动节' },
  '2026-05-02': { work: false, why: '劳动节' },
  '2026-05-03': { work: false, why: '劳动节' },
  '2026-05-04': { work: false, why: '劳动节' },
  '2026-05-05': { work: false, why: '劳动节' },
  '2026-05-09': { work: true, why: '劳动节调休上班' },
};

/**
 * Five days hold the last day of the holiday and the Saturday worked for it; one day is the first day back at work.
 * @param notBefore where the clock of an instance stands that runs already: from the next day on then, if it is past
 */
export function daysToPlay(count: number, notBefore?: number): Day[] {
  const planned = count >= 5 ? '2026-05-05' : '2026-05-06';
  const isPast = notBefore !== undefined && notBefore > at(planned, '08:12');
  const first = isPast ? shiftKey(keyOf(notBefore), 1) : planned;
  return Array.from({ length: count }, (_, i) => dayOf(shiftKey(first, i)));
}

export function dayOf(key: string): Day {
  const said = ANNOUNCED[key];
  const weekday = weekdayOf(key);
  return { key, work: weekday >= 1 && weekday <= 5, ...said };
}

/** 0 is Sunday. */
export function weekdayOf(key: string): number {
  return new Date(`${key}T00:00:00Z`).getUTCDay();
}

export function keyOf(at: number): string {
  return new Date(at + OFFSET_MS).toISOString().slice(0, 10);
}

/** `2026-05-06` and `08:30` as ms. */
export function at(key: string, time: string): number {
  return Date.parse(`${key}T${time}:00.000+08:00`);
}

export function shiftKey(key: string, days: number): string {
  return keyOf(at(key, '12:00') + days * DAY_MS);
}

/** `14:05` */
export function timeOf(moment: number): string {
  return new Date(moment + OFFSET_MS).toISOString().slice(11, 16);
}

export type Span = readonly [from: string, to: string];

/** Whether a moment lies in one of the spans of its day; `22:00-07:30` goes over midnight. */
export function within(moment: number, spans: readonly Span[]): boolean {
  const time = timeOf(moment);
  return spans.some(([from, to]) => (from < to ? time >= from && time < to : time >= from || time < to));
}

export function isWorking(moment: number, hours: readonly Span[]): boolean {
  return dayOf(keyOf(moment)).work && within(moment, hours);
}

/** The moment itself when somebody works then, else the next beginning of work. */
export function nextWorking(moment: number, hours: readonly Span[]): number {
  if (isWorking(moment, hours)) return moment;
  for (let key = keyOf(moment), i = 0; i < 30; i++, key = shiftKey(key, 1)) {
    if (!dayOf(key).work) continue;
    const starts = hours.map(([from]) => at(key, from)).filter((start) => start > moment);
    if (starts.length) return Math.min(...starts);
  }
  throw new RangeError('nobody works within a month');
}

/** A moment so much working time later. */
export function addWorking(from: number, ms: number, hours: readonly Span[]): number {
  let moment = nextWorking(from, hours);
  let left = ms;
  for (;;) {
    const key = keyOf(moment);
    const [, to = '24:00'] = hours.find((span) => within(moment, [span])) ?? [];
    const room = at(key, to) - moment;
    if (left <= room) return moment + left;
    left -= room;
    moment = nextWorking(at(key, to), hours);
  }
}

/** The end of quiet hours that hold at a moment, or the moment itself. */
export function afterQuiet(moment: number, quiet: readonly Span[]): number {
  const span = quiet.find((one) => within(moment, [one]));
  if (!span) return moment;
  const end = at(keyOf(moment), span[1]);
  return end > moment ? end : end + DAY_MS;
}
