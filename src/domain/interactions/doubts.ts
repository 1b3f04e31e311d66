/** What a record may say besides what was recorded: offered as taps, added by one, and taken out again. */
import { MAX_DOUBTFUL } from '../note/decide.ts';
import type { ParsedNote } from '../note/types.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Doubted } from './interaction.ts';
import type { NoteFacts } from './interaction-effects.ts';

type Words = Pick<Playbook, 'actions' | 'objections'>;

/** What of a parsed note is asked, at most `MAX_DOUBTFUL`: how the deal ended before anything else. */
export function doubtsOf({ outcome, doubtful }: ParsedNote, { actions }: Words): Doubted[] {
  const closing = outcome && actions.find((action) => action.closes === outcome.kind);
  return [
    ...(closing ? [{ of: 'action' as const, id: closing.id, label: closing.label }] : []),
    ...doubtful.map(({ of, id, label }) => ({ of, id, label })),
  ].slice(0, MAX_DOUBTFUL);
}

/** Doubts that are not settled by what is recorded; undefined when none is left, as it is stored. */
export function openDoubts(
  doubts: readonly Doubted[] | undefined,
  { actions, objections }: Pick<NoteFacts, 'actions' | 'objections'>,
): Doubted[] | undefined {
  const open = (doubts ?? []).filter(
    ({ of, id }) => !(of === 'action' ? actions : objections).some((known) => known.id === id),
  );
  return open.length ? open : undefined;
}

/**
 * The record with what its author tapped. A deed or an objection is a contact, an attempt in vain is one unless the
 * customer was reached otherwise.
 * @param facts what the text says when it is taken for a contact, so that a sum or a scene is not lost
 */
export function withAdded(facts: NoteFacts, added: Doubted, { actions }: Words): NoteFacts {
  const { of, id, label } = added;
  const closing = (id: string) => actions.some((action) => action.id === id && action.closes);
  // A deal ends one way.
  const before = closing(id) ? facts.actions.filter((known) => !closing(known.id)) : facts.actions;
  const put = (list: NoteFacts['actions']) =>
    list.some((known) => known.id === id) ? list : [...list, { id, label }];
  const inVain = of === 'action' && actions.some((action) => action.id === id && !action.touch);
  const after = {
    ...facts,
    actions: of === 'action' ? put(before) : facts.actions,
    objections: of === 'objection' ? put(facts.objections) : facts.objections,
    reached: inVain && facts.reached !== 'yes' ? ('attempt' as const) : ('yes' as const),
    outcomeAsked: undefined,
  };
  return { ...after, doubtful: openDoubts(facts.doubtful, after) };
}

/**
 * The record without what its author says was never so; it is offered again, for a slip of the finger. Nothing that
 * counts left, the record is no contact any more.
 */
export function withoutOne(facts: NoteFacts, removed: Doubted, { actions }: Words): NoteFacts {
  const isOther = ({ id }: { id: string }) => id !== removed.id;
  const left = {
    actions: removed.of === 'action' ? facts.actions.filter(isOther) : facts.actions,
    objections: removed.of === 'objection' ? facts.objections.filter(isOther) : facts.objections,
  };
  const says = left.actions.length + left.objections.length > 0 || facts.amountFen !== undefined;
  const inVain = left.actions.every(({ id }) => actions.some((action) => action.id === id && !action.touch));
  const onlyTried = inVain && !left.objections.length && facts.amountFen === undefined;
  const reached = !says ? 'no' : onlyTried ? 'attempt' : facts.reached;
  return {
    ...facts,
    ...left,
    reached,
    doubtful: [removed, ...(facts.doubtful ?? [])].slice(0, MAX_DOUBTFUL),
  };
}

/** The deed or objection of a record that goes by this label. */
export function saidAs(label: string, { actions, objections }: Pick<NoteFacts, 'actions' | 'objections'>) {
  const of = (kind: Doubted['of'], list: NoteFacts['actions']): Doubted[] =>
    list.filter((said) => said.label === label).map(({ id }) => ({ of: kind, id, label }));
  return [...of('action', actions), ...of('objection', objections)][0];
}
