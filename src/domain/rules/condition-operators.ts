import { Query } from 'mingo/query';
import type { AnyObject, Options } from 'mingo/types';
import { RE2JS } from 're2js';

/**
 * The leaf operators of a condition with the server's meaning. Operands have been checked (condition-check.ts):
 * scalars and arrays of scalars only.
 */
export const LOGICAL_OPERATORS: ReadonlySet<string> = new Set(['$and', '$or', '$nor']);

/** In `$elemMatch`: `{ $gt: 3 }` is about the element itself, `{ name: … }` and `{ $or: … }` about its properties. */
export function isValueMatch(inner: Record<string, unknown>): boolean {
  return Object.keys(inner).every((key) => key.startsWith('$') && !LOGICAL_OPERATORS.has(key));
}

type Scalar = string | number | boolean | Date | null;
type Test = (value: unknown) => boolean;

/** An array's item in a value match: looked at as it is, an array in an array is not opened. */
class Item {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** How the server walks a dotted path: through objects, and through the objects inside an array, one level deep. */
function* valuesAt(doc: unknown, path: readonly string[]): Generator<unknown> {
  const [name, ...rest] = path;
  if (name === undefined || !isPlainObject(doc)) return;
  const value = Object.hasOwn(doc, name) ? doc[name] : undefined;
  if (rest.length === 0) {
    yield value;
  } else if (Array.isArray(value)) {
    for (const item of value) yield* valuesAt(item, rest);
  } else if (isPlainObject(value)) {
    yield* valuesAt(value, rest);
  } else {
    yield undefined;
  }
}

/** True when a value on the path, or an element of an array there, passes. */
function anyValue(selector: string, test: Test): Test {
  const path = selector.split('.');
  return (doc) => {
    if (doc instanceof Item) return test(doc.value);
    for (const value of valuesAt(doc, path)) {
      if (Array.isArray(value) ? value.some(test) : test(value)) return true;
    }
    return false;
  };
}

/** As `anyValue`, but an array is looked at as a whole. */
function anyWhole(selector: string, test: Test): Test {
  const path = selector.split('.');
  return (doc) => {
    if (doc instanceof Item) return test(doc.value);
    for (const value of valuesAt(doc, path)) if (test(value)) return true;
    return false;
  };
}

function equals(operand: Scalar): Test {
  if (operand === null) return (value) => value === null || value === undefined;
  if (operand instanceof Date) {
    return (value) => value instanceof Date && value.getTime() === operand.getTime();
  }
  return (value) => value === operand;
}

function ordered(operand: Scalar, holds: (a: number | string, b: number | string) => boolean): Test {
  if (operand instanceof Date) {
    return (value) => value instanceof Date && holds(value.getTime(), operand.getTime());
  }
  return (value) =>
    typeof value === typeof operand && holds(value as number | string, operand as number | string);
}

function not(test: Test): Test {
  return (doc) => !test(doc);
}

type Operator = (selector: string, operand: unknown, options: Options) => Test;

const order =
  (holds: (a: number | string, b: number | string) => boolean): Operator =>
  (selector, operand) =>
    anyValue(selector, ordered(operand as Scalar, holds));

const $eq: Operator = (selector, operand) => anyValue(selector, equals(operand as Scalar));

const $in: Operator = (selector, operand) => {
  const tests = (operand as Scalar[]).map(equals);
  return anyValue(selector, (value) => tests.some((test) => test(value)));
};

const $all: Operator = (selector, operand) => {
  const tests = (operand as Scalar[]).map((item) => anyValue(selector, equals(item)));
  return (doc) => tests.length > 0 && tests.every((test) => test(doc));
};

const $exists: Operator = (selector, operand) => {
  const exists = anyWhole(selector, (value) => value !== undefined);
  return operand === true ? exists : not(exists);
};

const $size: Operator = (selector, operand) =>
  anyWhole(selector, (value) => Array.isArray(value) && value.length === operand);

const $pattern: Operator = (selector, operand) => {
  const { source, options } = operand as { source: string; options: string };
  const program = compileServerPattern(source, options);
  return anyValue(selector, (value) => typeof value === 'string' && program.test(value));
};

const $elemMatch: Operator = (selector, operand, options) => {
  const inner = operand as AnyObject;
  if (isValueMatch(inner)) {
    const query = new Query<object>({ item: inner }, options);
    return anyItem(selector, (item) => query.test(new Item(item)));
  }
  const query = new Query(inner, options);
  return anyItem(selector, (item) => {
    // To the server an array is an object whose properties are numbers: none that a condition may name.
    if (Array.isArray(item)) return query.test({});
    return isPlainObject(item) && query.test(item);
  });
};

function anyItem(selector: string, test: Test): Test {
  return anyWhole(selector, (value) => Array.isArray(value) && value.some(test));
}

const FLAGS: Record<string, number> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/**
 * A pattern with the server's (PCRE's) meaning on re2js. Throws re2js's own error; conditions have been checked before.
 */
export function compileServerPattern(source: string, options: string): RE2JS {
  return RE2JS.compile(
    options.includes('m')
      ? source
      : source.replace(PATTERN_TOKEN, (token) => (token === '$' ? PCRE_END : token)),
    [...options].reduce((flags, letter) => flags | (FLAGS[letter] ?? 0), 0),
  );
}

/** An escape, a character class, or one character. */
const PATTERN_TOKEN = /\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|./gs;
/** For PCRE `$` is also the place before a closing line break; for RE2 the very end only. */
const PCRE_END = '(?:\\n?\\z)';

export const CONDITION_OPERATORS: Record<`$${string}`, Operator> = {
  $eq,
  $ne: (selector, operand, options) => not($eq(selector, operand, options)),
  $in,
  $nin: (selector, operand, options) => not($in(selector, operand, options)),
  $gt: order((a, b) => a > b),
  $gte: order((a, b) => a >= b),
  $lt: order((a, b) => a < b),
  $lte: order((a, b) => a <= b),
  $exists,
  $size,
  $all,
  $elemMatch,
  $pattern,
};

function isPlainObject(value: unknown): value is AnyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
