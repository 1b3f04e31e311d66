/** Seeded random documents, filters, pipelines and updates, small enough in vocabulary to meet each other often. */
import { type Document, Double, Long, ObjectId } from 'mongodb';

export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed * 2_654_435_761;
  }

  /** A number in [0, 1): mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  list<T>(max: number, make: () => T): T[] {
    return Array.from({ length: this.below(max + 1) }, make);
  }
}

const PATHS = ['a', 'b', 'c', 'a.b', 'a.c', 'b.a', 'c.b', 'a.0', 'a.b.c', 'b.1', 'u'];
const STRINGS = [
  '',
  'a',
  'ab',
  'b',
  'B',
  '中',
  '中文',
  'a\u0000',
  '😀',
  '\uffee',
  'x'.repeat(2500),
  `${'x'.repeat(2500)}y`,
];

export function scalar(r: Random): unknown {
  switch (r.below(12)) {
    case 0:
      return null;
    case 1:
      return r.chance(0.5);
    case 2:
      return r.pick(STRINGS);
    case 3:
      return new Date(r.below(4) * 1000 - 1000);
    case 4:
      return new ObjectId(r.below(4).toString(16).padStart(24, '0'));
    case 5:
      return new Double(r.below(4));
    case 6:
      return Long.fromNumber(r.below(4) - 1);
    case 7:
      return r.below(8) / 2 - 1;
    case 8:
      return r.pick([
        2 ** 31,
        -(2 ** 31),
        2 ** 53,
        Long.fromString('9007199254740993'),
        1e300,
        Number.NaN,
        -0,
      ]);
    default:
      return r.below(6) - 1;
  }
}

export function value(r: Random, depth = 0): unknown {
  const n = r.below(10);
  if (depth < 3 && n === 0) return r.list(3, () => value(r, depth + 1));
  if (depth < 3 && n === 1) return document(r, ['a', 'b', 'c'], depth + 1);
  if (depth < 2 && n === 2) return r.list(3, () => document(r, ['a', 'b', 'c'], depth + 1));
  return scalar(r);
}

function document(r: Random, fields: string[], depth: number): Document {
  const doc: Document = {};
  for (const f of fields) if (r.chance(0.6)) doc[f] = value(r, depth);
  return doc;
}

export function documents(r: Random, count: number): Document[] {
  return Array.from({ length: count }, (_, i) => ({
    _id: i,
    ...document(r, ['a', 'b', 'c'], 0),
    u: r.below(count),
  }));
}

function fieldCondition(r: Random, depth: number): unknown {
  const v = (): unknown => (r.chance(0.15) ? value(r, 1) : scalar(r));
  const scalars = (): unknown[] => r.list(4, v);
  switch (r.below(13)) {
    case 0:
      return { $ne: v() };
    case 1:
      return { $in: scalars() };
    case 2:
      return { $nin: scalars() };
    case 3:
      return { $exists: r.chance(0.5) };
    case 4:
      return {
        $elemMatch: depth > 0 ? { [r.pick(['a', 'b', 'c'])]: fieldCondition(r, depth - 1) } : { $gte: v() },
      };
    case 5:
      return { $elemMatch: { [r.pick(['$gt', '$lt', '$eq', '$ne'])]: v() } };
    case 6:
      return { $gte: v(), $lt: v() };
    case 7:
      return { $gt: v(), $lte: v() };
    case 8:
      return {
        $regex: r.pick(['^a', 'b$', '中', '^x', '.', '^(a|b)$']),
        ...(r.chance(0.5) && { $options: 'i' }),
      };
    default:
      return r.chance(0.5) ? v() : { [r.pick(['$gt', '$gte', '$lt', '$lte', '$eq'])]: v() };
  }
}

export function filter(r: Random, depth = 2): Document {
  if (depth > 0 && r.chance(0.25)) {
    const branches = [filter(r, depth - 1), ...r.list(2, () => filter(r, depth - 1))];
    return { [r.pick(['$or', '$or', '$and'])]: branches };
  }
  const out: Document = {};
  for (let i = 0; i <= r.below(3); i++) out[r.pick(PATHS)] = fieldCondition(r, 1);
  return out;
}

/** A filter with most of its conditions in `$not`, some of them twice. */
export function negatedFilter(r: Random): Document {
  return negated(r, filter(r, 1));
}

