import type { Interaction } from '../interactions/interaction.ts';
import { isOpen, type Lead } from '../leads/lead.ts';
import type { Stage } from '../playbook/journey.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { gateTo, missingOf } from './gate.ts';
import { stagesSaid } from './stage-words.ts';
import { wayTo } from './stages.ts';

/** Gates on the way to a stage that may still be closed when a move is proposed: more would be a questionnaire. */
export const MAX_GATES = 2;

export interface ProposedMove {
  stage: Stage;
  /** The words of the record that name the stage; absent where one of its actions does. */
  said?: string | undefined;
}

/**
 * The move a record proposes: to the furthest stage near enough that it names in the stage's own words, or by one of the
 * actions in `by`. Nothing moves by itself.
 */
export function proposedMove(
  { actions, text, at, state }: Pick<Interaction, 'actions' | 'text' | 'at' | 'state'>,
  lead: Lead,
  playbook: Playbook,
): ProposedMove | undefined {
  if (!isOpen(lead) || state === 'undone') return undefined;
  const named = stagesSaid(text, playbook, at);
  const stage = playbook.stages.findLast(
    ({ id, by, end }) =>
      // 已成交 has its own tap.
      end === undefined &&
      (named.some((one) => one.id === id) ||
        by.some((action) => actions.some((done) => done.id === action))) &&
      isNear(id, lead, playbook),
  );
  const said = named.find(({ id }) => id === stage?.id)?.said;
  return stage && { stage, ...(said ? { said } : {}) };
}

function isNear(to: string, lead: Lead, playbook: Playbook): boolean {
  const way = wayTo(lead.stage, to, playbook);
  if (!way) return false;
  return way.length <= MAX_GATES || missingOf(gateTo(to, lead, playbook) ?? []).length === 0;
}
