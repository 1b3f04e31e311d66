/** Aggregation pipelines: each stage turns a stream of documents into another. */
import { parseAccumulator } from './accumulators.ts';
import { MongoError, notSupported } from './errors.ts';
import { Compiler, compileExpression, type Evaluate } from './expressions.ts';
import { compareRows, type KeyField, sortRow } from './key-values.ts';
import { type Predicate, parseFilter } from './matcher.ts';
import { type Projection, parseAddFields, parseProject } from './projection.ts';
import { parseSort, wholeNumber } from './query.ts';
import { onlyFields, supported } from './subset.ts';
import { type Doc, equal, identity, isDoc, type Maybe, type Value } from './values.ts';

export type Documents = Iterable<Doc>;

/** How a pipeline reaches other collections: the documents of `from` that match. */
export type Lookup = (from: string, filter: Predicate) => Documents;

export interface Stage {
  name: string;
  run(input: Documents): Documents;
  /** Top-level fields of the input it reads; undefined means all of them. */
  fields: ReadonlySet<string> | undefined;
  /** Its output holds nothing of the input beyond `fields`. */
  narrows: boolean;
  /** For the stages that a plain find can do. */
  filter?: Predicate;
  sort?: readonly KeyField[];
  count?: number;
}

export function parsePipeline(pipeline: readonly Value[], lookup: Lookup): Stage[] {
  return pipeline.map((spec) => {
    if (!isDoc(spec)) throw new MongoError('TypeMismatch', 'Each element of the pipeline must be an object');
    if (spec.size !== 1)
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    const [name, operand] = [...spec][0] as [string, Value];
    supported('stage', name);
    const parse = STAGES[name];
    if (!parse) throw notSupported(`Aggregation stage ${name}`);
    return { name, ...parse(operand, lookup) };
  });
}

/** Top-level fields the stages need of their input; undefined means all of them. */
export function neededFields(stages: readonly Stage[]): ReadonlySet<string> | undefined {
  const fields = new Set<string>();
  for (const stage of stages) {
    if (!stage.fields) return undefined;
    for (const f of stage.fields) fields.add(f);
    if (stage.narrows) return fields;
  }
  return undefined;
}

type StageParser = (operand: Value, lookup: Lookup) => Omit<Stage, 'name'>;

const NONE: ReadonlySet<string> = new Set();

function mapped(p: Projection, narrows: boolean): Omit<Stage, 'name'> {
  return { run: (input) => map(input, p.apply), fields: p.fields, narrows };
}

function* map(input: Documents, f: (doc: Doc) => Doc): Documents {
  for (const doc of input) yield f(doc);
}

function object(name: string, code: number, v: Value): Doc {
  if (!isDoc(v)) throw new MongoError(code, `${name} specification must be an object`);
  return v;
}

const STAGES: Record<string, StageParser> = {
  $match: (operand) => {
    const filter = parseFilter(object('$match', 15959, operand));
    return { run: (input) => where(input, filter), fields: filter.fields, narrows: false, filter };
  },
  $project: (operand) => {
    const p = parseProject(object('$project', 15969, operand));
    return mapped(p, p.fields !== undefined);
  },
  $addFields: (operand) => mapped(parseAddFields(object('$addFields', 40272, operand)), false),
  $set: (operand) => mapped(parseAddFields(object('$set', 40272, operand)), false),
  $group: (operand) => groupStage(object('$group', 15947, operand)),
  $sort: (operand) => {
    const sort = parseSort(object('$sort', 15973, operand));
    if (sort.length === 0) throw new MongoError(15976, '$sort stage must have at least one sort key');
    const fields = new Set(sort.map((s) => s.parts[0] as string));
    return { run: (input) => sorted(input, sort), fields, narrows: false, sort };
  },
  $limit: (operand) => {
    const count = wholeNumber('$limit', operand, 0);
    if (count === 0) throw new MongoError(15958, 'the limit must be positive');
    return { run: (input) => take(input, count), fields: NONE, narrows: false, count };
  },
  $skip: (operand) => {
    const count = wholeNumber('$skip', operand, 0);
    return { run: (input) => drop(input, count), fields: NONE, narrows: false, count };
  },
  $unwind: unwindStage,
  $count: (operand) => {
    if (typeof operand !== 'string' || !/^[^$.\0][^.\0]*$/.test(operand))
      throw new MongoError(40156, 'the count field must be a non-empty string without $ and .');
    return { run: (input) => countAs(input, operand), fields: NONE, narrows: true };
  },
  $lookup: lookupStage,
  $replaceRoot: (operand) => {
    const spec = object('$replaceRoot', 40229, operand);
    onlyFields('$replaceRoot', spec.keys(), new Set(['newRoot']));
    if (!spec.has('newRoot')) throw new MongoError(40231, 'no newRoot specified for the $replaceRoot stage');
    return replaceRoot(spec.get('newRoot') as Value);
  },
};