function negated(r: Random, f: Document): Document {
  const entries = Object.entries(f).map(([key, v]) => {
    if (key.startsWith('$')) return [key, (v as Document[]).map((branch) => negated(r, branch))];
    const isOperators = typeof v === 'object' && v !== null && Object.keys(v)[0]?.startsWith('$');
    const condition = isOperators ? v : { $eq: v };
    if (r.chance(0.2)) return [key, v];
    return [key, r.chance(0.2) ? { $not: { $not: condition } } : { $not: condition }];
  });
  return Object.fromEntries(entries);
}

/** `_id` comes last, so that the order is the same however documents are reached. */
export function sort(r: Random): Document {
  const out: Document = {};
  for (const f of r.list(2, () => r.pick(['a', 'b', 'c', 'a.b', 'u']))) out[f] = r.pick([1, -1]);
  out._id = r.pick([1, -1]);
  // an index on two paths of which both hold arrays cannot be sorted by
  return 'a' in out && ('b' in out || 'c' in out || 'a.b' in out) ? { a: out.a, _id: 1 } : out;
}

const INDEXES: Document[] = [
  { a: 1 },
  { a: -1 },
  { 'a.b': 1 },
  { 'b.a': -1 },
  { c: 1 },
  { b: 1 },
  { u: 1 },
  { u: -1, a: 1 },
  { a: 1, u: -1 },
  { 'a.b': 1, 'a.c': -1 },
  { c: 1, _id: 1 },
  { b: -1, _id: -1 },
];

export function indexes(r: Random): Document[] {
  return [r.pick(INDEXES), ...r.list(2, () => r.pick(INDEXES))];
}

/** A pipeline whose output has one right order. */
export function pipeline(r: Random): Document[] {
  const stages: Document[] = [];
  if (r.chance(0.5)) stages.push({ $match: filter(r, 1) });
  stages.push({ $sort: { _id: 1 } });
  if (r.chance(0.2)) stages.push({ $skip: 2 }, { $limit: 25 });
  if (r.chance(0.3))
    stages.push({
      $lookup: {
        from: 'f',
        localField: r.pick(['a', 'b', 'a.b', 'a.c', 'u', 'missing']),
        foreignField: r.pick(['u', 'a', 'c.b']),
        as: 'found',
      },
    });
  if (r.chance(0.7)) {
    const by = r.pick<unknown>(['$a', '$b', '$a.b', '$u', null, { x: '$a', y: '$b' }, { x: '$c.b' }]);
    const of = (): unknown => ({ $sum: r.pick<unknown>(['$u', '$a', '$b', '$c.a', '$found.u', 1, 2.5]) });
    stages.push({ $group: { _id: by, n: { $sum: 1 }, s: of(), t: of() } });
    // groups come in no order, and which of 1 and 1.0 names one depends on that too
    stages.push({ $group: { _id: '$n', groups: { $sum: 1 }, s: { $sum: '$s' } } }, { $sort: { _id: 1 } });
  }
  return stages;
}

function operator(r: Random): [string, unknown] {
  const v = (): unknown => value(r, 1);
  switch (r.below(10)) {
    case 0:
      return ['$unset', 1];
    case 1:
      return ['$inc', r.pick([1, -1, 2.5, Long.fromNumber(2), new Double(1)])];
    case 2:
      return ['$max', v()];
    case 3:
      return ['$push', v()];
    case 4:
      return [
        '$push',
        {
          $each: r.list(3, v),
          ...(r.chance(0.5) && { $slice: r.below(5) - 2 }),
        },
      ];
    case 5:
      return ['$addToSet', r.chance(0.5) ? v() : { $each: r.list(3, v) }];
    case 6:
      return ['$pull', scalar(r)];
    case 7:
      return [
        '$pull',
        r.pick<unknown>([{ $gte: 1 }, { b: scalar(r) }, { $in: [scalar(r), scalar(r)] }, { $ne: scalar(r) }]),
      ];
    default:
      return ['$set', v()];
  }
}

/** One statement of an `update` command on documents `0 … count-1`. */
export function updateStatement(r: Random, count: number): Document {
  const q = { _id: r.below(count + 3) };
  if (r.chance(0.05)) return { q, u: { a: value(r), u: r.below(99) }, upsert: r.chance(0.5) };
  if (r.chance(0.1)) return { q: filter(r, 1), u: { $set: { z: scalar(r) } }, multi: true };
  const u: Document = {};
  for (let i = 0; i <= r.below(3); i++) {
    const [op, operand] = operator(r);
    const at = r.pick([...PATHS, 'd', 'd.e', 'a.2', 'c.1.b']);
    u[op] = { ...u[op], [at]: operand };
  }
  return { q, u, upsert: r.chance(0.2) };
}
