import type { ParsedNote } from '../note/types.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { NoteFacts } from './interaction-effects.ts';
import { type Reached, reachedIn, saysOfOwnWork } from './reached.ts';

/** What a parsed note says, in the playbook's words. What did not take place, and a date that has passed, is left out. */
export function noteFactsOf(text: string, parsed: ParsedNote, playbook: Playbook, now: Date): NoteFacts {
  const reached = reachedIn(text, parsed);
  const nextAt = parsed.next && parsed.next.at > now ? parsed.next.at : undefined;
  const when = { nextAt, nextPrecision: nextAt && parsed.next?.precision };
  if (reached !== 'yes') return { text, reached, ...NOTHING, actions: triedIn(reached, playbook), ...when };
  return {
    text,
    reached,
    actions: actionsOf(parsed, playbook),
    objections: parsed.objections.filter((o) => !o.negated).map(named),
    scenes: parsed.scenes.map(named),
    amountFen: parsed.amount?.minFen,
    amountMaxFen: parsed.amount?.maxFen,
    ...when,
  };
}

/** Whether a line makes a record: a contact, an attempt, or what its author plans or did not do. */
export function makesRecord(text: string, parsed: ParsedNote): boolean {
  return reachedIn(text, parsed) !== 'no' || saysOfOwnWork(text, parsed);
}

const NOTHING = { actions: [], objections: [], scenes: [], amountFen: undefined, amountMaxFen: undefined };

/** An attempt in whatever words is the playbook's action for it. */
function triedIn(reached: Reached, playbook: Playbook): { id: string; label: string }[] {
  const inVain = playbook.actions.find((action) => !action.touch);
  return reached === 'attempt' && inVain ? [named(inVain)] : [];
}

/** What was done; a deal said to be won or lost counts as the playbook's closing action, however it was put. */
function actionsOf(parsed: ParsedNote, playbook: Playbook): { id: string; label: string }[] {
  const done = parsed.actions.filter((action) => !action.negated).map(named);
  const closing = playbook.actions.find((action) => action.closes && action.closes === parsed.outcome?.kind);
  const said = done.some(({ id }) => playbook.actions.some((action) => action.id === id && action.closes));
  return closing && !said ? [...done, named(closing)] : done;
}

function named({ id, label }: { id: string; label: string }): { id: string; label: string } {
  return { id, label };
}
