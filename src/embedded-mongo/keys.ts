/**
 * Index keys: the values a document has for an index, and their bytes, ordered as MongoDB orders the values.
 *
 * Layout of a value: a type byte (its rank), then a payload that sorts bytewise. Long payloads are cut and end in
 * a hash; such keys still find every match but no longer sort, which `lossy` tells. A descending field has its
 * bytes inverted. Readers always test the document itself again.
 */
import { createHash } from 'node:crypto';
import type { Binary, ObjectId } from 'bson';
import { MongoError, notSupported } from './errors.ts';
import { isPosition } from './paths.ts';
import {
  compare,
  type Doc,
  isDoc,
  type Maybe,
  type Num,
  RANK,
  rankOf,
  toNumber,
  type Value,
} from './values.ts';

export interface KeyField {
  path: string;
  parts: readonly string[];
  direction: 1 | -1;
}

/** LMDB takes keys up to 1,978 bytes: index id and record number leave this much to all the values together. */
const MAX_KEY_BYTES = 1900;
const HASH_BYTES = 16;
/** A record number at the end of a key. */
export const RECORD_BYTES = 6;
/** An empty array's key: below null, where no query's bounds reach by accident. */
const EMPTY_ARRAY = RANK.missing;

/** `{a: 1, 'b.c': -1}` as fields. Throws on directions and paths outside the subset. */
export function parseKeyPattern(pattern: Doc, what: string): KeyField[] {
  if (pattern.size === 0) throw new MongoError('CannotCreateIndex', `${what} must not be empty`);
  return [...pattern].map(([path, spec]) => {
    const direction =
      spec === 1 || spec === -1 ? spec : typeof spec === 'string' ? 0 : Math.sign(numberOr0(spec));
    if (direction !== 1 && direction !== -1) throw notSupported(`${what} of kind ${JSON.stringify(spec)}`);
    const parts = path.split('.');
    if (parts.includes('')) throw new MongoError('CannotCreateIndex', `${what} with an empty field name`);
    if (parts.some((p) => p.startsWith('$'))) throw notSupported(`${what} on '${path}'`);
    if (parts.some(isPosition)) throw notSupported(`${what} on an array position ('${path}')`);
    return { path, parts, direction };
  });
}

function numberOr0(v: Value): number {
  return rankOf(v) === RANK.number ? toNumber(v as Num) : 0;
}

/** A document's values for the fields; more than one row when arrays are on the paths. */
export interface KeyValues {
  /** One row per key; a missing value is null, an empty array at the end of a path is `undefined`. */
  rows: Maybe[][];
  /** Which fields went through an array. */
  multikey: boolean[];
  /** Whether at least one of the fields is there at all: a sparse index has only such documents. */
  present: boolean;
}

export function keyValues(
  doc: Doc,
  fields: readonly KeyField[],
  parallelArrays: 'CannotIndexParallelArrays' | 'BadValue' = 'CannotIndexParallelArrays',
): KeyValues {
  const simple = simpleRow(doc, fields);
  if (simple) return simple;
  const multikey = fields.map(() => false);
  const state = { present: false, parallelArrays };
  const rows = expand(
    // a stored `_id` is never an array; one made by $group sorts as a whole
    fields.map((f) =>
      f.path === '_id'
        ? { value: doc.get('_id'), parts: [], done: true }
        : { value: doc as Maybe, parts: f.parts, done: false },
    ),
    multikey,
    state,
  );
  return { rows, multikey, present: state.present };
}

/** The row of a document without an array on any of the paths: nearly every document. */
function simpleRow(doc: Doc, fields: readonly KeyField[]): KeyValues | undefined {
  const row: Maybe[] = [];
  let present = false;
  for (const { path, parts } of fields) {
    let v: Maybe = doc;
    for (const part of parts) v = isDoc(v) ? v.get(part) : Array.isArray(v) ? v : undefined;
    if (Array.isArray(v) && path !== '_id') return undefined;
    if (v !== undefined) present = true;
    row.push(v ?? null);
  }
  return { rows: [row], multikey: NO_ARRAYS, present };
}

const NO_ARRAYS: boolean[] = [];

interface Walk {
  value: Maybe;
  parts: readonly string[];
  done: boolean;
}

