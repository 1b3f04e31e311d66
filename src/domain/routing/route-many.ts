import type { Person } from '../people/person.ts';
import type { RoutingDecision } from './model.ts';
import type { RoutableLead } from './routable-lead.ts';
import { type RouteInput, route } from './route.ts';

/** A lead to try the rules on. */
export interface TrialLead extends RoutableLead {
  /** When it came in; the trial's `now` when absent. Leads are taken in the order given, which must be by time. */
  at?: Date | undefined;
  /** When it was closed: from then on it no longer counts as open for whoever got it in the trial. */
  closedAt?: Date | undefined;
}

export interface TrialResult {
  lead: TrialLead;
  decision: RoutingDecision;
}

/**
 * Routes leads one after the other, each seeing the loads the ones before left behind (B6): the trial of a playbook
 * on a few leads, and the replay of a month against changed weights. Nothing of the input is changed. For a replay
 * hand in the people with the slots they had at the beginning.
 */
export function routeMany(leads: Iterable<TrialLead>, input: Omit<RouteInput, 'lead'>): TrialResult[] {
  const people = new Map<string, Person>();
  for (const person of input.people) people.set(person._id, { ...person, slots: [...person.slots] });
  const lastAssigned = new Map(input.lastAssigned);
  const trial = [...leads];
  const owners = new Map<string, string>();
  const closings = trial.flatMap(({ _id, closedAt }) => (closedAt ? [{ _id, closedAt }] : []));
  closings.sort((a, b) => b.closedAt.getTime() - a.closedAt.getTime());

  return trial.map((lead) => {
    const now = lead.at ?? input.now;
    for (let next = closings.at(-1); next && next.closedAt <= now; next = closings.at(-1)) {
      closings.pop();
      const owner = people.get(owners.get(next._id) ?? '');
      if (owner) owner.slots = owner.slots.filter((id) => id !== next._id);
    }
    const decision = route({ ...input, people: people.values(), lead, now, lastAssigned });
    const winner = people.get(decision.winnerId ?? '');
    if (winner) {
      if (!winner.slots.includes(lead._id)) winner.slots.push(lead._id);
      owners.set(lead._id, winner._id);
      lastAssigned.set(winner._id, now);
    }
    return { lead, decision };
  });
}
