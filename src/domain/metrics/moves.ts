import type { StageMove } from '../journey/journey.ts';
import { journeyOf } from '../journey/journey.ts';
import type { Lead } from '../leads/lead.ts';

/** What happened to the journeys of one local day's moves: how many went on, and how many of them were let pass. */
export interface MovesFigure {
  /** `YYYY-MM-DD`. */
  day: string;
  /** Forward and won, the ones let pass among them. */
  forward: number;
  won: number;
  lost: number;
  /** Opened again after they had ended. */
  reopened: number;
  /** Let pass with something missing, by whom; the most first. */
  waived: { userId: string; name: string; leads: number }[];
}

export function movesFigure(
  day: string,
  leads: readonly Pick<Lead, 'journey'>[],
  nameOf: (userId: string) => string,
): MovesFigure {
  const moves = leads.flatMap((lead) => journeyOf(lead).moves.filter((move) => move.day === day));
  const count = (...kinds: StageMove['kind'][]) => moves.filter(({ kind }) => kinds.includes(kind)).length;
  const waivers = new Map<string, number>();
  for (const { waived, by } of moves) if (waived?.length) waivers.set(by, (waivers.get(by) ?? 0) + 1);
  return {
    day,
    forward: count('forward', 'won'),
    won: count('won'),
    lost: count('lost'),
    reopened: count('reopened'),
    waived: [...waivers]
      .map(([userId, n]) => ({ userId, name: nameOf(userId), leads: n }))
      .sort((a, b) => b.leads - a.leads || a.userId.localeCompare(b.userId)),
  };
}