function* where(input: Documents, filter: Predicate): Documents {
  for (const doc of input) if (filter.test(doc)) yield doc;
}

function* take(input: Documents, count: number): Documents {
  let left = count;
  for (const doc of input) {
    yield doc;
    if (--left <= 0) return;
  }
}

function* drop(input: Documents, count: number): Documents {
  let left = count;
  for (const doc of input) if (left-- <= 0) yield doc;
}

function* sorted(input: Documents, sort: readonly KeyField[]): Documents {
  const rows = Array.from(input, (doc) => ({ doc, row: sortRow(doc, sort) }));
  rows.sort((a, b) => compareRows(a.row, b.row, sort));
  for (const { doc } of rows) yield doc;
}

function* countAs(input: Documents, name: string): Documents {
  let n = 0;
  for (const _ of input) n++;
  if (n > 0) yield new Map([[name, n]]);
}

function groupStage(spec: Doc): Omit<Stage, 'name'> {
  if (!spec.has('_id')) throw new MongoError(15955, 'a group specification must include an _id');
  const compiler = new Compiler();
  const idOf = compileGroupId(compiler, spec.get('_id') as Value);
  const outputs = [...spec]
    .filter(([name]) => name !== '_id')
    .map(([name, s]) => parseAccumulator(compiler, name, s));

  function* run(input: Documents): Documents {
    const groups = new Map<string, { id: Value; states: ReturnType<(typeof outputs)[number]['create']>[] }>();
    for (const doc of input) {
      const scope = { root: doc, vars: undefined };
      const id = idOf(scope) ?? null;
      const key = identity(id);
      let group = groups.get(key);
      if (!group) {
        group = { id, states: outputs.map((o) => o.create()) };
        groups.set(key, group);
      }
      for (let i = 0; i < outputs.length; i++) group.states[i]?.add(outputs[i]?.evaluate(scope));
    }
    for (const { id, states } of groups.values()) {
      const out: Doc = new Map([['_id', id]]);
      for (const [i, o] of outputs.entries()) out.set(o.name, states[i]?.result() ?? null);
      yield out;
    }
  }
  return { run, fields: compiler.readsAll ? undefined : compiler.fields, narrows: true };
}

/** MongoDB makes a missing value null in an id of one field, but not in one of several. */
function compileGroupId(compiler: Compiler, spec: Value): Evaluate {
  const [[name, e] = ['$', null]] = isDoc(spec) ? spec : [];
  if (!isDoc(spec) || spec.size !== 1 || name.startsWith('$')) return compiler.compile(spec);
  const evaluate = compiler.compile(e);
  return (scope) => new Map([[name, evaluate(scope) ?? null]]);
}

