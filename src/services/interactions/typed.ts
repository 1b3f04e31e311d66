import { isAskedOfBot } from '../../domain/interactions/reached.ts';
import { type FieldStatements, fieldStatements } from '../../domain/note/field-statements.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';

/** `08:30`. */
export function workdayStart(version: PlaybookVersion): string {
  return version.playbook.calendar.hours[0]?.slice(0, 5) ?? '09:00';
}

/** A question or a command states nothing: 预算是多少. */
export function statedIn(text: string, { playbook }: PlaybookVersion, now: Date): FieldStatements {
  return isAskedOfBot(text) ? { found: [], problems: [] } : fieldStatements(text, playbook, now);
}
