/** Durations as people write them in a playbook: `2h`, `30m`, `5 workdays`, `72h`, `PT2H`, `2小时`, `5个工作日`. */

export type Duration =
  /** Elapsed time in ms. */
  | { kind: 'time'; ms: number }
  /** Whole calendar days or weeks, or working days if the rule counts those. */
  | { kind: 'days'; days: number }
  | { kind: 'workdays'; days: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MAX_DAYS = 3660;

const UNITS = new Map<string, number>([
  ...unit(['s', 'sec', 'secs', 'second', 'seconds', '秒', '秒钟'], 1000),
  ...unit(['m', 'min', 'mins', 'minute', 'minutes', '分', '分钟'], MINUTE),
  ...unit(['h', 'hr', 'hrs', 'hour', 'hours', '时', '小时', '个小时'], HOUR),
  ...unit(['d', 'day', 'days', '天', '日'], DAY),
  ...unit(['w', 'week', 'weeks', '周', '个星期', '星期'], 7 * DAY),
]);

const WORKDAYS = /^(\d{1,5})\s*(?:workdays?|working\s*days?|business\s*days?|wd|个?工作日)$/;
const ISO = /^p(?=.)(?:(\d+)w)?(?:(\d+)d)?(?:t(?=.)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?$/;
const PART = /(\d+(?:\.\d+)?)\s*([a-z]+|[\u4e00-\u9fa5]+)\s*/y;

/** A duration that could not be read. `message` holds Chinese and English. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

/**
 * Reads a duration. Zero is allowed (due at once), negative is not, nor is more than ten years. Months and years
 * have no fixed length and are refused. Throws `DurationError`.
 */
export function parseDuration(text: string): Duration {
  const normal = text.normalize('NFKC').trim().toLowerCase();
  const workdays = WORKDAYS.exec(normal);
  const duration: Duration | undefined = workdays
    ? { kind: 'workdays', days: Number(workdays[1]) }
    : fromMs(isoMs(normal) ?? partsMs(normal), /[dw天日周]|星期/.test(normal));
  if (!duration) {
    throw new DurationError(
      `看不懂时长“${shown(text)}”，请写成 30m、2h、3d、5 workdays 或 PT2H / ` +
        `cannot read the duration "${shown(text)}"; write 30m, 2h, 3d, 5 workdays or PT2H`,
    );
  }
  if ((duration.kind === 'time' ? duration.ms / DAY : duration.days) > MAX_DAYS) {
    throw new DurationError(
      `时长“${shown(text)}”超过十年 / the duration "${shown(text)}" is longer than ten years`,
    );
  }
  return duration;
}

/** For people: `2小时30分钟`, `3天`, `5个工作日`. */
export function describeDuration(duration: Duration): string {
  if (duration.kind === 'workdays') return `${duration.days}个工作日`;
  if (duration.kind === 'days') return `${duration.days}天`;
  const parts: [number, string][] = [
    [Math.floor(duration.ms / HOUR), '小时'],
    [Math.floor((duration.ms % HOUR) / MINUTE), '分钟'],
    [Math.floor((duration.ms % MINUTE) / 1000), '秒'],
  ];
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${count}${word}`);
  return words.length > 0 ? words.join('') : '立即';
}

function unit(names: string[], ms: number): [string, number][] {
  return names.map((name) => [name, ms]);
}

function fromMs(ms: number | undefined, writtenInDays: boolean): Duration | undefined {
  if (ms === undefined) return undefined;
  return writtenInDays && ms % DAY === 0
    ? { kind: 'days', days: ms / DAY }
    : { kind: 'time', ms: Math.round(ms) };
}

function isoMs(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  return (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * 1000;
}

function partsMs(text: string): number | undefined {
  let ms = 0;
  let from = 0;
  while (from < text.length || from === 0) {
    PART.lastIndex = from;
    const match = PART.exec(text);
    const size = UNITS.get(match?.[2] ?? '');
    if (!match || size === undefined) return undefined;
    ms += Number(match[1]) * size;
    from = PART.lastIndex;
  }
  return ms;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
