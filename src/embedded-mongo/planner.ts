/**
 * Chooses how to reach the documents a filter may match: by the byte ranges of one index, by a union of such for
 * `$or`, or by reading everything. Ranges may be wider than the filter, never narrower: whoever reads applies the
 * filter again.
 */
import type { Collection, Index } from './catalog.ts';
import { encodeValue, orderedPart, rankByte } from './key-bytes.ts';
import type { KeyField } from './key-values.ts';
import type { Bound, Predicate } from './matcher.ts';
import type { Store } from './store.ts';
import { type Range, successor, wholeOf } from './tables.ts';
import { equal, isDoc, RANK, rankOf, type Value } from './values.ts';

export type Plan =
  | { kind: 'all'; sorted: boolean }
  | { kind: 'index'; index: Index; ranges: Range[]; reverse: boolean; sorted: boolean; bounded: number }
  | { kind: 'union'; plans: Plan[]; sorted: boolean };

/** More points than this in one `$in` product are left to the filter. */
const MAX_RANGES = 10_000;
/** Counting the keys of rival indexes stops here. */
const PROBE = 200;

/** A plan for the filter; `sorted` in it says whether documents come in the order of `sort`. */
export function plan(store: Store, c: Collection, filter: Predicate, sort: readonly KeyField[]): Plan {
  const conjuncts = filter.and ?? [filter];
  const candidates = c.indexes
    .filter((index) => usable(index, conjuncts))
    .map((index) => indexPlan(index, conjuncts, sort))
    .filter((p) => p !== undefined);
  const best = choose(store, candidates);
  if (best && best.bounded > 0) return best;
  for (const or of conjuncts.filter((p) => p.or)) {
    const plans = (or.or ?? []).map((branch) => plan(store, c, branch, []));
    if (plans.every((p) => p.kind !== 'all' && !(p.kind === 'index' && p.bounded === 0)))
      return { kind: 'union', plans, sorted: sort.length === 0 };
  }
  if (best) return best;
  return { kind: 'all', sorted: sort.length === 0 };
}

type IndexPlan = Extract<Plan, { kind: 'index' }>;

function choose(store: Store, plans: IndexPlan[]): IndexPlan | undefined {
  if (plans.length <= 1) return plans[0];
  const cost = (p: IndexPlan): number => {
    if (p.bounded === 0) return Number.POSITIVE_INFINITY;
    const keys = store.countKeys(p.ranges, PROBE);
    return keys < PROBE ? keys : PROBE * 10 - p.bounded * 10 - (p.sorted ? 15 : 0);
  };
  return plans.map((p) => ({ p, cost: cost(p) })).reduce((a, b) => (b.cost < a.cost ? b : a)).p;
}

/** Whether every document the filter matches has an entry in the index. */
function usable(index: Index, conjuncts: readonly Predicate[]): boolean {
  if (index.sparse && !index.fields.some((f) => conjuncts.some((p) => excludesMissing(p.bound, f.path))))
    return false;
  if (!index.partial) return true;
  // each condition of the partial filter must stand in the query, word for word or as one it implies
  const conditions = index.predicate?.and ?? (index.predicate ? [index.predicate] : []);
  return conditions.every((condition) => conjuncts.some((p) => implies(p, condition)));
}

function excludesMissing(bound: Bound | undefined, path: string): boolean {
  if (!bound || bound.path !== path) return false;
  return bound.op !== '$in' || !bound.values.some((v) => v === null || Array.isArray(v));
}

function implies(p: Predicate, condition: Predicate): boolean {
  const [a, b] = [p.bound, condition.bound];
  if (condition.exists !== undefined)
    return excludesMissing(a, condition.exists) || p.exists === condition.exists;
  if (!a || !b || a.path !== b.path) return false;
  if (a.op === '$in' && a.values.every((v) => !Array.isArray(v))) {
    const test = new Map<string, Value>();
    return (
      !b.path.includes('.') &&
      a.values.length > 0 &&
      a.values.every((v) => condition.test(test.set(b.path, v)))
    );
  }
  return a.op === b.op && a.op !== '$in' && b.op !== '$in' && equal(a.value, b.value);
}

/** Byte ranges of one field's values, in ascending order of the index. */
interface FieldRanges {
  ranges: Range[];
  /** Each range is exactly one value. */
  points: boolean;
}

