import type { Interaction } from './interaction.ts';
import type { NoteFacts } from './interaction-effects.ts';

type Named = { id: string; label: string };

/**
 * A record put right (C1): each kind of thing the new words speak of (actions, sum, objections, …) replaces what stood
 * there, what they deny is gone, and the rest stands.
 * @param facts what the new words say by themselves
 * @param denied ids of actions and objections that the new words say did not happen or do not hold
 */
export function correctedFacts(
  record: Interaction,
  facts: NoteFacts,
  denied: readonly string[],
  now: Date,
): NoteFacts {
  const kept = (said: Named[], before: Named[]) =>
    said.length ? said : before.filter(({ id }) => !denied.includes(id));
  const sum = facts.amountFen === undefined ? record : facts;
  const promised = facts.nextAt || !record.nextAt || record.nextAt <= now ? facts : record;
  return {
    ...facts,
    text: saysLess(facts, record) ? `${record.text}；更正：${facts.text}` : facts.text,
    contact: facts.contact ?? record.contact,
    actions: kept(facts.actions, record.actions),
    objections: kept(facts.objections, record.objections),
    scenes: facts.scenes.length ? facts.scenes : record.scenes,
    amountFen: sum.amountFen,
    amountMaxFen: sum.amountMaxFen,
    nextAt: promised.nextAt,
    nextPrecision: promised.nextPrecision,
  };
}

/** Whether a correction leaves anything unsaid that the record had, so that its words must not be lost. */
function saysLess(facts: NoteFacts, record: Interaction): boolean {
  return (
    (record.actions.length > 0 && facts.actions.length === 0) ||
    (record.objections.length > 0 && facts.objections.length === 0) ||
    (record.amountFen !== undefined && facts.amountFen === undefined)
  );
}
