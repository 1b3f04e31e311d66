/** Spans within a day such as `09:00-12:00`, in minutes since midnight. */

export interface DaySpan {
  /** Inclusive, 0 … 1439. */
  from: number;
  /** Exclusive, 1 … 1440. Smaller than `from` only in a span over midnight. */
  to: number;
}

const SPAN = /^(\d{1,2}):(\d{2})\s*[-~–—]\s*(\d{1,2}):(\d{2})$/;
const TIME = /^(\d{1,2}):(\d{2})$/;

/** Reads `HH:mm`, `24:00` included; undefined when it is no time of day. */
export function parseTimeOfDay(text: string): number | undefined {
  const match = TIME.exec(text.normalize('NFKC').trim());
  return match ? minutes(match[1], match[2]) : undefined;
}

/** Reads `HH:mm-HH:mm`; undefined when it is none or is empty. A span over midnight comes back with `to < from`. */
export function parseDaySpan(text: string): DaySpan | undefined {
  const match = SPAN.exec(text.normalize('NFKC').trim());
  if (!match) return undefined;
  const from = minutes(match[1], match[2]);
  const to = minutes(match[3], match[4]);
  if (from === undefined || to === undefined || from === to || from === 1440 || to === 0) return undefined;
  return { from, to };
}

function minutes(hour: string | undefined, minute: string | undefined): number | undefined {
  const total = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && total <= 1440 ? total : undefined;
}
