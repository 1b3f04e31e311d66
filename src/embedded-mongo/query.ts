/** Runs a filter with sort, skip and limit over a collection, giving record numbers. */
import { decode } from './bson.ts';
import type { Collection } from './catalog.ts';
import { MongoError } from './errors.ts';
import { compareRows, type KeyField, parseKeyPattern, sortRow } from './key-values.ts';
import { EVERYTHING, type Predicate, parseFilter } from './matcher.ts';
import { topField } from './paths.ts';
import { type Plan, plan } from './planner.ts';
import type { Store } from './store.ts';
import { type Doc, isDoc, isNumber, type Maybe, toNumber } from './values.ts';

export interface Query {
  filter: Predicate;
  sort: readonly KeyField[];
  skip: number;
  /** 0 for no limit. */
  limit: number;
  /** Epoch milliseconds after which reading stops with an error; `maxTimeMS`. */
  deadline?: number;
}

export const ALL: Query = { filter: EVERYTHING, sort: [], skip: 0, limit: 0 };

export function parseSort(v: Maybe): KeyField[] {
  if (v === undefined || v === null) return [];
  if (!isDoc(v)) throw new MongoError('TypeMismatch', 'sort must be an object');
  for (const [path, d] of v)
    if (isNumber(d) && Math.abs(toNumber(d)) !== 1)
      throw new MongoError(15975, `sort order of '${path}' must be 1 or -1`);
  return v.size === 0 ? [] : parseKeyPattern(v, 'sort');
}

export function parseFilterField(v: Maybe): Predicate {
  if (v === undefined || v === null) return EVERYTHING;
  if (!isDoc(v)) throw new MongoError('TypeMismatch', 'a filter must be an object');
  return parseFilter(v);
}

/** A whole number from a command; `undefined` and null give `fallback`. */
export function wholeNumber(what: string, v: Maybe, fallback: number): number {
  if (v === undefined || v === null) return fallback;
  const n = isNumber(v) ? toNumber(v) : Number.NaN;
  if (!Number.isInteger(n)) throw new MongoError('TypeMismatch', `${what} must be a whole number`);
  if (n < 0) throw new MongoError(51024, `${what} must not be negative`);
  return n;
}

/** Record numbers of the matching documents, in order. Safe to pause: no database cursor stays open. */
export function* find(store: Store, c: Collection, query: Query): Generator<number> {
  const chosen = plan(store, c, query.filter, query.sort);
  let records = matching(store, c, query, chosen);
  if (query.sort.length > 0 && !chosen.sorted)
    records = sorted(store, c, records, query.sort, query.limit > 0 ? query.skip + query.limit : 0);
  yield* slice(records, query.skip, query.limit > 0 ? query.skip + query.limit : Number.POSITIVE_INFINITY);
}

/** What stands at the positions `from` up to but not `to`, reading no further. */
export function* slice<T>(input: Iterable<T>, from: number, to: number): Generator<T> {
  let i = 0;
  for (const item of input) {
    if (i++ < from) continue;
    yield item;
    if (i >= to) return;
  }
}

/** The matching documents with the given top-level fields, or all of them. */
export function* findDocuments(
  store: Store,
  c: Collection,
  query: Query,
  fields: ReadonlySet<string> | undefined,
): Generator<Doc> {
  if (fields?.size === 0) {
    for (const _ of find(store, c, query)) yield new Map();
    return;
  }
  const read = fields && new Set([...fields, ...query.filter.fields]);
  if (!read || query.sort.length > 0 || query.skip > 0 || query.limit > 0) {
    for (const record of find(store, c, query)) {
      const raw = store.peek(c, record);
      if (raw) yield decode(raw, 0, fields);
    }
    return;
  }
  // the common report: decode once, for the filter and for the reader
  for (const record of reached(store, c, query, plan(store, c, query.filter, []))) {
    const raw = store.peek(c, record);
    const doc = raw && decode(raw, 0, read);
    if (doc && query.filter.test(doc)) yield doc;
  }
}

function* matching(store: Store, c: Collection, query: Query, chosen: Plan): Generator<number> {
  const { filter } = query;
  for (const record of reached(store, c, query, chosen)) {
    const raw = store.peek(c, record);
    if (raw && (filter === EVERYTHING || filter.test(decode(raw, 0, filter.fields)))) yield record;
  }
}

// Plain iterables where nothing is done on the way: a generator more costs as much as half the filter.
function reached(store: Store, c: Collection, query: Query, chosen: Plan): Iterable<number> {
  const records = reach(store, c, chosen);
  return query.deadline === undefined ? records : until(query.deadline, records);
}

function* until(deadline: number, records: Iterable<number>): Generator<number> {
  let n = 0;
  for (const record of records) {
    if ((++n & 255) === 0 && Date.now() > deadline)
      throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
    yield record;
  }
}

/** The records a plan leads to, each once. */
function reach(store: Store, c: Collection, p: Plan): Iterable<number> {
  if (p.kind === 'all') return store.scan(c);
  if (p.kind === 'union') return once(p.plans.map((part) => reach(store, c, part)));
  const records = store.scanIndex(p.ranges, p.reverse);
  return p.index.multikey.some(Boolean) ? once([records]) : records;
}

function* once(sources: readonly Iterable<number>[]): Generator<number> {
  const seen = new Set<number>();
  for (const source of sources)
    for (const record of source) {
      if (seen.has(record)) continue;
      seen.add(record);
      yield record;
    }
}

/** Sorts, keeping no more than `keep` (0 for all) in memory for long. */
function* sorted(
  store: Store,
  c: Collection,
  records: Iterable<number>,
  sort: readonly KeyField[],
  keep: number,
): Generator<number> {
  const fields = new Set(sort.map((f) => topField(f.path)));
  let rows: { row: Maybe[]; record: number }[] = [];
  const order = (a: { row: Maybe[] }, b: { row: Maybe[] }): number => compareRows(a.row, b.row, sort);
  for (const record of records) {
    rows.push({ row: sortRow(decode(store.peek(c, record) as Buffer, 0, fields), sort), record });
    if (keep > 0 && rows.length >= 2 * keep + 1000) rows = rows.sort(order).slice(0, keep);
  }
  for (const { record } of rows.sort(order)) yield record;
}
