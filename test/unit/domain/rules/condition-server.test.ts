import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCondition } from '../../../../src/domain/rules/condition.ts';
import { checkCondition } from '../../../../src/domain/rules/condition-check.ts';
import { createRandom, type Random } from '../../../support/random.ts';
import { CONDITION_CASES, sampleLead } from './condition-cases.ts';

/**
 * "The same query means the same on the server": random queries over random records, in process and on a real
 * MongoDB. Runs when one is given (`MONGODB_URI`); the table in condition.test.ts holds what it taught.
 */
const uri = process.env.MONGODB_URI;
const databaseName = `genjin_condition_${process.pid}`;

describe.skipIf(!uri)('a condition in process and on the server', () => {
  const client = new MongoClient(uri ?? 'mongodb://unused');
  const collection = client.db(databaseName).collection<{ _id: number }>('docs');
  const random = createRandom(20261121);
  const docs = Array.from({ length: 250 }, (_, _id) => ({ ...randomDoc(random), _id }));

  beforeAll(async () => {
    await collection.deleteMany({});
    await collection.insertMany(docs, { ignoreUndefined: true });
  });
  afterAll(async () => {
    await client.db(databaseName).dropDatabase();
    await client.close();
  });

  it.each(CONDITION_CASES)('%j → %s', async (query, selected) => {
    const sample = client.db(databaseName).collection('sample');
    await sample.replaceOne(
      { marker: 1 },
      { marker: 1, ...sampleLead },
      { upsert: true, ignoreUndefined: true },
    );
    expect(await sample.countDocuments(query)).toBe(selected ? 1 : 0);
  });

  it('selects the same records for 1,500 random queries', async () => {
    let selective = 0;
    for (let n = 0; n < 1500; n++) {
      const query = randomQuery(random, 0);
      expect(checkCondition(query), JSON.stringify(query)).toEqual([]);
      const condition = compileCondition(query);
      const here = docs.filter((doc) => condition.matches(doc)).map((doc) => doc._id);
      const there = await collection
        .find(query)
        .project<{ _id: number }>({ _id: 1 })
        .sort({ _id: 1 })
        .toArray();
      expect(here, JSON.stringify(query)).toEqual(there.map((doc) => doc._id));
      if (here.length > 0 && here.length < docs.length) selective++;
    }
    expect(selective).toBeGreaterThan(600);
  });
});

const WORDS = ['三甲', '二甲', '影像类', '检验类', 'CT', 'ct', '2026-11-21', '', '张主任\n', '市一医院'];
const PATTERNS = [
  '^C',
  '甲$',
  'ct',
  '^$',
  '\\d+',
  '主任.',
  '[^a-z]',
  '(?i)CT',
  '三甲|二甲',
  '[三二]甲',
  '市.医院',
  '\\bCT\\b',
  '\\s$',
  'C\\$',
  '[$]',
  '[]$]',
  '(主任|院长)$',
  '\\w+',
  '^.{2,3}$',
  'ＣＴ',
  '\\p{Han}{4}',
  '^(?:市|县)',
  '\\A三',
  '甲\\z',
  '(?s)任.',
];
const DAYS = ['2026-11-20T02:00:00Z', '2026-11-21T02:00:00Z'].map((iso) => new Date(iso));

function randomScalar(random: Random): unknown {
  return random.pick<() => unknown>([
    () => random.pick(WORDS),
    () => random.pick([0, 1, 2, 5, -1, 2.5]),
    () => random.chance(0.5),
    () => random.pick(DAYS),
    () => null,
  ])();
}

function randomValue(random: Random, depth: number): unknown {
  const kind = random.int(10);
  if (kind < 5 || depth > 2) return randomScalar(random);
  if (kind < 7) return Array.from({ length: random.int(4) }, () => randomScalar(random));
  if (kind < 8) return Array.from({ length: random.int(4) }, () => randomValue(random, depth + 2));
  if (kind < 9) return Array.from({ length: random.int(3) }, () => randomDoc(random, depth + 1));
  return randomDoc(random, depth + 1);
}

function randomDoc(random: Random, depth = 0): Record<string, unknown> {
  const names = random.some(['a', 'b', 'c'], 0.7);
  return Object.fromEntries(
    names.map((name) => [name, random.chance(0.05) ? undefined : randomValue(random, depth)]),
  );
}

function randomQuery(random: Random, depth: number): Record<string, unknown> {
  if (depth < 3 && random.chance(0.25)) {
    const branches = Array.from({ length: 1 + random.int(3) }, () => randomQuery(random, depth + 1));
    return { [random.pick(['$and', '$or', '$nor'])]: branches };
  }
  const path = random.pick(['a', 'b', 'a.b', 'b.a', 'a.b.c', 'c.a', 'c']);
  return { [path]: random.chance(0.2) ? randomScalar(random) : randomOperators(random, depth) };
}

function randomOperators(random: Random, depth: number): Record<string, unknown> {
  const scalars = () => Array.from({ length: random.int(4) }, () => randomScalar(random));
  const comparable = () => random.pick<unknown>([0, 1, 2, 2.5, '2026-11-21', 'CT', ...DAYS]);
  const nested = depth < 3 ? 1 : 0;
  const choices: (() => Record<string, unknown>)[] = [
    () => ({ $eq: randomScalar(random) }),
    () => ({ $ne: randomScalar(random) }),
    () => ({ $in: scalars() }),
    () => ({ $nin: scalars() }),
    () => ({ $gt: comparable() }),
    () => ({ $gte: comparable() }),
    () => ({ $lt: comparable(), $gt: comparable() }),
    () => ({ $lte: comparable() }),
    () => ({ $exists: random.chance(0.5) }),
    () => ({ $size: random.int(4) }),
    () => ({ $all: scalars() }),
    () => ({ $regex: random.pick(PATTERNS) }),
    () => ({ $regex: random.pick(['ct', '任$', '任.']), $options: random.pick(['i', 'm', 's', 'is']) }),
    ...Array.from({ length: nested * 2 }, () => () => ({ $not: randomOperators(random, depth + 1) })),
    ...Array.from({ length: nested * 3 }, () => () => ({
      $elemMatch: random.chance(0.5) ? randomOperators(random, depth + 1) : randomQuery(random, depth + 1),
    })),
  ];
  return random.pick(choices)();
}
