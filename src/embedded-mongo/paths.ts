/** Dotted paths through documents and arrays, as MongoDB's query language walks them. */
import { type Doc, isDoc, type Maybe, type Value } from './values.ts';

const INDEX = /^(0|[1-9]\d*)$/;

/** Whether a path component can name an array position. */
export function isPosition(component: string): boolean {
  return INDEX.test(component);
}

export function topField(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

/**
 * Calls `visit` with each value a query on the path would look at, until it returns true; says whether it did.
 * Elements of arrays on the way are walked into, and count both as positions and as sub-documents. An array
 * at the end is visited as it is; with `spread`, its elements first. A path that leads nowhere visits `undefined`.
 */
export function visitPath(
  doc: Doc,
  path: readonly string[],
  spread: boolean,
  visit: (value: Maybe) => boolean,
  from = 0,
): boolean {
  let value: Maybe = doc;
  let i = from;
  for (; i < path.length; i++) {
    if (!isDoc(value)) return visit(undefined);
    value = value.get(path[i] as string);
    if (Array.isArray(value)) break;
  }
  if (!Array.isArray(value)) return visit(value);
  if (i >= path.length - 1) return (spread && value.some(visit)) || visit(value);
  return visitArray(value, path, i + 1, spread, visit);
}

/** `path[from]` is what follows the array. */
function visitArray(
  array: Value[],
  path: readonly string[],
  from: number,
  spread: boolean,
  visit: (value: Maybe) => boolean,
): boolean {
  for (const element of array) {
    if (isDoc(element) && visitPath(element, path, spread, visit, from)) return true;
  }
  const component = path[from] as string;
  if (!isPosition(component)) return false;
  const element = array[Number(component)];
  if (element === undefined) return false;
  if (from === path.length - 1) return visit(element);
  if (isDoc(element)) return visitPath(element, path, spread, visit, from + 1);
  return Array.isArray(element) && visitArray(element, path, from + 1, spread, visit);
}
