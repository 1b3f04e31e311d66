/** Query filters: parsed once into a tree of predicates that test documents and tell the planner what they bound. */
import { MongoError } from './errors.ts';
import { topField, visitPath } from './paths.ts';
import { compileRegex } from './regex.ts';
import { supported } from './subset.ts';
import {
  compare,
  type Doc,
  equal,
  identity,
  isDoc,
  isNumber,
  type Maybe,
  RANK,
  rankOf,
  toNumber,
  truthy,
  type Value,
} from './values.ts';

/** What a predicate says about one path, in a form an index can use. Wider than the predicate is fine. */
export type Bound =
  | { path: string; op: '$in'; values: Value[] }
  | { path: string; op: '$gt' | '$gte' | '$lt' | '$lte'; value: Value };

export interface Predicate {
  test(doc: Doc): boolean;
  /** Top-level fields the test reads. */
  fields: ReadonlySet<string>;
  and?: Predicate[];
  or?: Predicate[];
  bound?: Bound;
  /** The path of a plain `$exists: true`. */
  exists?: string;
  /** `path: value` as an upsert copies it into a new document. */
  equality?: { path: string; value: Value };
}

export const EVERYTHING: Predicate = { test: () => true, fields: new Set(), and: [] };

/** Parses a filter. Throws on anything malformed or outside the subset. */
export function parseFilter(filter: Doc): Predicate {
  const parts: Predicate[] = [];
  for (const [key, value] of filter) {
    if (key.startsWith('$')) parts.push(parseTopLevel(key, value));
    else parts.push(...parseField(key, value));
  }
  return all(parts);
}

/** True when every one of the predicates is. */
export function all(parts: Predicate[]): Predicate {
  if (parts.length === 0) return EVERYTHING;
  if (parts.length === 1) return parts[0] as Predicate;
  const flat = parts.flatMap((p) => p.and ?? [p]);
  return {
    test: (doc) => flat.every((p) => p.test(doc)),
    fields: union(flat),
    and: flat,
  };
}

function any(parts: Predicate[]): Predicate {
  if (parts.length === 1) return parts[0] as Predicate;
  return {
    test: (doc) => parts.some((p) => p.test(doc)),
    fields: union(parts),
    or: parts,
  };
}

function not(p: Predicate): Predicate {
  return { test: (doc) => !p.test(doc), fields: p.fields };
}

function union(parts: Predicate[]): ReadonlySet<string> {
  return new Set(parts.flatMap((p) => [...p.fields]));
}

function parseTopLevel(op: string, operand: Value): Predicate {
  supported('query', op);
  if (op !== '$and' && op !== '$or') throw new MongoError('BadValue', `unknown top level operator: ${op}`);
  if (!Array.isArray(operand) || operand.length === 0)
    throw new MongoError('BadValue', `${op} must be a nonempty array`);
  const parts = operand.map((branch) => {
    if (!isDoc(branch)) throw new MongoError('BadValue', `${op} entries need to be full objects`);
    return parseFilter(branch);
  });
  return op === '$and' ? all(parts) : any(parts);
}

const isOperators = (v: Maybe): v is Doc => isDoc(v) && [...v.keys()][0]?.startsWith('$') === true;

function parseField(path: string, condition: Value): Predicate[] {
  if (!isOperators(condition)) return [equalityLeaf(path, condition)];
  return parseOperators(path, condition);
}

function parseOperators(path: string, operators: Doc): Predicate[] {
  const parts: Predicate[] = [];
  for (const [op, operand] of operators) {
    supported('query', op);
    const parse = OPERATORS[op];
    if (!parse) throw new MongoError('BadValue', `unknown operator: ${op}`);
    const p = parse(path, operand, operators);
    if (p) parts.push(p);
  }
  return parts;
}

/** In place of a path: the operators of `$elemMatch: {$gt: …}` test the element itself, not a field of it. */
const ELEMENT = '\0';

type OperatorParser = (path: string, operand: Value, siblings: Doc) => Predicate | undefined;

