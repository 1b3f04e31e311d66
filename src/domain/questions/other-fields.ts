import { isAskedOfBot } from '../interactions/reached.ts';
import { fieldStatements, withoutStatements } from '../note/field-statements.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { QuestionItem } from './item.ts';

/**
 * Whether a line says nothing but values of fields, of which some are not among the questions: 决策人苏文，竞品迈瑞 while
 * only the 决策人 is asked. It is written as a whole then, and the questions find their answers on the record.
 */
export function statesOtherFields(
  text: string,
  items: readonly QuestionItem[],
  playbook: Playbook,
  now: Date,
): boolean {
  if (isAskedOfBot(text)) return false;
  const stated = fieldStatements(text, playbook, now);
  const isAll = withoutStatements(text, stated).replace(/[\s,，;；。]+/g, '') === '';
  const isAsked = (path: string) => items.some(({ id }) => id === path.replace(/^fields\./, ''));
  return isAll && stated.found.some(({ path }) => !isAsked(path));
}
