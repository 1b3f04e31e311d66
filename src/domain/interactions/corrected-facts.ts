import type { ParsedNote, Span } from '../note/types.ts';
import { openDoubts } from './doubts.ts';
import type { Interaction } from './interaction.ts';
import type { NoteFacts } from './interaction-effects.ts';

type Named = { id: string; label: string };

/** What a correction takes away, or says only in passing. */
export interface Without {
  /** Ids of actions and objections that it says did not happen or do not hold. */
  denied: readonly string[];
  /** Ids of objections in its words about a rival's price: they replace nothing. 58万是GE的价 leaves 嫌贵. */
  aside: readonly string[];
  /** Whether the sum of the record is still a price of ours, if no other is named. */
  isOurSum: boolean;
}

/** What the words of a correction, parsed, take away from a record. */
export function takenAwayBy(
  { actions, objections, otherAmounts, clauses }: ParsedNote,
  record: Pick<Interaction, 'amountFen'>,
  isQuotation: (id: string) => boolean,
): Without {
  const denied = [...actions, ...objections].filter(({ negated }) => negated).map(({ id }) => id);
  const rivals = otherAmounts.filter((sum) => sum.rivals);
  const besideRivals = clauses.filter(({ span }) => rivals.some((sum) => overlap(span, sum.span)));
  const aside = objections
    .filter(({ span, negated }) => !negated && besideRivals.some((clause) => overlap(clause.span, span)))
    .map(({ id }) => id);
  const isOurSum = !denied.some(isQuotation) && !rivals.some(({ minFen }) => minFen === record.amountFen);
  return { denied, aside, isOurSum };
}

function overlap(a: Span, b: Span): boolean {
  return a[0] < b[1] && b[0] < a[1];
}

/**
 * A record put right (C1): each kind of thing the new words speak of (actions, sum, objections, …) replaces what stood
 * there, what they deny is gone, and the rest stands.
 * @param facts what the new words say by themselves
 * @param without what the new words say did not happen, does not hold or is not ours
 * @param isClosing whether an action ends the deal: that was tapped, and only taking it back undoes it
 */
export function correctedFacts(
  record: Interaction,
  facts: NoteFacts,
  { denied, aside, isOurSum }: Without,
  now: Date,
  isClosing: (id: string) => boolean,
): NoteFacts {
  const kept = (said: Named[], before: Named[]) =>
    said.length ? said : before.filter(({ id }) => !denied.includes(id));
  const spoken = facts.objections.filter(({ id }) => !aside.includes(id));
  const mentioned = facts.objections.filter(({ id }) => aside.includes(id));
  const closed = record.actions.filter(({ id }) => isClosing(id));
  const actions = kept(facts.actions, record.actions).filter(({ id }) => !isClosing(id));
  const sum = facts.amountFen === undefined && isOurSum ? record : facts;
  // A correction of the date or a field alone says nothing of whether the customer was reached.
  const stillSays =
    kept([], record.actions).length > 0 ||
    kept([], record.objections).length > 0 ||
    (record.amountFen !== undefined && isOurSum);
  const promised = facts.nextAt || !record.nextAt || record.nextAt <= now ? facts : record;
  const said = {
    actions: [...actions, ...closed],
    objections: withAside(kept(spoken, record.objections), mentioned),
  };
  return {
    ...facts,
    ...said,
    doubtful: openDoubts(facts.doubtful, said),
    text: saysLess(facts, record) ? `${record.text}；更正：${facts.text}` : facts.text,
    contact: facts.contact ?? record.contact,
    reached: facts.reached === 'no' && stillSays ? record.reached : facts.reached,
    facts: facts.facts ?? record.facts,
    visit: facts.visit ?? record.visit,
    scenes: facts.scenes.length ? facts.scenes : record.scenes,
    amountFen: sum.amountFen,
    amountMaxFen: sum.amountMaxFen,
    nextAt: promised.nextAt,
    nextPrecision: promised.nextPrecision,
  };
}

function withAside(objections: readonly Named[], aside: readonly Named[]): Named[] {
  return [...objections, ...aside.filter(({ id }) => objections.every((known) => known.id !== id))];
}

/** Whether a correction leaves anything unsaid that the record had, so that its words must not be lost. */
function saysLess(facts: NoteFacts, record: Interaction): boolean {
  return (
    (record.actions.length > 0 && facts.actions.length === 0) ||
    (record.objections.length > 0 && facts.objections.length === 0) ||
    (record.amountFen !== undefined && facts.amountFen === undefined)
  );
}

/**
 * A record with more words added to it: what it says stands, what the words as a whole say comes to it. What its own
 * words had said and its author took out does not come back.
 * @param whole what all the words say together
 * @param own what the record's words said by themselves
 */
export function completedFacts(record: Interaction, whole: NoteFacts, own: NoteFacts): NoteFacts {
  const more = (list: 'actions' | 'objections') => {
    const known = [...record[list], ...own[list]].map(({ id }) => id);
    return [...record[list], ...whole[list].filter(({ id }) => !known.includes(id))];
  };
  const said = { actions: more('actions'), objections: more('objections') };
  // A date that was added takes the place of one that said nothing.
  const stale = whole.nextAt ? (own.unread ?? []).map(({ text }) => text) : [];
  const unread = whole.unread?.filter(({ text }) => !stale.includes(text));
  return {
    ...whole,
    ...said,
    doubtful: openDoubts(whole.doubtful, said),
    unread: unread?.length ? unread : undefined,
  };
}
