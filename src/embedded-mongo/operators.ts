/** The expression operators of the subset: each compiles its arguments and gives back an evaluator. */
import { Double, ObjectId } from 'bson';
import { MongoError } from './errors.ts';
import type { Compiler, Evaluate } from './expressions.ts';
import { onlyFields } from './subset.ts';
import {
  add,
  arithmetic,
  compare,
  type Doc,
  double,
  equal,
  isDoc,
  isNumber,
  type Maybe,
  type Num,
  nullish,
  toNumber,
  truthy,
  typeName,
  type Value,
} from './values.ts';

type Operator = (c: Compiler, operand: Value) => Evaluate;

/** An operator on values: `min` to `max` arguments, given in an array or, when one is enough, bare. */
function on(name: string, min: number, max: number, run: (...args: Maybe[]) => Maybe): Operator {
  return (c, operand) => {
    const args = (Array.isArray(operand) ? operand : [operand]).map((a) => c.compile(a));
    if (args.length < min || args.length > max)
      throw new MongoError(16020, `Expression ${name} takes ${min}${max > min ? ' or more' : ''} arguments`);
    const [a, b] = args;
    if (args.length === 1 && a) return (scope) => run(a(scope));
    if (args.length === 2 && a && b) return (scope) => run(a(scope), b(scope));
    return (scope) => run(...args.map((arg) => arg(scope)));
  };
}

/** An operator whose operand is a document of named arguments. */
function named(
  name: string,
  required: string[],
  optional: string[],
  build: (c: Compiler, args: Doc) => Evaluate,
): Operator {
  return (c, operand) => {
    if (!isDoc(operand)) throw new MongoError('FailedToParse', `${name} needs an object`);
    onlyFields(name, operand.keys(), new Set([...required, ...optional]));
    for (const key of required)
      if (!operand.has(key)) throw new MongoError('FailedToParse', `Missing '${key}' parameter to ${name}`);
    return build(c, operand);
  };
}

/** Null for a null or missing argument; otherwise the numbers, or MongoDB's type error. */
function numbers(name: string, run: (a: Num, b: Num) => Maybe, arity: number, code: number = 14): Operator {
  return on(name, arity, arity, (a, b) => {
    if (nullish(a) || (arity > 1 && nullish(b))) return null;
    if (!isNumber(a) || (arity > 1 && !isNumber(b)))
      throw new MongoError(code, `${name} only supports numeric types, not ${typeName(isNumber(a) ? b : a)}`);
    return run(a, b as Num);
  });
}

/** Applies to doubles only: rounding an int32 or int64 leaves it as it is. */
function rounding(name: string, round: (n: number) => number): Operator {
  return numbers(name, (n) => (typeName(n) === 'double' ? double(round(toNumber(n))) : n), 1, 28765);
}

function roundHalfEven(n: number): number {
  const r = Math.round(n);
  return Math.abs(n % 1) === 0.5 && r % 2 !== 0 ? r - 1 : r;
}

function addAll(...args: Maybe[]): Maybe {
  let sum: Num = 0;
  let date: Date | undefined;
  for (const v of args) {
    if (nullish(v)) return null;
    if (v instanceof Date && !date) date = v;
    else if (isNumber(v)) sum = add(sum, v);
    else if (v instanceof Date) throw new MongoError(16612, 'only one date allowed in an $add expression');
    else throw new MongoError('TypeMismatch', `$add only supports numeric or date types, not ${typeName(v)}`);
  }
  return date ? new Date(date.getTime() + Math.round(toNumber(sum))) : sum;
}