interface ExpandState {
  present: boolean;
  parallelArrays: 'CannotIndexParallelArrays' | 'BadValue';
}

function expand(walks: Walk[], multikey: boolean[], state: ExpandState): Maybe[][] {
  for (const walk of walks) descend(walk);
  const arrays = walks.map((w) => (!w.done && Array.isArray(w.value) ? w.value : undefined));
  const array = arrays.find((a) => a !== undefined);
  if (!array) {
    for (const w of walks) if (w.value !== undefined) state.present = true;
    return [walks.map((w) => w.value ?? null)];
  }
  state.present = true;
  if (arrays.some((a) => a !== undefined && a !== array))
    throw new MongoError(state.parallelArrays, 'cannot index or sort by parallel arrays');
  arrays.forEach((a, i) => {
    if (a) multikey[i] = true;
  });
  if (array.length === 0) {
    return expandRest(walks, arrays, multikey, state, (w) => (w.parts.length > 0 ? null : undefined));
  }
  return array.flatMap((element) => {
    // an element that is an array itself is a value, not something to walk on into
    const next = walks.map((w, i) => {
      if (!arrays[i]) return { ...w };
      const stuck = Array.isArray(element);
      return {
        value: stuck && w.parts.length > 0 ? null : element,
        parts: w.parts,
        done: stuck || w.parts.length === 0,
      };
    });
    return expand(next, multikey, state);
  });
}

/** The other fields' rows, with one fixed value for those that met an empty array. */
function expandRest(
  walks: Walk[],
  arrays: (Value[] | undefined)[],
  multikey: boolean[],
  state: ExpandState,
  fixed: (w: Walk) => null | undefined,
): Maybe[][] {
  const rest = walks.map((w, i) => (arrays[i] ? { value: null, parts: [], done: true } : { ...w }));
  const rows = expand(rest, multikey, state);
  return rows.map((row) => row.map((v, i) => (arrays[i] ? fixed(walks[i] as Walk) : v)));
}

/** Walks down through sub-documents to the value, or to the first array on the way. */
function descend(walk: Walk): void {
  while (!walk.done && walk.parts.length > 0 && !Array.isArray(walk.value)) {
    walk.value = isDoc(walk.value) ? walk.value.get(walk.parts[0] as string) : undefined;
    walk.parts = walk.parts.slice(1);
    if (walk.value === undefined) walk.done = true;
  }
  if (walk.parts.length === 0 && !Array.isArray(walk.value)) walk.done = true;
}

/** Order of two key rows under the fields' directions: what sorting by these fields means. */
export function compareRows(a: readonly Maybe[], b: readonly Maybe[], fields: readonly KeyField[]): number {
  for (let i = 0; i < fields.length; i++) {
    const c = compare(a[i], b[i]) * (fields[i] as KeyField).direction;
    if (c !== 0) return c;
  }
  return 0;
}

/** The row a document sorts by: of an array's values the first in the order asked for. */
export function sortRow(doc: Doc, fields: readonly KeyField[]): Maybe[] {
  const { rows } = keyValues(doc, fields, 'BadValue');
  return rows.reduce((best, row) => (compareRows(row, best, fields) < 0 ? row : best));
}

export interface Encoded {
  bytes: Buffer;
  /** The bytes end in a hash: they identify the value but do not order it. */
  lossy: boolean;
}

/** One value's bytes within a key of `fieldCount` fields. */
export function encodeValue(v: Maybe, direction: 1 | -1, fieldCount: number): Encoded {
  end = 0;
  const lossy = appendValue(v, direction, fieldCount);
  return { bytes: Buffer.from(scratch.subarray(0, end)), lossy };
}

/** The whole key of an index entry: index id, values, record number. */
export function encodeEntry(
  id: number,
  row: readonly Maybe[],
  fields: readonly KeyField[],
  record: number,
): Encoded {
  let lossy = false;
  end = 0;
  reserve(4);
  end = scratch.writeUInt32BE(id, end);
  for (let i = 0; i < fields.length; i++)
    if (appendValue(row[i], (fields[i] as KeyField).direction, fields.length)) lossy = true;
  reserve(RECORD_BYTES);
  end = scratch.writeUIntBE(record, end, RECORD_BYTES);
  return { bytes: Buffer.from(scratch.subarray(0, end)), lossy };
}