function indexPlan(
  index: Index,
  conjuncts: readonly Predicate[],
  sort: readonly KeyField[],
): IndexPlan | undefined {
  let prefixes: Range[] = [wholeOf(index.id)];
  let bounded = 0;
  let fixed = 0; // leading fields bound to exactly one value
  let usedMultikey = false;
  for (const [i, field] of index.fields.entries()) {
    if (index.multikey[i] && usedMultikey) break;
    const found = fieldRanges(index, field, conjuncts, index.multikey[i] === true);
    if (!found || found.ranges.length * prefixes.length > MAX_RANGES) break;
    usedMultikey ||= index.multikey[i] === true;
    prefixes = prefixes.flatMap((p) => found.ranges.map((r) => join(p.start, r)));
    bounded++;
    if (!found.points) break;
    if (found.ranges.length === 1 && fixed === i) fixed++;
  }
  const order = sortDirection(index, sort, fixed);
  if (bounded === 0 && (order === 0 || sort.length === 0)) return undefined;
  // the order of a later field holds across several ranges only if the sort starts where they differ
  return { kind: 'index', index, ranges: prefixes, reverse: order === -1, sorted: order !== 0, bounded };
}

function join(prefix: Buffer, range: Range): Range {
  return { start: Buffer.concat([prefix, range.start]), end: Buffer.concat([prefix, range.end]) };
}

/** 1 or -1 when reading the index forwards or backwards gives the sort order, 0 when neither does. */
function sortDirection(index: Index, sort: readonly KeyField[], fixed: number): 1 | -1 | 0 {
  const fixedPaths = new Set(index.fields.slice(0, fixed).map((f) => f.path));
  const rest = sort.filter((s) => !fixedPaths.has(s.path));
  if (rest.length === 0) return index.multikey.some(Boolean) && sort.length > 0 ? 0 : 1;
  if (index.lossy || index.multikey.some(Boolean)) return 0;
  let direction: 1 | -1 | 0 = 0;
  for (const [i, s] of rest.entries()) {
    const field = index.fields[fixed + i];
    if (field?.path !== s.path) return 0;
    const d = field.direction === s.direction ? 1 : -1;
    if (direction !== 0 && d !== direction) return 0;
    direction = d;
  }
  return direction;
}

/** What the filter says about one field of the index; undefined when nothing. */
function fieldRanges(
  index: Index,
  field: KeyField,
  conjuncts: readonly Predicate[],
  multikey: boolean,
): FieldRanges | undefined {
  const bounds = conjuncts.flatMap((p) => (p.bound && p.bound.path === field.path ? [p.bound] : []));
  const count = index.fields.length;
  const points = bounds.find((b) => b.op === '$in' && b.values.every(indexable));
  if (points?.op === '$in') {
    const encoded = points.values.map((v) => encodeValue(v, field.direction, count).bytes);
    const sorted = [...new Map(encoded.map((e) => [e.toString('latin1'), e])).values()].sort(Buffer.compare);
    return { ranges: sorted.map((e) => ({ start: e, end: successor(e) })), points: true };
  }
  const ranges = bounds.flatMap((b) => (b.op !== '$in' ? (rangeOf(b, field, count) ?? []) : []));
  const [first] = ranges;
  if (!first) return undefined;
  // of an array, one element may satisfy one bound and another element the other
  const joined = multikey ? first : ranges.reduce(intersect);
  return { ranges: Buffer.compare(joined.start, joined.end) < 0 ? [joined] : [], points: false };
}

/** An array in a filter matches whole arrays, of which the index knows only the elements. */
function indexable(v: Value): boolean {
  return !Array.isArray(v);
}

function intersect(a: Range, b: Range): Range {
  return {
    start: Buffer.compare(a.start, b.start) > 0 ? a.start : b.start,
    end: Buffer.compare(a.end, b.end) < 0 ? a.end : b.end,
  };
}

function rangeOf(bound: Exclude<Bound, { op: '$in' }>, field: KeyField, count: number): Range | undefined {
  const { value } = bound;
  if (!indexable(value) || isDoc(value)) return undefined;
  const rank = Buffer.from([rankByte(rankOf(value), field.direction)]);
  const whole = { start: rank, end: successor(rank) };
  const encoded = encodeValue(value, field.direction, count);
  const at = orderedPart(encoded);
  const upwards = (bound.op === '$gt' || bound.op === '$gte') === (field.direction === 1);
  if (rankOf(value) === RANK.number && Number.isNaN(Number(value))) return whole;
  return upwards ? { start: at, end: whole.end } : { start: whole.start, end: successor(at) };
}
