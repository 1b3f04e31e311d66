import type { ParsedNote } from '../note/types.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { doubtsOf, openDoubts } from './doubts.ts';
import type { NoteFacts } from './interaction-effects.ts';
import { type Reached, reachedIn, saysOfOwnWork } from './reached.ts';

/**
 * What a parsed note says, in the playbook's words. What did not take place, and a date that has passed, is left out;
 * how the deal ended is asked, never recorded.
 * @param reached whether it is a contact, where somebody has said so
 */
export function noteFactsOf(
  text: string,
  parsed: ParsedNote,
  playbook: Playbook,
  now: Date,
  reached: Reached = reachedIn(text, parsed),
): NoteFacts {
  const nextAt = parsed.next && parsed.next.at > now ? parsed.next.at : undefined;
  const unread = unreadOf(text, parsed, now);
  const when = { nextAt, nextPrecision: nextAt && parsed.next?.precision, unread };
  const doubts = doubtsOf(parsed, playbook);
  if (reached !== 'yes') {
    const actions = triedIn(reached, playbook);
    return {
      ...{ text, reached, ...NOTHING, actions, ...when },
      doubtful: openDoubts(doubts, { actions, objections: [] }),
    };
  }
  const said = {
    actions: parsed.actions.filter((action) => !action.negated).map(named),
    objections: parsed.objections.filter((o) => !o.negated).map(named),
  };
  return {
    text,
    reached,
    ...said,
    doubtful: openDoubts(doubts, said),
    scenes: parsed.scenes.map(named),
    amountFen: parsed.amount?.minFen,
    amountMaxFen: parsed.amount?.maxFen,
    ...when,
  };
}

/** What sets no reminder though it is typed as a date; 今天 without a time, once the day has begun, is one. */
function unreadOf(text: string, { next, unread }: ParsedNote, now: Date): NoteFacts['unread'] {
  const today = next && next.at <= now ? [{ span: next.span, why: 'no-time' as const }] : [];
  const all = [...unread, ...today].map(({ span, why }) => ({ text: text.slice(...span).trim(), why }));
  return all.length ? all : undefined;
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

function named({ id, label }: { id: string; label: string }): { id: string; label: string } {
  return { id, label };
}
