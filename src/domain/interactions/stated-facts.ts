import { type FieldStatements, fieldStatements } from '../note/field-statements.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { isAskedOfBot } from './reached.ts';

/** Values of fields a line states. A question or a command states nothing: 预算是多少. */
export function statedIn(text: string, playbook: Playbook, now: Date): FieldStatements {
  return isAskedOfBot(text) ? { found: [], asides: [], problems: [] } : fieldStatements(text, playbook, now);
}
