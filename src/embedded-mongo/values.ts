/**
 * How BSON values look inside the engine, and MongoDB's order, equality and arithmetic on them.
 *
 * Types stay exact without wrapping every number: a JS number is an int32 when it is an integer in that range
 * and a double otherwise; a `bigint` is an int64; `Double` holds only what a plain number cannot say, an
 * integral double such as 5.0. A document is a `Map`, which keeps any key in its place and has no prototype.
 */
import { type Binary, Double, type ObjectId } from 'bson';

export type Doc = Map<string, Value>;
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Double
  | ObjectId
  | Binary
  | Value[]
  | Doc;
/** A value, or `undefined` for a missing field. */
export type Maybe = Value | undefined;

/** MongoDB's canonical type order: values of different rank compare by rank alone. */
export const RANK = {
  missing: 1,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
} as const;

const BSON_RANK: Record<string, number> = {
  Double: RANK.number,
  ObjectId: RANK.objectId,
  Binary: RANK.binary,
};

export function rankOf(v: Maybe): number {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return RANK.number;
    case 'string':
      return RANK.string;
    case 'boolean':
      return RANK.boolean;
    case 'undefined':
      return RANK.missing;
  }
  if (v === null) return RANK.null;
  if (v instanceof Map) return RANK.object;
  if (Array.isArray(v)) return RANK.array;
  if (v instanceof Date) return RANK.date;
  return BSON_RANK[v._bsontype] as number;
}

export function isDoc(v: Maybe): v is Doc {
  return v instanceof Map;
}

/** A document of these fields, without those that are undefined. */
export function docOf(fields: Record<string, Maybe>): Doc {
  return new Map(Object.entries(fields).filter((e): e is [string, Value] => e[1] !== undefined));
}

export type Num = number | bigint | Double;

export function isNumber(v: Maybe): v is Num {
  return typeof v === 'number' || typeof v === 'bigint' || v instanceof Double;
}

export function nullish(v: Maybe): v is null | undefined {
  return v === null || v === undefined;
}

/** MongoDB's idea of true: everything but false, null, missing and zero. */
export function truthy(v: Maybe): boolean {
  return !nullish(v) && v !== false && !(isNumber(v) && toNumber(v) === 0);
}

/** The JS number nearest to a BSON number. */
export function toNumber(v: Num): number {
  return typeof v === 'number' ? v : Number(v instanceof Double ? v.value : v);
}

/** Whether a JS number stands for an int32: see the head of this file. */
export const isInt32 = (n: number): boolean => (n | 0) === n && !Object.is(n, -0);

/** MongoDB's name of the value's type, as `$type` gives it. */
export function typeName(v: Maybe): string {
  if (v === undefined) return 'missing';
  if (typeof v === 'number') return isInt32(v) ? 'int' : 'double';
  if (typeof v === 'bigint') return 'long';
  if (v instanceof Double) return 'double';
  const rank = rankOf(v);
  if (rank === RANK.boolean) return 'bool';
  if (rank === RANK.binary) return 'binData';
  return Object.entries(RANK).find(([, r]) => r === rank)?.[0] ?? 'unknown';
}

/** A double, kept apart from an int32 of the same value. */
export function double(n: number): number | Double {
  return isInt32(n) ? new Double(n) : n;
}

function isInteger(v: Num): v is number | bigint {
  return typeof v === 'bigint' || (typeof v === 'number' && isInt32(v));
}

/** Exact on integers, with MongoDB's widening from int32 to int64 to double; on doubles as ever. */
export function add(a: Num, b: Num): Num {
  const sum = toNumber(a) + toNumber(b);
  if (!isInteger(a) || !isInteger(b)) return double(sum);
  if (typeof a === 'number' && typeof b === 'number' && isInt32(sum)) return sum;
  const exact = BigInt(a) + BigInt(b);
  return BigInt.asIntN(64, exact) === exact ? exact : double(sum);
}

