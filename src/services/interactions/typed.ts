import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';

/** `08:30`. */
export function workdayStart(version: PlaybookVersion): string {
  return version.playbook.calendar.hours[0]?.slice(0, 5) ?? '09:00';
}
