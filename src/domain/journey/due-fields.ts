/** Which of the playbook's fields are due to be asked of a lead (C8): few at a time, when the answer can be known. */
import type { Lead } from '../leads/lead.ts';
import { leadPath, valueAt } from '../leads/lead-fields.ts';
import type { Colleague } from '../people/person.ts';
import type { PlaybookField } from '../playbook/fields.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { itemOf, type QuestionItem } from '../questions/item.ts';
import { compiledOnce } from '../rules/condition.ts';

/** Whether a field is asked for by itself and concerns this lead; what does not is no part of its completeness. */
export function concerns({ asks }: Pick<PlaybookField, 'asks'>, lead: Lead): boolean {
  if (!asks) return false;
  return (
    (!asks.if || compiledOnce(asks.if).matches(lead)) &&
    !(asks.unless && compiledOnce(asks.unless).matches(lead))
  );
}

/**
 * What is due and missing, in the playbook's order. Days with a contact count per lead, not per person: after a
 * hand-over nothing is asked again.
 */
export function dueFields(
  lead: Lead,
  person: Pick<Colleague, 'role' | 'level'>,
  playbook: Playbook,
): QuestionItem[] {
  const stageAt = (id: string) => playbook.stages.findIndex((stage) => stage.id === id);
  const days = lead.contactDays ?? (lead.lastContactAt ? 1 : 0);
  return playbook.fields.flatMap((field): QuestionItem[] => {
    const { id, asks, visibleTo, label, words } = field;
    const shape = propertyShape(playbook, id);
    const path = leadPath(id, playbook);
    if (!asks || !shape || !path || !concerns(field, lead)) return [];
    const isDue =
      days >= Number(asks.from.slice('contact '.length)) &&
      (!asks.stage || stageAt(lead.stage) >= stageAt(asks.stage)) &&
      (!asks.levels || (person.level !== undefined && asks.levels.includes(person.level))) &&
      (!visibleTo || visibleTo.includes(person.role));
    return isDue && valueAt(lead, path) === undefined
      ? [itemOf(id, shape, { label, words, why: asks.why })]
      : [];
  });
}
