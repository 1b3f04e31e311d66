import { calendarOf } from '../clocks/clock-rules.ts';
import { journeyOf, type StageMove } from '../journey/journey.ts';
import { endStage } from '../journey/stages.ts';
import { type Attempts, isOpen, type Lead } from '../leads/lead.ts';
import type { Playbook, PlaybookVersion } from '../playbook/playbook.ts';
import type { Interaction } from './interaction.ts';
import { wentThere } from './reached.ts';

/** What the records say about the lead as a whole. What an earlier owner did is history, not status. */
export function standing(
  lead: Lead,
  counting: readonly Interaction[],
  { playbook }: Pick<PlaybookVersion, 'playbook'>,
): Partial<Lead> {
  const own = counting.filter((done) => !lead.assignedAt || done.at >= lead.assignedAt);
  const last = journeyOf(lead).moves.at(-1);
  // What it ended by, or was opened again by, counts more than records from before.
  const ended = last && (last.kind === 'won' || last.kind === 'lost') ? last : undefined;
  const since = last?.kind === 'reopened' ? last.at : undefined;
  // Before leads ended by a move a record closed them, and what was closed so stays closed until it is taken back.
  const endOf = isOpen(lead) ? closingOf : saidToEnd;
  const closing = own.find((done) => endOf(done, playbook) && !(since && done.at <= since));
  const contacts = counting.filter((done) => done.reached === 'yes');
  const touched = own.some((done) => done.reached === 'yes');
  const open = touched ? 'touched' : lead.acceptedAt ? 'accepted' : lead.ownerId ? 'assigned' : 'new';
  return {
    status: statusOf(ended) ?? (closing && endOf(closing, playbook)) ?? open,
    closedAt: ended?.at ?? closing?.at,
    interactions: counting.length,
    lastInteractionAt: counting[0]?.at,
    firstTouchedAt: contacts.at(-1)?.at,
    lastContactAt: contacts[0]?.at,
    contactDays: new Set(contacts.map(({ at }) => calendarOf(playbook).dayKey(at))).size || undefined,
    attempts: [...own].reverse().reduce<Attempts | undefined>(attemptsAfter, undefined),
  };
}

function statusOf(ended: StageMove | undefined): 'won' | 'lost' | undefined {
  return ended?.kind === 'won' || ended?.kind === 'lost' ? ended.kind : undefined;
}

/** Attempts in vain add up until the customer is reached. */
export function attemptsAfter(
  before: Attempts | undefined,
  { reached, at, text }: Pick<Interaction, 'reached' | 'at' | 'text'>,
): Attempts | undefined {
  if (reached === 'yes') return undefined;
  if (reached !== 'attempt') return before;
  const { calls, visits } = before ?? { calls: 0, visits: 0 };
  return wentThere(text)
    ? { calls, visits: visits + 1, lastAt: at }
    : { calls: calls + 1, visits, lastAt: at };
}

/**
 * How a record by itself ends the lead. Only where the journey has no stage for that end: else the lead ends by the
 * move to it, past its gate.
 */
export function closingOf(
  done: Pick<Interaction, 'actions' | 'state'>,
  playbook: Playbook,
): 'won' | 'lost' | undefined {
  const end = saidToEnd(done, playbook);
  return end && !endStage(end, playbook) ? end : undefined;
}

/** What a record says about the end of the lead. It says so once its author has confirmed it. */
function saidToEnd(
  done: Pick<Interaction, 'actions' | 'state'>,
  playbook: Playbook,
): 'won' | 'lost' | undefined {
  if (done.state !== 'confirmed') return undefined;
  return playbook.actions.find((rule) => rule.closes && done.actions.some((action) => action.id === rule.id))
    ?.closes;
}
