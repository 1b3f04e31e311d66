import type { Colleague } from '../people/person.ts';
import { type Filter, NOTHING, type ScopeRule } from '../records/sight.ts';

/**
 * A rep sees own leads, a team lead the team's, a regional manager the region's and the team's; whoever leads also those
 * nobody has yet. Finance, service and R&D see none: what they work on are records of other kinds.
 */
export const leadsOf: ScopeRule = ({ person, below }) => {
  if (seesAll(person)) return {};
  const owned = ownedBy(person._id, below);
  const either = { $or: [owned, { ownerId: null, ...inRegions(person) }] };
  switch (person.role) {
    case 'rep':
      return { ownerId: person._id };
    case 'team-lead':
      return either;
    case 'regional-manager':
      return person.regions.length ? { $or: [owned, inRegions(person)] } : either;
    default:
      return NOTHING;
  }
};

/** As leads; a team lead sees no customer that nobody in the team has. */
export const customersOf: ScopeRule = (viewer) =>
  viewer.person.role === 'team-lead' ? ownedBy(viewer.person._id, viewer.below) : leadsOf(viewer);

function seesAll({ role }: Colleague): boolean {
  return role === 'director' || role === 'admin' || role === 'marketing';
}

function ownedBy(me: string, below: readonly string[]): Filter {
  return { ownerId: { $in: [me, ...below] } };
}

function inRegions(person: Colleague): Filter {
  return person.regions.length ? { region: { $in: person.regions } } : {};
}
