/** Hours in which nobody is written to without need. */
import type { Calendar } from './calendar.ts';
import { type DaySpan, parseDaySpan } from './time-of-day.ts';

export interface QuietHours {
  /** `21:30-08:00`, over midnight too. */
  hours: readonly string[];
  /** Whether days without work are quiet altogether. Default false. */
  restDays?: boolean;
}

/** Quiet spans follow each other (evening, rest day, next morning); more than this in a row never ends. */
const MAX_SPANS = 1000;

/**
 * When the quiet that holds at `at` ends, adjoining quiet spans taken together; null when it is not quiet.
 * Throws `RangeError` for hours that cannot be read or that leave no time to write at all.
 */
export function quietUntil(calendar: Calendar, at: Date, quietHours: QuietHours): Date | null {
  const spans = quietHours.hours.map((text) => {
    const span = parseDaySpan(text);
    if (!span) throw new RangeError(`no span of quiet hours: ${text}`);
    return span;
  });
  let until = at;
  for (let count = 0; count < MAX_SPANS; count++) {
    const end = endOfQuiet(calendar, until, spans, quietHours.restDays ?? false);
    if (!end) return count === 0 ? null : until;
    until = end;
  }
  throw new RangeError('quiet hours leave no time to write');
}

function endOfQuiet(calendar: Calendar, at: Date, spans: DaySpan[], restDays: boolean): Date | null {
  const today = calendar.dayKey(at);
  const midnight = calendar.at(today, '24:00');
  if (restDays && !calendar.isWorkday(today)) return midnight;
  const ends = spans.flatMap(({ from, to }) => {
    const clock = (minute: number) => calendar.at(today, toText(minute));
    if (from < to) return clock(from) <= at && at < clock(to) ? [clock(to)] : [];
    // Over midnight: today's evening part runs to midnight, from where tomorrow's morning part goes on.
    if (clock(from) <= at) return [midnight];
    return at < clock(to) ? [clock(to)] : [];
  });
  return ends.length > 0 ? new Date(Math.max(...ends.map(Number))) : null;
}

function toText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