const OPERATORS: Record<string, OperatorParser> = {
  $eq: (path, operand) => equalityLeaf(path, operand),
  $ne: (path, operand) => not(equalityLeaf(path, operand)),
  $gt: (path, operand) => comparisonLeaf(path, '$gt', operand, (c) => c > 0),
  $gte: (path, operand) => comparisonLeaf(path, '$gte', operand, (c) => c >= 0),
  $lt: (path, operand) => comparisonLeaf(path, '$lt', operand, (c) => c < 0),
  $lte: (path, operand) => comparisonLeaf(path, '$lte', operand, (c) => c <= 0),
  $in: (path, operand) => inLeaf(path, '$in', operand),
  $nin: (path, operand) => not(inLeaf(path, '$nin', operand)),
  $not: (path, operand) => {
    if (!isDoc(operand)) throw new MongoError('BadValue', '$not needs a regex or a document');
    if (operand.size === 0) throw new MongoError('BadValue', '$not cannot be empty');
    return not(all(parseOperators(path, operand)));
  },
  $exists: (path, operand) => {
    const p = leaf(path, false, (v) => v !== undefined);
    return truthy(operand) ? { ...p, exists: path } : not(p);
  },
  $elemMatch: (path, operand) => elemMatchLeaf(path, operand),
  $regex: (path, operand, siblings) => {
    const options = siblings.get('$options') ?? '';
    if (typeof options !== 'string') throw new MongoError('BadValue', '$options has to be a string');
    if (typeof operand !== 'string') throw new MongoError('BadValue', '$regex has to be a string');
    const matches = compileRegex(operand, options);
    return leaf(path, true, (v) => typeof v === 'string' && matches(v));
  },
  $options: (_path, _operand, siblings) => {
    if (!siblings.has('$regex')) throw new MongoError('BadValue', '$options needs a $regex');
    return undefined;
  },
};

/** Tests the values at the path one by one; with `spread` the elements of an array at its end too. */
function leaf(path: string, spread: boolean, test: (v: Maybe) => boolean, bound?: Bound): Predicate {
  if (path === ELEMENT) return { test, fields: new Set() };
  if (path === '' || path.includes('\0')) throw new MongoError('BadValue', 'empty field path in a filter');
  const fields = new Set([topField(path)]);
  if (!path.includes('.')) {
    const testField = (doc: Doc): boolean => {
      const v = doc.get(path);
      return (spread && Array.isArray(v) && v.some(test)) || test(v);
    };
    return { test: testField, fields, bound };
  }
  const parts = path.split('.');
  return { test: (doc) => visitPath(doc, parts, spread, test), fields, bound };
}

function equalityTest(value: Value): (v: Maybe) => boolean {
  if (value === null) return (v) => v === null || v === undefined;
  if (typeof value === 'string' || typeof value === 'boolean') return (v) => v === value;
  return (v) => v !== undefined && equal(v, value);
}

function equalityLeaf(path: string, value: Value): Predicate {
  const p = leaf(path, true, equalityTest(value), { path, op: '$in', values: [value] });
  p.equality = { path, value };
  return p;
}

function comparisonLeaf(
  path: string,
  op: '$gt' | '$gte' | '$lt' | '$lte',
  value: Value,
  holds: (c: number) => boolean,
): Predicate {
  if (value === null) {
    const bound: Bound = { path, op: '$in', values: [null] };
    return leaf(path, true, holds(0) ? equalityTest(null) : () => false, bound);
  }
  const rank = rankOf(value);
  const nan = isNumber(value) && Number.isNaN(toNumber(value));
  const test = (v: Maybe): boolean =>
    rankOf(v) === rank &&
    holds(compare(v, value)) &&
    (rank !== RANK.number || Number.isNaN(toNumber(v as number)) === nan);
  return leaf(path, true, test, { path, op, value });
}

function inLeaf(path: string, op: string, operand: Value): Predicate {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', `${op} needs an array`);
  if (operand.some(isOperators)) throw new MongoError('BadValue', `cannot nest $ under ${op}`);
  const known = new Set(operand.map(identity));
  const test = (v: Maybe): boolean => known.has(identity(v ?? null));
  const p = leaf(path, true, test, { path, op: '$in', values: operand });
  if (operand.length === 1) p.equality = { path, value: operand[0] as Value };
  return p;
}

function elemMatchLeaf(path: string, operand: Value): Predicate {
  if (!isDoc(operand)) throw new MongoError('BadValue', '$elemMatch needs an Object');
  const first = [...operand.keys()][0];
  const onValues = first?.startsWith('$') && first !== '$and' && first !== '$or';
  if (onValues) {
    const inner = all(parseOperators(ELEMENT, operand));
    return leaf(path, false, (v) => Array.isArray(v) && v.some((e) => inner.test(e as Doc)));
  }
  const inner = parseFilter(operand);
  const test = (e: Value): boolean => {
    if (Array.isArray(e)) return inner.test(new Map(e.map((x, i) => [String(i), x])));
    return isDoc(e) && inner.test(e);
  };
  return leaf(path, false, (v) => Array.isArray(v) && v.some(test));
}
