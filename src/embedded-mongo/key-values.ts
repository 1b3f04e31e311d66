/** The values a document has for the fields of an index or a sort. */
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
  const found: KeyValues = { rows: [], multikey: fields.map(() => false), present: false };
  const walks = fields.map(({ path, parts }) =>
    isIdAlone(path, fields)
      ? { value: doc.get('_id') ?? null, parts: [], done: true }
      : { value: doc, parts, done: false },
  );
  expand(walks, found, parallelArrays);
  return found;
}

/** A stored `_id` is never an array. One that `$group` made sorts as a whole, but only when it is all one sorts by. */
function isIdAlone(path: string, fields: readonly KeyField[]): boolean {
  return path === '_id' && fields.length === 1;
}

/** The row of a document without an array on any of the paths: nearly every document. */
function simpleRow(doc: Doc, fields: readonly KeyField[]): KeyValues | undefined {
  const row: Maybe[] = [];
  let present = false;
  for (const { path, parts } of fields) {
    let v: Maybe = doc;
    for (const part of parts) v = isDoc(v) ? v.get(part) : Array.isArray(v) ? v : undefined;
    if (Array.isArray(v) && !isIdAlone(path, fields)) return undefined;
    if (v !== undefined) present = true;
    row.push(v ?? null);
  }
  return { rows: [row], multikey: NO_ARRAYS, present };
}

const NO_ARRAYS: boolean[] = [];

/** How far a field's path has been followed. */
interface Walk {
  value: Maybe;
  parts: readonly string[];
  /** `value` is what the key gets: `undefined` stands for an empty array, null also for what is missing. */
  done: boolean;
  missing?: boolean;
}

/** Adds the rows that the walks lead to: one, or more from each element of the array they have met. */
function expand(
  from: Walk[],
  found: KeyValues,
  parallelArrays: 'CannotIndexParallelArrays' | 'BadValue',
): void {
  const walks = from.map((w) => (w.done ? w : descend(w)));
  const array = walks.find((w) => !w.done)?.value as Value[] | undefined;
  if (!array) {
    found.present ||= walks.some((w) => !w.missing);
    found.rows.push(walks.map((w) => w.value));
    return;
  }
  if (walks.some((w) => !w.done && w.value !== array))
    throw new MongoError(parallelArrays, 'cannot index or sort by parallel arrays');
  found.present = true;
  walks.forEach((w, i) => {
    if (!w.done) found.multikey[i] = true;
  });
  for (const element of array.length > 0 ? array : [undefined])
    expand(
      walks.map((w) => (w.done ? w : into(element, w.parts))),
      found,
      parallelArrays,
    );
}

/** Follows the path through sub-documents to its end, or to the first array on the way. */
function descend({ value, parts }: Walk): Walk {
  let v = value;
  let i = 0;
  for (; i < parts.length && !Array.isArray(v); i++) v = isDoc(v) ? v.get(parts[i] as string) : undefined;
  if (v === undefined) return { value: null, parts: [], done: true, missing: true };
  return { value: v, parts: parts.slice(i), done: !Array.isArray(v) };
}

/** The walk goes on in an element of an array; one that is an array itself, or nothing, is not walked into. */
function into(element: Maybe, parts: readonly string[]): Walk {
  const ends = element === undefined || Array.isArray(element);
  return { value: ends && parts.length > 0 ? null : element, parts, done: ends || parts.length === 0 };
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
