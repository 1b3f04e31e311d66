/** That indexes are used, and the README says what the subset is. That answers are right is the fuzz's business. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'bson';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../src/embedded-mongo/bson.ts';
import type { Collection } from '../../src/embedded-mongo/catalog.ts';
import { parseFilter } from '../../src/embedded-mongo/matcher.ts';
import { type Plan, plan } from '../../src/embedded-mongo/planner.ts';
import { parseSort } from '../../src/embedded-mongo/query.ts';
import { Store } from '../../src/embedded-mongo/store.ts';
import { SUBSET } from '../../src/embedded-mongo/subset.ts';
import { wholeOf } from '../../src/embedded-mongo/tables.ts';
import { removeExpired } from '../../src/embedded-mongo/ttl.ts';
import type { Doc } from '../../src/embedded-mongo/values.ts';

const dir = mkdtempSync(join(tmpdir(), 'embedded-'));
let store: Store;
let c: Collection;

const raw = (doc: Document): Buffer => Buffer.from(serialize(doc));
const doc = (d: Document): Doc => decode(raw(d));
const options = { unique: false, sparse: false };

beforeAll(() => {
  store = new Store(dir);
  store.transaction(() => {
    c = store.create('db', 'c');
    store.createIndex(c, { ...options, name: 'name', key: doc({ name: 1, nextRunAt: 1, priority: -1 }) });
    store.createIndex(c, { ...options, name: 'tags', key: doc({ tags: 1 }) });
    store.createIndex(c, { ...options, name: 'n', key: doc({ n: -1 }) });
    store.createIndex(c, { ...options, name: 'text', key: doc({ text: 1 }), sparse: true });
    store.createIndex(c, { ...options, name: 'open', key: doc({ due: 1 }), partial: doc({ open: true }) });
    for (let i = 0; i < 300; i++) {
      const d = {
        _id: i,
        name: `n${i % 3}`,
        nextRunAt: i,
        n: i % 50,
        tags: ['a', `t${i % 5}`],
        open: i % 2 === 0,
        due: i,
      };
      store.insert(c, { doc: doc(d), raw: raw(d) });
    }
  });
});
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

function show(p: Plan): string {
  if (p.kind === 'union') return `union of ${p.plans.map(show).join(' and ')}`;
  if (p.kind === 'all') return 'everything';
  const order = p.sorted ? (p.reverse ? ' backwards' : '') : ' unsorted';
  return `${p.index.name} ${p.bounded} fields ${p.ranges.length} ranges${order}`;
}

describe('the planner', () => {
  it.each<[filter: Document, sort: Document, expected: string]>([
    [{}, {}, 'everything'],
    [{ other: 1 }, {}, 'everything'],
    [{ _id: 5 }, {}, '_id_ 1 fields 1 ranges'],
    [{ _id: { $in: [3, 1, 2, 3] } }, {}, '_id_ 1 fields 3 ranges'],
    [{ _id: { $gt: 5, $lte: 9 } }, {}, '_id_ 1 fields 1 ranges'],
    [{}, { _id: -1 }, '_id_ 0 fields 1 ranges backwards'],
    [{}, { n: -1 }, 'n 0 fields 1 ranges'],
    [{}, { n: 1 }, 'n 0 fields 1 ranges backwards'],
    [{ n: { $gte: 10 } }, { n: 1 }, 'n 1 fields 1 ranges backwards'],
    [{ n: 10 }, { other: 1 }, 'n 1 fields 1 ranges unsorted'],
    [{ n: { $in: [] } }, {}, 'n 1 fields 0 ranges'],
    [{ n: { $gt: 5, $lt: 3 } }, {}, 'n 1 fields 0 ranges'],
    [{ n: { $ne: 5 } }, {}, 'everything'],
    [{ n: null }, {}, 'n 1 fields 1 ranges'],
    [{ n: [1, 2] }, {}, 'everything'],
    [{ name: 'n1' }, { nextRunAt: 1, priority: -1 }, 'name 1 fields 1 ranges'],
    [{ name: 'n1' }, { nextRunAt: -1, priority: 1 }, 'name 1 fields 1 ranges backwards'],
    [{ name: 'n1' }, { nextRunAt: 1, priority: 1 }, 'name 1 fields 1 ranges unsorted'],
    [{ name: 'n1', nextRunAt: { $lt: 9 } }, { nextRunAt: 1 }, 'name 2 fields 1 ranges'],
    [{ name: { $in: ['n1', 'n2'] }, nextRunAt: 4 }, {}, 'name 2 fields 2 ranges'],
    [{ name: { $in: ['n1', 'n2'] } }, { name: 1 }, 'name 1 fields 2 ranges'],
    [{ name: { $in: ['n1', 'n2'] } }, { nextRunAt: 1 }, 'name 1 fields 2 ranges unsorted'],
    [{ nextRunAt: 4 }, {}, 'everything'],
    [{ tags: 't1' }, {}, 'tags 1 fields 1 ranges'],
    [{ tags: 't1' }, { tags: 1 }, 'tags 1 fields 1 ranges unsorted'],
    [{ $and: [{ tags: 'a' }, { tags: 't1' }] }, {}, 'tags 1 fields 1 ranges'],
    [{ $or: [{ n: 1 }, { _id: 7 }] }, {}, 'union of n 1 fields 1 ranges and _id_ 1 fields 1 ranges'],
    [{ $or: [{ n: 1 }, { other: 7 }] }, {}, 'everything'],
    [{ n: 3, $or: [{ a: 1 }, { b: 7 }] }, {}, 'n 1 fields 1 ranges'],
    [{ text: 'x' }, {}, 'text 1 fields 1 ranges'],
    [{ text: { $regex: '^x' } }, {}, 'everything'],
    [{ text: null }, {}, 'everything'],
    [{}, { text: 1 }, 'everything'],
    [{ due: { $lt: 9 } }, {}, 'everything'],
    [{ due: { $lt: 9 }, open: true }, {}, 'open 1 fields 1 ranges'],
    [{ due: { $lt: 9 }, open: false }, {}, 'everything'],
    [{ n: 7, name: 'n1' }, {}, 'n 1 fields 1 ranges'],
    [
      { name: 'n1', $or: [{ lockedAt: null, nextRunAt: { $lte: 5 } }, { lockedAt: { $lte: 3 } }] },
      { nextRunAt: 1, priority: -1 },
      'name 1 fields 1 ranges',
    ],
  ])('%j sorted by %j: %s', (filter, sort, expected) => {
    expect(show(plan(store, c, parseFilter(doc(filter)), parseSort(doc(sort))))).toBe(expected);
  });
});

describe('the planner counts the keys of rival indexes', () => {
  it('as far as it needs, however many there are', () => {
    const ranges = ['name', 'n'].map((name) => wholeOf(c.indexes.find((i) => i.name === name)?.id ?? 0));
    const counted = [1, 200, 299, 301, 400, 1000].map((limit) => store.countKeys(ranges, limit));
    expect(counted).toEqual([1, 200, 299, 301, 400, 600]);
  });
});

describe('a refused write', () => {
  it('leaves an index in order that would have become one of arrays', () => {
    const sorted = () => show(plan(store, r, parseFilter(doc({})), parseSort(doc({ a: 1 }))));
    let r = c;
    store.transaction(() => {
      r = store.create('db', 'refused');
      store.createIndex(r, { ...options, name: 'a', key: doc({ a: 1 }) });
      store.createIndex(r, { ...options, name: 'b', key: doc({ b: 1 }), unique: true });
      store.insert(r, { doc: doc({ _id: 1, a: 1, b: 1 }), raw: raw({ _id: 1, a: 1, b: 1 }) });
    });
    const add = (d: Document) => () =>
      store.transaction(() => store.statement(() => store.insert(r, { doc: doc(d), raw: raw(d) })));
    expect(add({ _id: 2, a: [1, 2], b: 1 })).toThrow('E11000');
    expect(add({ _id: 2, a: 'x'.repeat(5000), b: 1 })).toThrow('E11000');
    expect(sorted()).toBe('a 0 fields 1 ranges');
    add({ _id: 2, a: [1, 2], b: 2 })();
    expect(sorted()).toBe('everything');
  });
});

describe('time to live', () => {
  it('removes what has expired when it has expired, and only where the index looks', () => {
    const at = new Date('2026-01-01T00:00:00Z');
    let t = store.find('db', 'c') as Collection;
    store.transaction(() => {
      t = store.create('db', 'ttl');
      const ttl = {
        ...options,
        name: 'at',
        key: doc({ at: 1 }),
        ttlSeconds: 60,
        partial: doc({ keep: false }),
      };
      store.createIndex(t, ttl);
      const docs = [
        { at },
        { at, keep: false },
        { at: [new Date(at.getTime() + 1e6), at], keep: false },
        { at: 'x', keep: false },
        { keep: false },
      ];
      for (const [i, d] of docs.entries())
        store.insert(t, { doc: doc({ _id: i, ...d }), raw: raw({ _id: i, ...d }) });
    });
    expect(removeExpired(store, new Date('2026-01-01T00:00:59Z'))).toBe(0);
    expect(removeExpired(store, new Date('2026-01-01T00:01:00Z'))).toBe(2);
    expect([...store.scan(t)]).toEqual([1, 4, 5]);
    expect(t.count).toBe(3);
  });
});

it('the README names the subset', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../src/embedded-mongo/README.md'), 'utf8');
  for (const [kind, names] of Object.entries(SUBSET))
    expect(readme).toContain(`\n- **${kind}**: ${[...names].map((n) => `\`${n}\``).join(' ')}\n`);
});
