/** Projections of `find` and `findAndModify`: inclusion or exclusion of fields. */
import { MongoError, notSupported } from './errors.ts';
import { type Doc, isDoc, isNumber, type Maybe, truthy, type Value } from './values.ts';

/** What is said about the fields below a path; a leaf says nothing more. */
type Tree = Map<string, Tree | 'named'>;

export interface Projection {
  apply(doc: Doc): Doc;
  /** Top-level fields it reads; undefined means all of them. */
  fields: ReadonlySet<string> | undefined;
}

/** `undefined` for a projection that asks for nothing in particular. */
export function parseProjection(spec: Maybe): Projection | undefined {
  if (!isDoc(spec) || spec.size === 0) return undefined;
  const named: Tree = new Map();
  const kinds = new Set<boolean>();
  let id: boolean | undefined;
  for (const [path, shown] of leaves(spec, [])) {
    if (path.length === 1 && path[0] === '_id') id = shown;
    else {
      kinds.add(shown);
      place(named, path);
    }
  }
  if (kinds.size > 1) throw new MongoError(31254, 'Cannot do exclusion on a field in inclusion projection');
  const includes = kinds.size > 0 ? kinds.has(true) : id === true;
  // `_id` comes along unless it is told not to
  if (includes ? id !== false : id === false) named.set('_id', 'named');
  return {
    apply: (doc) => select(doc, named, includes),
    fields: includes ? new Set(named.keys()) : undefined,
  };
}

/** Each path with whether it is to be shown. */
function* leaves(spec: Doc, above: readonly string[]): Generator<[path: string[], shown: boolean]> {
  for (const [name, v] of spec) {
    const path = [...above, ...name.split('.')];
    checkPath(path);
    if (isDoc(v) && v.size > 0 && ![...v.keys()].some((k) => k.startsWith('$'))) yield* leaves(v, path);
    else if (typeof v === 'boolean' || isNumber(v)) yield [path, truthy(v)];
    else throw notSupported(`A computed projection ('${path.join('.')}')`);
  }
}

function checkPath(path: readonly string[]): void {
  const text = path.join('.');
  if (text === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (path.at(-1) === '') throw new MongoError(40353, "FieldPath must not end with a '.'.");
  if (path.includes('')) throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
  if (path[0]?.startsWith('$'))
    throw new MongoError(16410, `FieldPath field names may not start with '$': '${text}'`);
  if (path.at(-1) === '$') throw notSupported(`The positional projection '${text}'`);
  if (path.some((p) => p.startsWith('$'))) throw notSupported(`A projection of '${text}'`);
}

function place(tree: Tree, path: readonly string[]): void {
  let node = tree;
  for (const [i, name] of path.entries()) {
    const child = node.get(name);
    const last = i === path.length - 1;
    if (last ? child !== undefined : child === 'named')
      throw new MongoError(31249, `Path collision at ${path.join('.')}`);
    if (last) node.set(name, 'named');
    else {
      const next: Tree = (child as Tree | undefined) ?? new Map();
      node.set(name, next);
      node = next;
    }
  }
}

/** The fields that stay, in the document's own order. */
function select(doc: Doc, named: Tree, includes: boolean): Doc {
  const out: Doc = new Map();
  for (const [name, value] of doc) {
    const below = named.get(name);
    if (below instanceof Map) {
      const v = selectIn(value, below, includes);
      if (v !== undefined) out.set(name, v);
    } else if ((below === 'named') === includes) out.set(name, value);
  }
  return out;
}

function selectIn(value: Value, named: Tree, includes: boolean): Maybe {
  if (isDoc(value)) return select(value, named, includes);
  if (Array.isArray(value))
    return value.flatMap((e) => [selectIn(e, named, includes)].filter((v) => v !== undefined));
  return includes ? undefined : value;
}