function subtract(a: Maybe, b: Maybe): Maybe {
  if (nullish(a) || nullish(b)) return null;
  if (isNumber(a) && isNumber(b))
    return arithmetic(
      a,
      b,
      (x, y) => x - y,
      (x, y) => x - y,
    );
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime());
  if (a instanceof Date && isNumber(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
  throw new MongoError('TypeMismatch', `can't $subtract ${typeName(b)} from ${typeName(a)}`);
}

function multiplyAll(...args: Maybe[]): Maybe {
  let product: Num = 1;
  for (const v of args) {
    if (nullish(v)) return null;
    if (!isNumber(v))
      throw new MongoError('TypeMismatch', `$multiply only supports numeric types, not ${typeName(v)}`);
    product = arithmetic(
      product,
      v,
      (x, y) => x * y,
      (x, y) => x * y,
    );
  }
  return product;
}

function divide(a: Num, b: Num): Maybe {
  if (toNumber(b) === 0) throw new MongoError('BadValue', "can't $divide by zero");
  return double(toNumber(a) / toNumber(b));
}

function modulo(a: Num, b: Num): Maybe {
  if (toNumber(b) === 0) throw new MongoError(16610, "can't $mod by zero");
  return arithmetic(
    a,
    b,
    (x, y) => x % y,
    (x, y) => x % y,
  );
}

function comparison(name: string, holds: (c: number) => boolean): Operator {
  return on(name, 2, 2, (a, b) => holds(compare(a, b)));
}

function conditional(c: Compiler, operand: Value): Evaluate {
  let parts: Maybe[];
  if (isDoc(operand)) {
    onlyFields('$cond', operand.keys(), new Set(['if', 'then', 'else']));
    parts = [operand.get('if'), operand.get('then'), operand.get('else')];
  } else parts = Array.isArray(operand) ? operand : [operand];
  const [test, yes, no] = parts.map((p, i) => {
    if (p === undefined) throw new MongoError(17080 + i, "$cond needs 'if', 'then' and 'else'");
    return c.compile(p);
  });
  if (!test || !yes || !no || parts.length !== 3)
    throw new MongoError(16020, '$cond takes exactly 3 arguments');
  return (scope) => (truthy(test(scope)) ? yes(scope) : no(scope));
}

function switchOf(c: Compiler, args: Doc): Evaluate {
  const list = args.get('branches');
  if (!Array.isArray(list) || list.length === 0)
    throw new MongoError(40068, '$switch requires at least one branch');
  const branches = list.map((branch) => {
    const [test, then] = isDoc(branch) ? [branch.get('case'), branch.get('then')] : [];
    if (test === undefined || then === undefined)
      throw new MongoError(40067, "each $switch branch needs 'case' and 'then'");
    return [c.compile(test), c.compile(then)] as const;
  });
  const otherwise = args.has('default') ? c.compile(args.get('default') as Value) : undefined;
  return (scope) => {
    for (const [test, then] of branches) if (truthy(test(scope))) return then(scope);
    if (otherwise) return otherwise(scope);
    throw new MongoError(40066, '$switch could not find a matching branch and has no default');
  };
}

function logical(every: boolean): Operator {
  return (c, operand) => {
    const args = (Array.isArray(operand) ? operand : [operand]).map((a) => c.compile(a));
    if (every) return (scope) => args.every((arg) => truthy(arg(scope)));
    return (scope) => args.some((arg) => truthy(arg(scope)));
  };
}

function array(name: string, code: number, v: Maybe): Value[] {
  if (!Array.isArray(v))
    throw new MongoError(code, `The argument to ${name} must be an array, not ${typeName(v)}`);
  return v;
}

/** `code` is for what is no number; MongoDB's next code for a fraction. */
function wholeNumber(name: string, code: number, v: Maybe): number {
  const n = isNumber(v) ? toNumber(v) : Number.NaN;
  if (!Number.isInteger(n))
    throw new MongoError(isNumber(v) ? code + 1 : code, `${name} needs a whole number, not ${typeName(v)}`);
  return n;
}

function elementAt(name: string, list: Maybe, index: number): Maybe {
  return nullish(list) ? null : array(name, 28689, list).at(index);
}

function slice(list: Maybe, ...rest: Maybe[]): Maybe {
  if (nullish(list) || rest.some(nullish)) return null;
  const items = array('$slice', 28724, list);
  const [a = 0, b] = rest.map((v, i) => wholeNumber('$slice', 28725 + i * 2, v));
  if (b === undefined) return a < 0 ? items.slice(a) : items.slice(0, a);
  if (b <= 0) throw new MongoError(28729, 'Third argument to $slice must be positive');
  const start = a < 0 ? Math.max(0, items.length + a) : a;
  return items.slice(start, start + b);
}

/** Evaluates `body` once per element of `input`, with the element as a variable. Null for a null input. */
function eachElement(
  name: string,
  code: number,
  c: Compiler,
  args: Doc,
  bodyKey: string,
  collect: (out: Value[], element: Value, result: Maybe) => void,
): Evaluate {
  const input = c.compile(args.get('input') as Value);
  const as = args.get('as') ?? 'this';
  if (typeof as !== 'string') throw new MongoError('BadValue', `'as' of ${name} must be a string`);
  const body = c.within([as], args.get(bodyKey) as Value);
  return (scope) => {
    const list = input(scope);
    if (nullish(list)) return null;
    const out: Value[] = [];
    for (const element of array(name, code, list)) {
      const vars = { name: as, value: element, outer: scope.vars };
      collect(out, element, body({ root: scope.root, vars }));
    }
    return out;
  };
}

function reduce(c: Compiler, args: Doc): Evaluate {
  const input = c.compile(args.get('input') as Value);
  const initial = c.compile(args.get('initialValue') as Value);
  const body = c.within(['this', 'value'], args.get('in') as Value);
  return (scope) => {
    const list = input(scope);
    if (nullish(list)) return null;
    let value = initial(scope);
    for (const element of array('$reduce', 40080, list)) {
      const outer = { name: 'value', value, outer: scope.vars };
      value = body({ root: scope.root, vars: { name: 'this', value: element, outer } });
    }
    return value;
  };
}

function letIn(c: Compiler, args: Doc): Evaluate {
  const vars = args.get('vars');
  if (!isDoc(vars)) throw new MongoError(16876, "'vars' of $let must be an object");
  const bindings = [...vars].map(([name, e]) => [name, c.compile(e)] as const);
  const body = c.within([...vars.keys()], args.get('in') as Value);
  return (scope) => {
    let inner = scope.vars;
    for (const [name, evaluate] of bindings) inner = { name, value: evaluate(scope), outer: inner };
    return body({ root: scope.root, vars: inner });
  };
}

function mergeObjects(...args: Maybe[]): Maybe {
  const out: Doc = new Map();
  for (const v of args) {
    if (nullish(v)) continue;
    if (!isDoc(v)) throw new MongoError(40400, `$mergeObjects requires object inputs, not ${typeName(v)}`);
    for (const [key, x] of v) out.set(key, x);
  }
  return out;
}

function concat(...args: Maybe[]): Maybe {
  let out = '';
  for (const v of args) {
    if (nullish(v)) return null;
    if (typeof v !== 'string')
      throw new MongoError(16702, `$concat only supports strings, not ${typeName(v)}`);
    out += v;
  }
  return out;
}

/** A number as MongoDB prints it. */
function numberText(v: Num): string {
  const n = v instanceof Double ? v.value : v;
  if (n === Number.POSITIVE_INFINITY) return 'inf';
  if (n === Number.NEGATIVE_INFINITY) return '-inf';
  return Object.is(n, -0) ? '-0' : String(n);
}

function toText(v: Maybe): string | undefined {
  if (typeof v === 'string') return v;
  if (v instanceof Date) return v.toISOString();
  return isNumber(v) ? numberText(v) : undefined;
}

/** Strings as they are, numbers and dates printed, null as nothing: how the string operators read arguments. */
function lenientText(name: string, v: Maybe): string {
  const text = nullish(v) ? '' : toText(v);
  if (text === undefined) throw new MongoError(16007, `${name}: can't convert from ${typeName(v)} to string`);
  return text;
}

function toStringOf(v: Maybe): Maybe {
  if (nullish(v)) return null;
  if (typeof v === 'boolean') return String(v);
  if (v instanceof ObjectId) return v.toHexString();
  const text = toText(v);
  if (text === undefined) throw new MongoError(241, `Unsupported conversion from ${typeName(v)} to string`);
  return text;
}

function substrCP(text: Maybe, start: Maybe, length: Maybe): Maybe {
  const from = wholeNumber('$substrCP', 34450, start);
  const count = wholeNumber('$substrCP', 34452, length);
  if (from < 0) throw new MongoError(34455, '$substrCP: starting index must not be negative');
  if (count < 0) throw new MongoError(34454, '$substrCP: length must not be negative');
  return [...lenientText('$substrCP', text)].slice(from, from + count).join('');
}

function strLenCP(v: Maybe): Maybe {
  if (typeof v !== 'string')
    throw new MongoError(34471, `$strLenCP requires a string argument, found: ${typeName(v)}`);
  return [...v].length;
}

/** Over the arguments, or over the elements of a single array argument, as `$sum: [...]` works. */
function over(name: string, run: (values: Maybe[]) => Maybe): Operator {
  const lone = on(name, 1, 1, (v) => run(Array.isArray(v) ? v : [v]));
  const several = on(name, 0, Number.POSITIVE_INFINITY, (...args) => run(args));
  return (c, operand) =>
    Array.isArray(operand) && operand.length !== 1 ? several(c, operand) : lone(c, operand);
}

/** A running sum as MongoDB keeps it: integers exact, doubles with the rounding error carried along. */
export class Sum {
  count = 0;
  private integers: Num = 0;
  private hasDoubles = false;
  private high = 0;
  private low = 0;

  /** Adds a number; anything else counts for nothing. */
  add(v: Maybe): void {
    if (!isNumber(v)) return;
    this.count++;
    if (typeName(v) === 'double' || typeName(this.integers) === 'double') {
      this.hasDoubles = true;
      this.addDouble(toNumber(v));
    } else this.integers = add(this.integers, v);
  }

  private addDouble(x: number): void {
    const next = this.high + x;
    this.low += Math.abs(this.high) >= Math.abs(x) ? this.high - next + x : x - next + this.high;
    this.high = next;
  }

  total(): Num {
    if (!this.hasDoubles) return this.integers;
    const nearest = toNumber(this.integers);
    this.addDouble(nearest);
    if (typeof this.integers === 'bigint') this.addDouble(Number(this.integers - BigInt(nearest)));
    this.integers = 0;
    const exact = this.high + this.low;
    return double(Number.isNaN(exact) ? this.high : exact);
  }
}

function sum(values: Iterable<Maybe>): Num {
  const total = new Sum();
  for (const v of values) total.add(v);
  return total.total();
}

function average(values: Maybe[]): Maybe {
  const count = values.filter(isNumber).length;
  return count === 0 ? null : double(toNumber(sum(values)) / count);
}

/** The least (`sign` 1) or greatest (-1) value that is not null or missing; null when there is none. */
function extreme(values: Iterable<Maybe>, sign: 1 | -1): Maybe {
  let best: Maybe;
  for (const v of values) if (!nullish(v) && (best === undefined || compare(v, best) * sign < 0)) best = v;
  return best ?? null;
}

const MANY = Number.POSITIVE_INFINITY;

export const OPERATORS: Record<string, Operator> = {
  $literal: (_c, operand) => () => operand,
  $let: named('$let', ['vars', 'in'], [], letIn),
  $add: on('$add', 0, MANY, addAll),
  $subtract: on('$subtract', 2, 2, subtract),
  $multiply: on('$multiply', 0, MANY, multiplyAll),
  $divide: numbers('$divide', divide, 2),
  $mod: numbers('$mod', modulo, 2, 16611),
  $abs: numbers(
    '$abs',
    (n) => (toNumber(n) < 0 || Object.is(toNumber(n), -0) ? subtract(0, n) : n),
    1,
    28765,
  ),
  $ceil: rounding('$ceil', Math.ceil),
  $floor: rounding('$floor', Math.floor),
  $round: rounding('$round', roundHalfEven),
  $eq: comparison('$eq', (c) => c === 0),
  $ne: comparison('$ne', (c) => c !== 0),
  $gt: comparison('$gt', (c) => c > 0),
  $gte: comparison('$gte', (c) => c >= 0),
  $lt: comparison('$lt', (c) => c < 0),
  $lte: comparison('$lte', (c) => c <= 0),
  $cmp: on('$cmp', 2, 2, (a, b) => Math.sign(compare(a, b))),
  $and: logical(true),
  $or: logical(false),
  $not: on('$not', 1, 1, (v) => !truthy(v)),
  $cond: conditional,
  $ifNull: on('$ifNull', 2, MANY, (...args) => args.find((v) => !nullish(v)) ?? args.at(-1)),
  $switch: named('$switch', ['branches'], ['default'], switchOf),
  $in: on('$in', 2, 2, (v, list) => array('$in', 40081, list).some((x) => equal(x, v))),
  $size: on('$size', 1, 1, (v) => array('$size', 17124, v).length),
  $isArray: on('$isArray', 1, 1, (v) => Array.isArray(v)),
  $arrayElemAt: on('$arrayElemAt', 2, 2, (list, i) =>
    nullish(i) ? null : elementAt('$arrayElemAt', list, wholeNumber('$arrayElemAt', 28690, i)),
  ),
  $first: on('$first', 1, 1, (list) => elementAt('$first', list, 0)),
  $last: on('$last', 1, 1, (list) => elementAt('$last', list, -1)),
  $slice: on('$slice', 2, 3, slice),
  $concatArrays: on('$concatArrays', 0, MANY, (...lists) =>
    lists.some(nullish) ? null : lists.flatMap((l) => array('$concatArrays', 28664, l)),
  ),
  $filter: named('$filter', ['input', 'cond'], ['as'], (c, args) =>
    eachElement('$filter', 28651, c, args, 'cond', (out, element, keep) => {
      if (truthy(keep)) out.push(element);
    }),
  ),
  $map: named('$map', ['input', 'in'], ['as'], (c, args) =>
    eachElement('$map', 16883, c, args, 'in', (out, _element, v) => out.push(v ?? null)),
  ),
  $reduce: named('$reduce', ['input', 'initialValue', 'in'], [], reduce),
  $mergeObjects: over('$mergeObjects', (values) => mergeObjects(...values)),
  $concat: on('$concat', 0, MANY, concat),
  $substrCP: on('$substrCP', 3, 3, substrCP),
  $strLenCP: on('$strLenCP', 1, 1, strLenCP),
  $toLower: on('$toLower', 1, 1, (v) =>
    lenientText('$toLower', v).replace(/[A-Z]+/g, (s) => s.toLowerCase()),
  ),
  $toUpper: on('$toUpper', 1, 1, (v) =>
    lenientText('$toUpper', v).replace(/[a-z]+/g, (s) => s.toUpperCase()),
  ),
  $toString: on('$toString', 1, 1, toStringOf),
  $type: on('$type', 1, 1, typeName),
  $sum: over('$sum', sum),
  $avg: over('$avg', average),
  $min: over('$min', (values) => extreme(values, 1)),
  $max: over('$max', (values) => extreme(values, -1)),
};
