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
  const out: number[] | Buffer[] = [];
  writeValue(v, out as Buffer[]);
  let bytes = Buffer.concat(out as Buffer[]);
  const room = Math.floor(MAX_KEY_BYTES / fieldCount);
  const lossy = bytes.length > room;
  if (lossy) {
    const hash = createHash('sha256').update(bytes).digest().subarray(0, HASH_BYTES);
    bytes = Buffer.concat([bytes.subarray(0, room - HASH_BYTES), hash]);
  }
  if (direction === -1) for (let i = 0; i < bytes.length; i++) bytes[i] = ~(bytes[i] as number) & 0xff;
  return { bytes, lossy };
}

/** How much of a cut value's bytes still orders it. */
export function orderedPart(e: Encoded): Buffer {
  return e.lossy ? e.bytes.subarray(0, e.bytes.length - HASH_BYTES) : e.bytes;
}

/** The type byte of a rank as it stands in a key. */
export function rankByte(rank: number, direction: 1 | -1): number {
  return direction === 1 ? rank + 1 : ~(rank + 1) & 0xff;
}

function writeValue(v: Maybe, out: Buffer[]): void {
  const rank = v === undefined ? EMPTY_ARRAY : rankOf(v);
  out.push(Buffer.from([rankByte(rank, 1)]));
  switch (rank) {
    case RANK.number:
      out.push(numberBytes(v as Num));
      break;
    case RANK.string:
      out.push(terminated(Buffer.from(v as string)));
      break;
    case RANK.objectId:
      out.push(Buffer.from((v as ObjectId).id));
      break;
    case RANK.date:
      out.push(numberBytes((v as Date).getTime()));
      break;
    case RANK.boolean:
      out.push(Buffer.from([v ? 1 : 0]));
      break;
    case RANK.binary: {
      const binary = v as Binary;
      const head = Buffer.alloc(5);
      head.writeUInt32BE(binary.length());
      head[4] = binary.sub_type;
      out.push(head, Buffer.from(binary.value()));
      break;
    }
    case RANK.object:
      for (const [name, x] of v as Doc) {
        out.push(Buffer.from([rankByte(rankOf(x), 1)]), terminated(Buffer.from(name)));
        writeValue(x, out);
      }
      out.push(Buffer.from([0]));
      break;
    case RANK.array:
      for (const x of v as Value[]) writeValue(x, out);
      out.push(Buffer.from([0]));
      break;
  }
}

/** Ends in 0, which inside becomes 1 1, and 1 becomes 1 2: a prefix sorts first. */
function terminated(bytes: Buffer): Buffer {
  if (!bytes.includes(0) && !bytes.includes(1)) return Buffer.concat([bytes, Buffer.from([0])]);
  return Buffer.from([...[...bytes].flatMap((b) => (b <= 1 ? [1, b + 1] : [b])), 0]);
}

/** Eight bytes of the nearest double, then two of what an int64 has beyond it. NaN comes first. */
function numberBytes(v: Num): Buffer {
  const out = Buffer.alloc(10);
  const n = toNumber(v);
  if (Number.isNaN(n)) return out;
  out.writeDoubleBE(n === 0 ? 0 : n);
  if ((out[0] as number) & 0x80) for (let i = 0; i < 8; i++) out[i] = ~(out[i] as number) & 0xff;
  else out[0] = (out[0] as number) | 0x80;
  out.writeUInt16BE(0x8000 + (typeof v === 'bigint' ? Number(v - BigInt(n)) : 0), 8);
  return out;
}
