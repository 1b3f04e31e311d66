import { dueRuleProblem } from '../../domain/calendar/due.ts';
import { type Duration, DurationError, parseDuration } from '../../domain/calendar/duration.ts';
import type { Path } from '../problems.ts';
import type { Report } from './findings.ts';

const DAY_MS = 86_400_000;

/** The duration; when it cannot be read or cannot be counted in `time`, an error in the report. */
export function checkDuration(
  text: string,
  path: Path,
  time: 'wall' | 'working',
  report: Report,
): Duration | undefined {
  const duration = tryDuration(text);
  if (!duration) {
    report.error(path, `看不懂时长“${text}”`, '请写成 30m、2h、3d、5 workdays 或 PT2H');
    return undefined;
  }
  const problem = dueRuleProblem({ after: duration, time: duration.kind === 'workdays' ? 'workdays' : time });
  if (problem !== undefined) report.error(path, problem);
  return duration;
}

export function tryDuration(text: string): Duration | undefined {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof DurationError) return undefined;
    throw error;
  }
}

/** Whether `b` comes no later than `a`. Working days and hours of the clock cannot be compared: false. */
export function isNotLater(b: Duration, a: Duration): boolean {
  return (a.kind === 'workdays') === (b.kind === 'workdays') && length(b) <= length(a);
}

export function length(duration: Duration): number {
  return duration.kind === 'time' ? duration.ms : duration.days * DAY_MS;
}
