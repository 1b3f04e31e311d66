import { expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/people/person.ts';
import { type RouteInput, route } from '../../../../src/domain/routing/route.ts';
import { aLead, aPerson, aPlaybook, daysAgo, slots } from '../../../support/builders.ts';
import { createRandom, type Random } from '../../../support/random.ts';

const now = new Date('2026-11-21T07:30:00Z');
const REGIONS = ['华东', '华南', '华北'];
const CATEGORIES = ['影像类', '检验类', '耗材类'];
const CASES = 10_000;

function randomPerson(random: Random, n: number): Person {
  return aPerson({
    _id: `p${n}`,
    role: random.chance(0.85) ? 'rep' : random.pick(['team-lead', 'marketing']),
    active: random.chance(0.9),
    regions: random.some(REGIONS, 0.5),
    slots: slots(random.int(9), random.chance(0.1) ? 'L100' : 'X'),
    ...(random.chance(0.5) && { cap: 1 + random.int(9) }),
    ...(random.chance(0.15) && {
      absence: { from: daysAgo(now, 1), until: daysAgo(now, random.int(3) - 1), reason: '假' },
    }),
    ...(random.chance(0.15) && { quiet: random.pick(['22:00-08:00', '15:00-16:00', '15:30-15:31']) }),
    wins: random.some(CATEGORIES, 0.5).map((category) => ({ category, at: daysAgo(now, random.int(300)) })),
    ...(random.chance(0.8) && { averageCycleDays: 10 + random.int(5) }),
  });
}

function randomInput(random: Random): RouteInput & { people: Person[] } {
  const people = Array.from({ length: random.int(8) }, (_, n) => randomPerson(random, n));
  const ids = people.map((p) => p._id);
  const weight = () => random.int(4) * 20;
  const playbook = aPlaybook({
    routing: {
      policy: random.pick(['weighted', 'weighted', 'strict']),
      cap: 1 + random.int(60),
      region: random.pick(['strict', 'any']),
      weights: {
        idleness: weight(),
        category: weight(),
        region: weight(),
        source: weight(),
        budget: weight(),
      },
      prefer: { source: { website: random.some(ids, 0.3) }, budget: { 大: random.some(ids, 0.3) } },
    },
  });
  const known = random.some(ids, 0.6).map((id): [string, Date] => [id, daysAgo(now, random.int(3))]);
  return {
    people,
    lead: aLead({
      _id: 'L1001',
      region: random.pick([...REGIONS, undefined]),
      categories: random.some(CATEGORIES, 0.4),
      source: random.pick(['website', 'hotline']),
      budget: random.pick(['大', '小', undefined]),
    }),
    playbookVersion: { version: 1, playbook },
    now,
    exclude: new Map(random.some(ids, 0.1).map((id) => [id, '已转出'])),
    lastAssigned: new Map(known),
  };
}

/** Written apart from the code under test, in the words of the requirement. */
function mayHaveIt(person: Person, input: RouteInput): boolean {
  const { routing } = input.playbookVersion.playbook;
  const region = input.lead.region;
  const load = person.slots.filter((id) => id !== input.lead._id).length;
  const isAway = person.absence !== undefined && person.absence.from <= now && now < person.absence.until;
  const isQuiet = ['15:00-16:00', '15:30-15:31'].includes(person.quiet ?? '');
  const everywhere = person.regions.length === 0 || region === undefined || routing.region === 'any';
  const inRegion = everywhere || person.regions.includes(region);
  return (
    person.role === 'rep' &&
    person.active &&
    load < (person.cap ?? routing.cap) &&
    inRegion &&
    !isAway &&
    !isQuiet &&
    !input.exclude?.has(person._id)
  );
}

it(`never picks an ineligible one, and always one when a weighted choice exists (${CASES} cases)`, () => {
  const random = createRandom(1);
  let decided = 0;
  for (let n = 0; n < CASES; n++) {
    const input = randomInput(random);
    const decision = route(input);
    const allowed = input.people.filter((p) => mayHaveIt(p, input)).map((p) => p._id);
    if (decision.winnerId !== undefined) {
      decided++;
      expect(allowed).toContain(decision.winnerId);
    } else if (decision.policy === 'weighted') expect(allowed).toEqual([]);
    if (decision.policy === 'weighted') {
      expect(
        decision.candidates
          .filter((c) => c.eligible)
          .map((c) => c.userId)
          .sort(),
      ).toEqual(allowed.sort());
    }
    for (const c of decision.candidates) {
      expect(c.reasons.length).toBeGreaterThan(0);
      for (const score of [...Object.values(c.scores), c.total]) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      }
    }
  }
  expect(decided).toBeGreaterThan(CASES / 3);
});

it(`decides the same whatever the order of people (${CASES} cases)`, () => {
  const random = createRandom(2);
  for (let n = 0; n < CASES; n++) {
    const input = randomInput(random);
    expect(route({ ...input, people: random.shuffled(input.people) })).toEqual(route(input));
  }
});

it(`one more open lead never raises a score, nor makes a loser win (${CASES} cases)`, () => {
  const random = createRandom(3);
  let compared = 0;
  for (let n = 0; n < CASES; n++) {
    const input = randomInput(random);
    if (input.people.length === 0) continue;
    const chosen = random.pick(input.people);
    const busier = input.people.map((p) => (p === chosen ? { ...p, slots: [...p.slots, `busy${n}`] } : p));
    const before = route(input);
    const after = route({ ...input, people: busier });
    const total = (decision: typeof before) =>
      decision.candidates.find((c) => c.userId === chosen._id)?.total ?? 0;
    if (before.policy === 'weighted') expect(total(after)).toBeLessThanOrEqual(total(before));
    if (before.winnerId !== chosen._id) expect(after.winnerId).not.toBe(chosen._id);
    compared++;
  }
  expect(compared).toBeGreaterThan(CASES / 2);
});

it('changes nothing it was handed', () => {
  const random = createRandom(4);
  for (let n = 0; n < 200; n++) {
    const input = randomInput(random);
    const before = structuredClone(input.people);
    route(input);
    expect(input.people).toEqual(before);
  }
});
