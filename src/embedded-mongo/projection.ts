/** Projections of `find`, and the stages `$project`, `$addFields` and `$set`, as one tree of fields. */
import { MongoError, notSupported } from './errors.ts';
import { Compiler, type Evaluate, type Scope } from './expressions.ts';
import { type Doc, isDoc, isNumber, type Maybe, truthy, type Value } from './values.ts';

type Leaf = 'include' | 'exclude' | Evaluate;

interface Node {
  children: Map<string, Node | Leaf>;
  /** Somewhere below there is something to compute. */
  computes: boolean;
}

export interface Projection {
  apply(doc: Doc): Doc;
  /** Top-level fields it reads; undefined means all of them. */
  fields: ReadonlySet<string> | undefined;
}

const newNode = (): Node => ({ children: new Map(), computes: false });
const isNode = (x: Node | Leaf | undefined): x is Node => typeof x === 'object';

/** The projection of `find`: inclusion or exclusion of fields, nothing computed. */
export function parseFindProjection(spec: Doc): Projection | undefined {
  if (spec.size === 0) return undefined;
  return parseProject(spec, true);
}

/** `$project`: inclusion with computed fields, or exclusion. */
export function parseProject(spec: Doc, plainOnly = false): Projection {
  if (spec.size === 0) throw new MongoError(51272, 'projection specification must have at least one field');
  const tree = new Tree();
  tree.plainOnly = plainOnly;
  tree.addAll([], spec);
  const id = tree.root.children.get('_id');
  const others = [...tree.kinds].filter(([path]) => path !== '_id').map(([, kind]) => kind);
  const includes = others.some((k) => k !== 'exclude') || (others.length === 0 && id !== 'exclude');
  if (includes && others.includes('exclude'))
    throw new MongoError(31254, 'Cannot do exclusion on a field in inclusion projection');
  if (!includes && id === 'include') tree.root.children.delete('_id');
  if (includes && id === undefined) tree.root.children.set('_id', 'include');
  if (includes && id === 'exclude') tree.root.children.delete('_id');
  const fields = includes && !tree.compiler.readsAll ? new Set(tree.root.children.keys()) : undefined;
  for (const f of tree.compiler.fields) fields?.add(f);
  return { apply: (doc) => project(doc, tree.root, includes), fields };
}

/** `$addFields`: keeps everything and computes the named fields. */
export function parseAddFields(spec: Doc): Projection {
  const tree = new Tree();
  tree.computing = true;
  tree.addAll([], spec);
  const { readsAll, fields } = tree.compiler;
  const touched = new Set([...fields, ...tree.root.children.keys()]);
  return { apply: (doc) => project(doc, tree.root, false), fields: readsAll ? undefined : touched };
}

class Tree {
  readonly root = newNode();
  readonly compiler = new Compiler();
  /** What each full path asks for. */
  readonly kinds = new Map<string, 'include' | 'exclude' | 'compute'>();
  /** Numbers and booleans are values, as in `$addFields`, not inclusion or exclusion. */
  computing = false;
  /** Nothing may be computed: the projections of find. */
  plainOnly = false;

  addAll(prefix: string[], spec: Doc): void {
    for (const [path, v] of spec) {
      const parts = path.split('.');
      if (parts.some((p) => p === '' || p.startsWith('$')))
        throw new MongoError(16410, `FieldPath '${path}' is not valid in a projection`);
      this.add([...prefix, ...parts], v);
    }
  }

  private add(path: string[], v: Value): void {
    const nested = isDoc(v) && ![...v.keys()].some((k) => k.startsWith('$'));
    if (nested && v.size > 0) {
      this.addAll(path, v);
      return;
    }
    if (nested && !this.computing)
      throw new MongoError(51270, 'An empty sub-projection is not a valid value');
    const plain = !this.computing && (typeof v === 'boolean' || isNumber(v));
    const kind = plain ? (truthy(v) ? 'include' : 'exclude') : 'compute';
    if (kind === 'compute' && this.plainOnly)
      throw notSupported(`A computed projection in find ('${path.join('.')}')`);
    this.place(path, kind === 'compute' ? this.compiler.compile(v) : kind);
    this.kinds.set(path.join('.'), kind);
  }

  private place(path: string[], leaf: Leaf): void {
    let node = this.root;
    for (const [i, name] of path.entries()) {
      if (typeof leaf === 'function') node.computes = true;
      const child = node.children.get(name);
      if (i === path.length - 1) {
        if (child !== undefined) throw collision(path);
        node.children.set(name, leaf);
        return;
      }
      if (child !== undefined && !isNode(child)) throw collision(path);
      const next = child ?? newNode();
      node.children.set(name, next);
      node = next;
    }
  }
}

function collision(path: string[]): MongoError {
  return new MongoError(31249, `Path collision at ${path.join('.')}`);
}

function project(doc: Doc, node: Node, includes: boolean): Doc {
  const out = select(doc, node, includes);
  if (node.computes) compute({ root: doc, vars: undefined }, node, out);
  return out;
}

/** The fields that stay, in the document's own order. */
function select(doc: Doc, node: Node, includes: boolean): Doc {
  const out: Doc = new Map();
  for (const [name, value] of doc) {
    const child = node.children.get(name);
    if (isNode(child)) {
      const v = selectIn(value, child, includes);
      if (v !== undefined) out.set(name, v);
    } else if (includes ? child === 'include' : child !== 'exclude') out.set(name, value);
  }
  return out;
}

function selectIn(value: Value, node: Node, includes: boolean): Maybe {
  if (isDoc(value)) return select(value, node, includes);
  if (Array.isArray(value))
    return value.flatMap((e) => {
      const v = selectIn(e, node, includes);
      // what is left out here may still get a computed field
      return v !== undefined ? [v] : node.computes ? [null] : [];
    });
  return includes ? undefined : value;
}

function compute(scope: Scope, node: Node, out: Doc): void {
  for (const [name, child] of node.children) {
    if (isNode(child)) {
      if (child.computes) out.set(name, computeIn(scope, child, out.get(name)));
    } else if (typeof child === 'function') {
      const v = child(scope);
      if (v === undefined) out.delete(name);
      else out.set(name, v);
    }
  }
}

function computeIn(scope: Scope, node: Node, value: Maybe): Value {
  if (Array.isArray(value)) return value.map((e) => computeIn(scope, node, e));
  const out: Doc = isDoc(value) ? new Map(value) : new Map();
  compute(scope, node, out);
  return out;
}
