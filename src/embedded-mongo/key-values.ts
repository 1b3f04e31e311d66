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
