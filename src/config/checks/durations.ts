import type { Path } from '../problems.ts';
import type { Report } from './report.ts';

export interface CheckedDuration {
  kind: 'time' | 'days' | 'workdays';
  /** Minutes, or days for the two others. */
  amount: number;
}

const MINUTES: Record<string, number> = { s: 1 / 60, m: 1, h: 60 };
const SIMPLE = /^(\d+(?:\.\d+)?)\s*(s|m|h|d)$/;
const WORKDAYS = /^(\d+)\s*workdays?$/;
const ISO = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?)?$/;

/** `2h`, `30m`, `3d`, `5 workdays`, `PT2H`; undefined when it is none of these. */
export function readDuration(text: string): CheckedDuration | undefined {
  const workdays = WORKDAYS.exec(text);
  if (workdays) return { kind: 'workdays', amount: Number(workdays[1]) };
  const [, count, unit = ''] = SIMPLE.exec(text) ?? [];
  if (unit === 'd') return { kind: 'days', amount: Number(count) };
  if (count !== undefined) return { kind: 'time', amount: Number(count) * (MINUTES[unit] ?? 0) };
  const iso = ISO.exec(text);
  if (!iso) return undefined;
  const [days = 0, hours = 0, minutes = 0] = iso.slice(1).map((digits) => Number(digits ?? 0));
  return { kind: 'time', amount: (days * 24 + hours) * 60 + minutes };
}

/** The duration, or an error in the report. Working time is counted in hours, not in days. */
export function checkDuration(
  text: string,
  path: Path,
  time: 'wall' | 'working',
  report: Report,
): CheckedDuration | undefined {
  const duration = readDuration(text);
  if (!duration) {
    report.error(path, `看不懂时长“${text}”`, '请写成 30m、2h、72h、5 workdays 或 PT2H');
  } else if (duration.kind === 'days' && time === 'working') {
    report.error(path, `按工作时间计时，不能写“${text}”`, '请写成小时（16h），或 2 workdays');
  }
  return duration;
}

/** How much later `b` is than `a`; undefined when they are counted differently. */
export function gap(a: CheckedDuration, b: CheckedDuration): number | undefined {
  const unit = { time: 1, days: 1440, workdays: 1440 };
  const comparable = (a.kind === 'workdays') === (b.kind === 'workdays');
  return comparable ? b.amount * unit[b.kind] - a.amount * unit[a.kind] : undefined;
}