function replaceRoot(expr: Value): Omit<Stage, 'name'> {
  const { evaluate, fields } = compileExpression(expr);
  const apply = (doc: Doc): Doc => {
    const root = evaluate({ root: doc, vars: undefined });
    if (!isDoc(root)) throw new MongoError(40228, "'newRoot' expression must evaluate to an object");
    return root;
  };
  return { run: (input) => map(input, apply), fields, narrows: true };
}

function unwindStage(operand: Value): Omit<Stage, 'name'> {
  const spec: Doc = isDoc(operand) ? operand : new Map([['path', operand]]);
  onlyFields('$unwind', spec.keys(), new Set(['path', 'preserveNullAndEmptyArrays']));
  const path = spec.get('path');
  const keepEmpty = spec.get('preserveNullAndEmptyArrays') ?? false;
  if (typeof path !== 'string' || !path.startsWith('$') || path.length < 2)
    throw new MongoError(28818, "path option to $unwind stage should be prefixed with a '$'");
  if (typeof keepEmpty !== 'boolean')
    throw new MongoError(28809, 'preserveNullAndEmptyArrays must be a boolean');
  const parts = path.slice(1).split('.');

  function* run(input: Documents): Documents {
    for (const doc of input) {
      let value: Maybe = doc;
      for (const part of parts) value = isDoc(value) ? value.get(part) : undefined;
      if (Array.isArray(value) && value.length > 0) {
        for (const element of value) yield withPath(doc, parts, element);
      } else if (value !== undefined && value !== null && !Array.isArray(value)) yield doc;
      else if (keepEmpty) yield value === null || value === undefined ? doc : withPath(doc, parts, undefined);
    }
  }
  return { run, fields: new Set([parts[0] as string]), narrows: false };
}

/** A copy of the document with another value at the path; `undefined` takes the field away. */
export function withPath(doc: Doc, parts: readonly string[], value: Maybe): Doc {
  const out: Doc = new Map(doc);
  const [first = '', ...rest] = parts;
  const inner = out.get(first);
  const v = rest.length === 0 ? value : withPath(isDoc(inner) ? inner : new Map(), rest, value);
  if (v === undefined) out.delete(first);
  else out.set(first, v);
  return out;
}

/** `$lookup` by equality of two fields. */
function lookupStage(operand: Value, lookup: Lookup): Omit<Stage, 'name'> {
  const spec = object('$lookup', 9, operand);
  onlyFields('$lookup', spec.keys(), new Set(['from', 'localField', 'foreignField', 'as']));
  const [from, localField, foreignField, as] = ['from', 'localField', 'foreignField', 'as'].map((name) => {
    const v = spec.get(name);
    if (typeof v !== 'string' || v === '')
      throw new MongoError('FailedToParse', `$lookup needs a string '${name}'`);
    return v;
  }) as [string, string, string, string];
  const local = localField.split('.');
  const target = as.split('.');
  const found = new Map<string, Doc[]>();

  function joined(doc: Doc): Doc {
    const values = localValues(doc, local, 0);
    const key = identity(values);
    let matches = found.get(key);
    if (!matches) {
      matches = [...lookup(from, parseFilter(new Map([[foreignField, new Map([['$in', values]])]])))];
      if (found.size < 10_000) found.set(key, matches);
    }
    return withPath(doc, target, matches);
  }
  const fields = new Set([local[0] as string, target[0] as string]);
  return { run: (input) => map(input, joined), fields, narrows: false };
}

/** What a join compares: the value, each element of an array, null when there is nothing. */
function localValues(value: Maybe, parts: readonly string[], from: number): Value[] {
  if (from < parts.length) {
    if (isDoc(value)) return localValues(value.get(parts[from] as string), parts, from + 1);
    if (!Array.isArray(value)) return [null];
    const out = value.filter(isDoc).flatMap((e) => localValues(e, parts, from));
    return out.length > 0 ? out : [null];
  }
  if (!Array.isArray(value)) return [value ?? null];
  return value.length > 0 ? value.filter((v, i) => value.findIndex((x) => equal(x, v)) === i) : [null];
}
