import type { Interaction } from '../interactions/interaction.ts';
import { isOpen, type Lead } from '../leads/lead.ts';
import type { Stage } from '../playbook/journey.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { gateTo, missingOf } from './gate.ts';
import { wayTo } from './stages.ts';

/** Gates on the way to a stage that may still be closed when a move is proposed: more would be a questionnaire. */
const MAX_GATES = 2;

/** The stage a record proposes: the furthest near enough that names one of its actions in `by`. Nothing moves by itself. */
export function proposedStage(
  { actions, reached }: Pick<Interaction, 'actions' | 'reached'>,
  lead: Lead,
  playbook: Playbook,
): Stage | undefined {
  if (!isOpen(lead) || reached === 'no') return undefined;
  return playbook.stages.findLast(
    ({ id, by, end }) =>
      // 已成交 has its own way: the author confirms the record.
      end === undefined &&
      by.some((action) => actions.some((done) => done.id === action)) &&
      isNear(id, lead, playbook),
  );
}

function isNear(to: string, lead: Lead, playbook: Playbook): boolean {
  const way = wayTo(lead.stage, to, playbook);
  if (!way) return false;
  return way.length <= MAX_GATES || missingOf(gateTo(to, lead, playbook) ?? []).length === 0;
}
