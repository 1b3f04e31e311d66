/** Update operators: parsed and checked for conflicts once, then applied to any number of documents. */
import { MongoError, notSupported } from './errors.ts';
import { isPosition } from './paths.ts';
import { supported } from './subset.ts';
import { type Apply, OPERATORS, pushes } from './update-operators.ts';
import { type Doc, equal, isDoc, type Maybe, typeName, type Value } from './values.ts';

export interface Update {
  /**
   * Changes `doc` in place. `inserting` is true for the document an upsert makes. Says whether MongoDB reports a
   * change even if the document stays the same.
   */
  apply(doc: Doc, inserting: boolean): boolean;
  /** Replaces the whole document. */
  replaces: boolean;
}

const MAX_PADDING = 1_500_000;

interface Step {
  path: string[];
  apply: Apply;
  /** When the way to the field is not there: make it, stop, or stop unless a scalar stands in the way. */
  missing: 'create' | 'stop' | 'stopIfViable';
  onInsertOnly: boolean;
  /** MongoDB reports a change whenever the result is NaN, which equals nothing. */
  reportsNaN: boolean;
}

/** An update of operators, or a whole new document. Throws on anything malformed or outside the subset. */
export function parseUpdate(spec: Value, multi: boolean): Update {
  if (Array.isArray(spec)) throw notSupported('An update given as a pipeline');
  if (!isDoc(spec)) throw new MongoError('FailedToParse', 'the update must be an object');
  const first = [...spec.keys()][0];
  if (first?.startsWith('$')) return parseOperators(spec);
  if (multi)
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update');
  for (const key of spec.keys())
    if (key.startsWith('$'))
      throw new MongoError('DollarPrefixedFieldName', `The field '${key}' is not valid in a replacement`);
  return { apply: (doc) => replaceWith(doc, spec), replaces: true };
}

function replaceWith(doc: Doc, replacement: Doc): boolean {
  const id = doc.get('_id');
  const newId = replacement.get('_id');
  if (id !== undefined && newId !== undefined && !identical(id, newId)) throw immutable();
  doc.clear();
  const finalId = newId ?? id;
  if (finalId !== undefined) doc.set('_id', finalId);
  for (const [key, value] of replacement) if (key !== '_id') doc.set(key, value);
  return newId === undefined;
}

/** Equal and of the same numeric type. */
function identical(a: Value, b: Maybe): boolean {
  return equal(a, b) && typeName(a) === typeName(b);
}

const immutable = (): MongoError =>
  new MongoError(
    'ImmutableField',
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  );

function parseOperators(spec: Doc): Update {
  const steps: Step[] = [];
  for (const [op, operand] of spec) {
    if (!op.startsWith('$'))
      throw new MongoError('FailedToParse', `Unknown modifier: ${op}. Expected a valid update modifier`);
    supported('update', op);
    if (!isDoc(operand))
      throw new MongoError('FailedToParse', `Modifiers operate on fields: ${op} needs an object`);
    for (const [path, argument] of operand) steps.push(makeStep(op, path, argument));
  }
  steps.sort((a, b) => comparePaths(a.path, b.path));
  steps.forEach((step, i) => {
    const next = steps[i + 1];
    if (next && step.path.every((p, j) => p === next.path[j]))
      throw conflict(next.path.join('.'), step.path.join('.'));
  });
  const apply = (doc: Doc, inserting: boolean): boolean => {
    const id = doc.get('_id');
    let counts = pushes(spec.get('$push'));
    for (const step of steps) if ((inserting || !step.onInsertOnly) && applyStep(doc, step)) counts = true;
    if (id !== undefined && !identical(id, doc.get('_id'))) throw immutable();
    return counts;
  };
  return { apply, replaces: false };
}

function conflict(path: string, other: string): MongoError {
  return new MongoError(
    'ConflictingUpdateOperators',
    `Updating the path '${path}' would create a conflict at '${other}'`,
  );
}

/** The order in which MongoDB applies fields, and so in which it adds them: by name, positions by number. */
function comparePaths(a: string[], b: string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a[i] as string, b[i] as string];
    if (x === y) continue;
    if (isPosition(x) && isPosition(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

function makeStep(op: string, path: string, argument: Value): Step {
  const parts = path.split('.');
  if (path === '' || parts.includes(''))
    throw new MongoError('EmptyFieldName', `The update path '${path}' contains an empty field name`);
  const dollar = parts.find((p) => p.startsWith('$'));
  if (dollar !== undefined) {
    if (dollar === '$' || dollar.startsWith('$['))
      throw notSupported(`The positional update operator ${dollar}`);
    throw new MongoError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' is not allowed`,
    );
  }
  const build = OPERATORS[op];
  if (!build) throw notSupported(`Update operator ${op}`);
  return {
    path: parts,
    apply: build(argument, path),
    missing: op === '$unset' ? 'stop' : op === '$pull' ? 'stopIfViable' : 'create',
    onInsertOnly: op === '$setOnInsert',
    reportsNaN: op === '$inc',
  };
}

/** Says whether it counts as a change whatever comes of it. */
function applyStep(doc: Doc, step: Step): boolean {
  const { path } = step;
  let parent: Doc | Value[] = doc;
  for (const [i, name] of path.entries()) {
    const old = child(parent, name);
    // a scalar has no fields, an array only positions
    if (Array.isArray(parent) && !isPosition(name)) {
      if (step.missing === 'stop') return false;
      throw notViable(name, path[i - 1] ?? '', parent);
    }
    if (i === path.length - 1) {
      const value = step.apply(old, path.join('.'));
      if (value === undefined) return remove(parent, name);
      if (!Object.is(value, old)) put(parent, name, value);
      return step.reportsNaN && Number.isNaN(value);
    }
    if (isDoc(old) || Array.isArray(old)) {
      parent = old;
      continue;
    }
    if (step.missing === 'stop' || (step.missing === 'stopIfViable' && old === undefined)) return false;
    if (old !== undefined) throw notViable(path[i + 1] as string, name, old);
    const made: Doc = new Map();
    put(parent, name, made);
    parent = made;
  }
  return false;
}

function child(parent: Doc | Value[], name: string): Maybe {
  if (isDoc(parent)) return parent.get(name);
  return isPosition(name) ? parent[Number(name)] : undefined;
}

function put(parent: Doc | Value[], name: string, value: Value): void {
  if (isDoc(parent)) {
    parent.set(name, value);
    return;
  }
  const i = Number(name);
  if (i > parent.length + MAX_PADDING)
    throw new MongoError('CannotBackfillArray', `Cannot add more than ${MAX_PADDING} nulls to an array`);
  while (parent.length < i) parent.push(null);
  parent[i] = value;
}

/** An element taken out of an array leaves null, which counts as a change even where null was before. */
function remove(parent: Doc | Value[], name: string): boolean {
  if (isDoc(parent)) {
    parent.delete(name);
    return false;
  }
  const there = Number(name) < parent.length;
  if (there) parent[Number(name)] = null;
  return there;
}

function notViable(name: string, parentName: string, parent: Value): MongoError {
  return new MongoError(
    'PathNotViable',
    `Cannot create field '${name}' in element {${parentName}: ${typeName(parent)}}`,
  );
}

/** Sets a dotted path, making sub-documents on the way; for the document an upsert starts from. */
export function setPath(doc: Doc, path: string[], value: Value): void {
  applyStep(doc, { path, apply: () => value, missing: 'create', onInsertOnly: false, reportsNaN: false });
}