function compareNumbers(a: Num, b: Num): number {
  const x = a instanceof Double ? a.value : a;
  const y = b instanceof Double ? b.value : b;
  if (x < y) return -1;
  if (x > y) return 1;
  // neither: they are equal, or one is NaN, which MongoDB puts below every number and equal to itself
  return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
}

/** Order of strings by code point (UTF-8 bytes), not by UTF-16 unit as `<` does. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x !== y) {
      // surrogates stand for code points above U+FFFF: lift them over U+E000–U+FFFF
      if (x >= 0xd800) x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
      if (y >= 0xd800) y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
      return x - y;
    }
  }
  return a.length - b.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return a.length - b.length || Buffer.compare(a, b);
}

function compareDocs(a: Doc, b: Doc): number {
  const other = b.entries();
  for (const [key, value] of a) {
    const next = other.next();
    if (next.done) return 1;
    const [otherKey, otherValue] = next.value;
    const c =
      rankOf(value) - rankOf(otherValue) ||
      compareStrings(key, otherKey) ||
      compareSame(value, otherValue, rankOf(value));
    if (c !== 0) return c;
  }
  return other.next().done ? 0 : -1;
}

function compareArrays(a: Value[], b: Value[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const c = compare(a[i], b[i]);
    if (c !== 0) return c;
  }
  return a.length - b.length;
}

function compareSame(a: Maybe, b: Maybe, rank: number): number {
  switch (rank) {
    case RANK.number:
      return compareNumbers(a as Num, b as Num);
    case RANK.string:
      return compareStrings(a as string, b as string);
    case RANK.date:
      return (a as Date).getTime() - (b as Date).getTime();
    case RANK.boolean:
      return Number(a) - Number(b);
    case RANK.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case RANK.object:
      return compareDocs(a as Doc, b as Doc);
    case RANK.array:
      return compareArrays(a as Value[], b as Value[]);
    case RANK.binary: {
      const [x, y] = [a as Binary, b as Binary];
      return x.length() - y.length() || x.sub_type - y.sub_type || compareBytes(x.value(), y.value());
    }
    default:
      return 0; // null, missing
  }
}

/** MongoDB's total order of values: negative, zero or positive. A missing value sorts before null. */
export function compare(a: Maybe, b: Maybe): number {
  const rank = rankOf(a);
  return rank - rankOf(b) || compareSame(a, b, rank);
}

export function equal(a: Maybe, b: Maybe): boolean {
  return a === b || compare(a, b) === 0;
}

function identityOfNumber(n: number | bigint): string {
  if (n === 0) return 'n0'; // -0 too
  return `n${typeof n === 'number' && Number.isInteger(n) && !Number.isSafeInteger(n) ? BigInt(n) : n}`;
}

/** A string that is the same for equal values and only for these: the key of groups and sets. */
export function identity(v: Maybe): string {
  switch (typeof v) {
    case 'string':
      return `s${v.length}:${v}`;
    case 'undefined':
      return 'u';
    case 'number':
    case 'bigint':
      return identityOfNumber(v);
    case 'boolean':
      return v ? 't' : 'f';
  }
  if (v === null) return '-';
  if (v instanceof Double) return identityOfNumber(v.value);
  if (v instanceof Date) return `d${v.getTime()}`;
  if (Array.isArray(v)) return `[${v.map(identity).join()}]`;
  if (v instanceof Map) {
    let out = '{';
    for (const [key, value] of v) out += `${key.length}:${key}${identity(value)}`;
    return `${out}}`;
  }
  if (v._bsontype === 'ObjectId') return `o${v.toHexString()}`;
  return `b${v.sub_type}:${Buffer.from(v.value()).toString('base64')}`;
}

/** A copy that shares no container with the original. */
export function clone(v: Value): Value {
  if (Array.isArray(v)) return v.map(clone);
  if (isDoc(v)) return new Map([...v].map(([k, x]) => [k, clone(x)]));
  return v;
}
