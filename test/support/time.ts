import { TZDate } from '@date-fns/tz';
import { describeDuration, parseDuration } from '../../src/domain/calendar/duration.ts';

const ZONE = 'Asia/Shanghai';

/**
 * No clock stands on a whole second but one time in a thousand. Every test's clock runs on these milliseconds, so that
 * whatever cuts them off somewhere on its way is seen.
 */
const ODD_MS = 437;

/** A clock's reading in Shanghai: some moment of the minute `2026-11-23 10:30`. */
export function local(text: string): Date {
  return new Date(+sharp(text) + ODD_MS);
}

/** The beginning of the minute `2026-11-23 10:30` in Shanghai: what people and calendars name. */
export function sharp(text: string): Date {
  const at = new Date(`${text.replace(' ', 'T')}+08:00`);
  if (Number.isNaN(at.getTime())) throw new Error(`not a time: ${text}`);
  return at;
}

/** `2h`, `1h59m`, `3d` in ms. */
export function lengthOf(text: string): number {
  const duration = parseDuration(text);
  if (duration.kind === 'time') return duration.ms;
  if (duration.kind === 'days') return duration.days * 86_400_000;
  throw new Error(`a clock is not moved by ${describeDuration(duration)}`);
}

/** `2026-11-23 10:30` of a moment, in Shanghai. */
export function shown(at: Date | string): string {
  const there = new TZDate(new Date(at), ZONE);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${there.getFullYear()}-${two(there.getMonth() + 1)}-${two(there.getDate())}`;
  return `${day} ${two(there.getHours())}:${two(there.getMinutes())}`;
}
