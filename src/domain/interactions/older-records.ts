import type { Lead } from '../leads/lead.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Interaction } from './interaction.ts';
import type { Reached } from './reached.ts';

/** 已联系 was an explicit button before it asked what came of it. */
const SAID_SO = /^已(?:联系|触达)/;

/**
 * What a record from before contact was defined counts as, by what was understood of it then: something done, an
 * objection or a sum is a contact, an attempt is one; words alone, and whatever somebody else than the owner wrote, are
 * not.
 */
export function reachedOfOlder(
  record: Omit<Interaction, 'reached'>,
  lead: Pick<Lead, 'assignments'> | null,
  playbook: Pick<Playbook, 'actions'>,
): Reached {
  const { actions, objections, amountFen, text, at, by } = record;
  const owner = lead?.assignments.filter((assignment) => assignment.at <= at).at(-1)?.ownerId;
  if (owner && owner !== by) return 'no';
  const rules = playbook.actions.filter((rule) => actions.some(({ id }) => id === rule.id));
  const did = actions.length > rules.length || rules.some((rule) => rule.touch);
  if (did || objections.length || amountFen !== undefined) return 'yes';
  if (rules.length) return 'attempt';
  return SAID_SO.test(text) ? 'yes' : 'no';
}

/** Of a record known by its actions alone: an attempt when they say nothing else. */
export function reachedByActions(ids: readonly string[], { actions }: Pick<Playbook, 'actions'>): Reached {
  const inVain = actions.filter((action) => !action.touch && ids.includes(action.id));
  return inVain.length && inVain.length === ids.length ? 'attempt' : 'yes';
}