/** How much of a cut value's bytes still orders it. */
export function orderedPart(e: Encoded): Buffer {
  return e.lossy ? e.bytes.subarray(0, e.bytes.length - HASH_BYTES) : e.bytes;
}

/** The type byte of a rank as it stands in a key. */
export function rankByte(rank: number, direction: 1 | -1): number {
  return direction === 1 ? rank + 1 : ~(rank + 1) & 0xff;
}

// Keys are built in one buffer that grows, and copied out when they are whole.
let scratch = Buffer.allocUnsafe(4096);
let end = 0;

function reserve(bytes: number): void {
  if (end + bytes > scratch.length)
    scratch = Buffer.concat([scratch, Buffer.allocUnsafe(scratch.length + bytes)]);
}

function byte(b: number): void {
  reserve(1);
  scratch[end++] = b;
}

function raw(bytes: Uint8Array): void {
  reserve(bytes.length);
  scratch.set(bytes, end);
  end += bytes.length;
}

/** Appends a value, cut to its share of the key; says whether it was cut. */
function appendValue(v: Maybe, direction: 1 | -1, fieldCount: number): boolean {
  const start = end;
  appendWhole(v);
  const room = Math.floor(MAX_KEY_BYTES / fieldCount);
  const lossy = end - start > room;
  if (lossy) {
    const hash = createHash('sha256').update(scratch.subarray(start, end)).digest();
    end = start + room - HASH_BYTES;
    raw(hash.subarray(0, HASH_BYTES));
  }
  if (direction === -1) for (let i = start; i < end; i++) scratch[i] = ~(scratch[i] as number) & 0xff;
  return lossy;
}

function appendWhole(v: Maybe): void {
  const rank = v === undefined ? EMPTY_ARRAY : rankOf(v);
  byte(rankByte(rank, 1));
  switch (rank) {
    case RANK.number:
      appendNumber(v as Num);
      break;
    case RANK.string:
      appendText(v as string);
      break;
    case RANK.objectId:
      raw((v as ObjectId).id);
      break;
    case RANK.date:
      appendNumber((v as Date).getTime());
      break;
    case RANK.boolean:
      byte(v ? 1 : 0);
      break;
    case RANK.binary: {
      const binary = v as Binary;
      reserve(5);
      end = scratch.writeUInt32BE(binary.length(), end);
      byte(binary.sub_type);
      raw(binary.value());
      break;
    }
    case RANK.object:
      for (const [name, x] of v as Doc) {
        byte(rankByte(rankOf(x), 1));
        appendText(name);
        appendWhole(x);
      }
      byte(0);
      break;
    case RANK.array:
      for (const x of v as Value[]) appendWhole(x);
      byte(0);
      break;
  }
}

/** Ends in 0, which inside becomes 1 1, and 1 becomes 1 2: a prefix sorts first. */
function appendText(text: string): void {
  reserve(text.length * 3 + 1);
  const start = end;
  end += scratch.write(text, start);
  if (scratch.subarray(start, end).some((b) => b <= 1)) {
    const escaped = [...scratch.subarray(start, end)].flatMap((b) => (b <= 1 ? [1, b + 1] : [b]));
    end = start;
    raw(Uint8Array.from(escaped));
  }
  byte(0);
}

/** Eight bytes of the nearest double, then two of what an int64 has beyond it. NaN comes first. */
function appendNumber(v: Num): void {
  reserve(10);
  const n = toNumber(v);
  const start = end;
  end += 10;
  if (Number.isNaN(n)) {
    scratch.fill(0, start, end);
    return;
  }
  scratch.writeDoubleBE(n === 0 ? 0 : n, start);
  if ((scratch[start] as number) & 0x80)
    for (let i = start; i < start + 8; i++) scratch[i] = ~(scratch[i] as number) & 0xff;
  else scratch[start] = (scratch[start] as number) | 0x80;
  scratch.writeUInt16BE(0x8000 + (typeof v === 'bigint' ? Number(v - BigInt(n)) : 0), start + 8);
}
