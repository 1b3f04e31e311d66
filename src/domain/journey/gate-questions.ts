/** What of a gate people can answer, as questions. Orders and approvals are somebody else's to bring. */
import type { Lead } from '../leads/lead.ts';
import type { Colleague } from '../people/person.ts';
import { hidesContacts } from '../people/scope.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { itemOf, type QuestionItem } from '../questions/item.ts';
import { type GateItem, gateTo, missingOf } from './gate.ts';

export interface Gate {
  /** Id of the stage it leads to. */
  to: string;
  /** All it asks for, what is there and what is not. */
  items: GateItem[];
  /** What this person can answer of what is missing, in its order. */
  questions: QuestionItem[];
}

/** The gate a lead stands at on its way to a stage; undefined when no way leads there. */
export function gateFor(
  lead: Lead,
  to: string,
  person: Pick<Colleague, 'role'>,
  playbook: Playbook,
): Gate | undefined {
  const items = gateTo(to, lead, playbook);
  if (!items) return undefined;
  const questions = missingOf(items).flatMap((item) => questionOf(item, person, playbook) ?? []);
  return { to, items, questions };
}

const DONE = {
  value: '已办',
  words: ['是', '是的', '办了', '办好了', '好了', '做了', '完成', '已完成', '完成了', '有', '看过了', '已看'],
};

function questionOf(
  { item, kind, name, label, prompt, why }: GateItem,
  { role }: Pick<Colleague, 'role'>,
  playbook: Playbook,
): QuestionItem | undefined {
  if (kind === 'document') return { id: item, label, words: [], kind: 'file', options: [], prompt, why };
  if (kind === 'tick')
    return { id: item, label, words: [], kind: 'choice', options: [DONE], done: true, prompt, why };
  const shape = kind === 'field' ? propertyShape(playbook, name) : undefined;
  const field = playbook.fields.find(({ id }) => id === name);
  const isHidden = field?.visibleTo ? !field.visibleTo.includes(role) : hidesContacts(role);
  if (!shape || isHidden) return undefined;
  return itemOf(item, shape, { label, words: field?.words ?? [], prompt, why });
}
