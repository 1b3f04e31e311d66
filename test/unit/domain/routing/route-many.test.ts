import { expect, it } from 'vitest';
import { routeMany, type TrialLead } from '../../../../src/domain/routing/route-many.ts';
import { aPerson, aPlaybook, daysAgo, slots } from '../../../support/builders.ts';

const now = new Date('2026-11-21T07:30:00Z');
const playbookVersion = { version: 4, playbook: aPlaybook({ routing: { cap: 2 } }) };
const people = [aPerson({ _id: 'a' }), aPerson({ _id: 'b', slots: slots(1) })];

function trial(count: number, over: (n: number) => Partial<TrialLead> = () => ({})): TrialLead[] {
  return Array.from({ length: count }, (_, n) => ({
    _id: `T${n}`,
    categories: [],
    source: 'website',
    ...over(n),
  }));
}

it('each lead sees the loads the ones before left behind, until nobody has room', () => {
  const results = routeMany(trial(4), { people, playbookVersion, now });
  expect(results.map((r) => r.decision.winnerId)).toEqual(['a', 'b', 'a', undefined]);
  expect(people.map((p) => p.slots.length)).toEqual([0, 1]);
});

it('spreads equal leads over equal people by who waited longest', () => {
  const crowd = ['a', 'b', 'c'].map((_id) => aPerson({ _id, cap: 50 }));
  const winners = routeMany(trial(9), { people: crowd, playbookVersion, now }).map(
    (r) => r.decision.winnerId,
  );
  for (const id of ['a', 'b', 'c']) expect(winners.filter((w) => w === id)).toHaveLength(3);
});

it('a replay takes each lead at its own time and frees the slot when it was closed', () => {
  const lead = trial(4, (n) => ({
    at: daysAgo(now, 10 - n),
    ...(n === 0 && { closedAt: daysAgo(now, 7.5) }),
  }));
  const one = [
    aPerson({ _id: 'a', absence: { from: daysAgo(now, 9.5), until: daysAgo(now, 8.5), reason: '出差' } }),
  ];
  const results = routeMany(lead, { people: one, playbookVersion, now });
  expect(results.map((r) => r.decision.winnerId)).toEqual(['a', undefined, 'a', 'a']);
  expect(results.map((r) => r.decision.at)).toEqual(lead.map((l) => l.at));
});

it('replays a month of leads over a large team in seconds', () => {
  const reps = Array.from({ length: 100 }, (_, n) => aPerson({ _id: `p${n}`, cap: 1000 }));
  const results = routeMany(trial(2000), { people: reps, playbookVersion, now });
  expect(new Set(results.map((r) => r.decision.winnerId)).size).toBe(100);
});
