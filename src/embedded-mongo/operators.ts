/** The expression operators of the subset: each compiles its arguments and gives back an evaluator. */
import { Double, ObjectId } from 'bson';
import { MongoError } from './errors.ts';
import type { Compiler, Evaluate } from './expressions.ts';
import { onlyFields } from './subset.ts';
import { extreme, Sum } from './sums.ts';
import {
  calculate,
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

function numeric(name: string, code: number, v: Value): Num {
  if (isNumber(v)) return v;
  throw new MongoError(code, `${name} only supports numeric types, not ${typeName(v)}`);
}

/** Applies to doubles only: rounding an int32 or int64 leaves it as it is. */
function rounding(name: string, round: (n: number) => number): Operator {
  return on(name, 1, 1, (v) => {
    if (nullish(v)) return null;
    const n = numeric(name, 28765, v);
    return typeName(n) === 'double' ? double(round(toNumber(n))) : n;
  });
}

function addAll(...args: Maybe[]): Maybe {
  let sum: Num = 0;
  let date: Date | undefined;
  for (const v of args) {
    if (nullish(v)) return null;
    if (!(v instanceof Date)) sum = calculate('+', sum, numeric('$add', 14, v));
    else if (date) throw new MongoError(16612, 'only one date allowed in an $add expression');
    else date = v;
  }
  return date ? new Date(date.getTime() + Math.round(toNumber(sum))) : sum;
}

function subtract(a: Maybe, b: Maybe): Maybe {
  if (nullish(a) || nullish(b)) return null;
  if (isNumber(a) && isNumber(b)) return calculate('-', a, b);
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime());
  if (a instanceof Date && isNumber(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
  throw new MongoError('TypeMismatch', `can't $subtract ${typeName(b)} from ${typeName(a)}`);
}

function multiplyAll(...args: Maybe[]): Maybe {
  let product: Num = 1;
  for (const v of args) {
    if (nullish(v)) return null;
    product = calculate('*', product, numeric('$multiply', 14, v));
  }
  return product;
}

function divide(a: Maybe, b: Maybe): Maybe {
  if (nullish(a) || nullish(b)) return null;
  const [n, by] = [toNumber(numeric('$divide', 14, a)), toNumber(numeric('$divide', 14, b))];
  if (by === 0) throw new MongoError('BadValue', "can't $divide by zero");
  return double(n / by);
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
  if (Array.isArray(v)) return v;
  throw new MongoError(code, `The argument to ${name} must be an array, not ${typeName(v)}`);
}

/** `code` is for what is no number; MongoDB's next code for a fraction. */
function wholeNumber(name: string, code: number, v: Maybe): number {
  const n = isNumber(v) ? toNumber(v) : Number.NaN;
  if (Number.isInteger(n)) return n;
  throw new MongoError(isNumber(v) ? code + 1 : code, `${name} needs a whole number, not ${typeName(v)}`);
}

function elementAt(list: Maybe, index: Maybe): Maybe {
  if (nullish(list) || nullish(index)) return null;
  return array('$arrayElemAt', 28689, list).at(wholeNumber('$arrayElemAt', 28690, index));
}

/** Evaluates `body` once per element of `input`, with the element as a variable. Null for a null input. */
function eachElement(
  name: string,
  code: number,
  bodyKey: string,
  collect: (out: Value[], element: Value, result: Maybe) => void,
): Operator {
  return named(name, ['input', bodyKey], ['as'], (c, args) => {
    const input = c.compile(args.get('input') as Value);
    const as = args.get('as') ?? 'this';
    if (typeof as !== 'string') throw new MongoError('BadValue', `'as' of ${name} must be a string`);
    const body = c.within(as, args.get(bodyKey) as Value);
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
  });
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

function toStringOf(v: Maybe): Maybe {
  if (nullish(v)) return null;
  if (typeof v === 'boolean') return String(v);
  if (v instanceof ObjectId) return v.toHexString();
  const text = toText(v);
  if (text === undefined) throw new MongoError(241, `Unsupported conversion from ${typeName(v)} to string`);
  return text;
}

/** Counts characters, not bytes; reads numbers and dates as text and null as nothing. */
function substrCP(v: Maybe, start: Maybe, length: Maybe): Maybe {
  const from = wholeNumber('$substrCP', 34450, start);
  const count = wholeNumber('$substrCP', 34452, length);
  if (from < 0) throw new MongoError(34455, '$substrCP: starting index must not be negative');
  if (count < 0) throw new MongoError(34454, '$substrCP: length must not be negative');
  const text = nullish(v) ? '' : toText(v);
  if (text === undefined) throw new MongoError(16007, `$substrCP: can't convert ${typeName(v)} to string`);
  return [...text].slice(from, from + count).join('');
}

/** Over the arguments, or over the elements of a single array argument, as `$sum: [...]` works. */
function over(name: string, run: (values: Maybe[]) => Maybe): Operator {
  const lone = on(name, 1, 1, (v) => run(Array.isArray(v) ? v : [v]));
  const several = on(name, 0, MANY, (...args) => run(args));
  return (c, operand) =>
    Array.isArray(operand) && operand.length !== 1 ? several(c, operand) : lone(c, operand);
}

const MANY = Number.POSITIVE_INFINITY;

export const OPERATORS: Record<string, Operator> = {
  $literal: (_c, operand) => () => operand,
  $add: on('$add', 0, MANY, addAll),
  $subtract: on('$subtract', 2, 2, subtract),
  $multiply: on('$multiply', 0, MANY, multiplyAll),
  $divide: on('$divide', 2, 2, divide),
  $ceil: rounding('$ceil', Math.ceil),
  $floor: rounding('$floor', Math.floor),
  $eq: comparison('$eq', (c) => c === 0),
  $ne: comparison('$ne', (c) => c !== 0),
  $gt: comparison('$gt', (c) => c > 0),
  $gte: comparison('$gte', (c) => c >= 0),
  $lt: comparison('$lt', (c) => c < 0),
  $lte: comparison('$lte', (c) => c <= 0),
  $and: logical(true),
  $or: logical(false),
  $not: on('$not', 1, 1, (v) => !truthy(v)),
  $cond: conditional,
  $ifNull: on('$ifNull', 2, MANY, (...args) => args.find((v) => !nullish(v)) ?? args.at(-1)),
  $switch: named('$switch', ['branches'], ['default'], switchOf),
  $in: on('$in', 2, 2, (v, list) => array('$in', 40081, list).some((x) => equal(x, v))),
  $size: on('$size', 1, 1, (v) => array('$size', 17124, v).length),
  $isArray: on('$isArray', 1, 1, (v) => Array.isArray(v)),
  $arrayElemAt: on('$arrayElemAt', 2, 2, elementAt),
  $filter: eachElement('$filter', 28651, 'cond', (out, element, keep) => {
    if (truthy(keep)) out.push(element);
  }),
  $map: eachElement('$map', 16883, 'in', (out, _element, v) => out.push(v ?? null)),
  $concat: on('$concat', 0, MANY, concat),
  $substrCP: on('$substrCP', 3, 3, substrCP),
  $toString: on('$toString', 1, 1, toStringOf),
  $sum: over('$sum', (values) => Sum.of(values).total()),
  $avg: over('$avg', (values) => Sum.of(values).average()),
  $min: over('$min', (values) => extreme(values, 1)),
  $max: over('$max', (values) => extreme(values, -1)),
};
