/** Aggregation pipelines: each stage turns a stream of documents into another. */
import { MongoError, notSupported } from './errors.ts';
import { groupStage } from './group.ts';
import { compareRows, type KeyField, sortRow } from './key-values.ts';
import { type Predicate, parseFilter } from './matcher.ts';
import { isPosition, topField } from './paths.ts';
import { parseSort, slice, wholeNumber } from './query.ts';
import type { Documents, Lookup, Stage, StageParts } from './stage.ts';
import { onlyFields, supported } from './subset.ts';
import { type Doc, identity, isDoc, type Maybe, type Value } from './values.ts';

export function parsePipeline(pipeline: readonly Value[], lookup: Lookup): Stage[] {
  return pipeline.map((spec) => {
    if (!isDoc(spec)) throw new MongoError('TypeMismatch', 'Each element of the pipeline must be an object');
    if (spec.size !== 1)
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    const [name, operand] = [...spec][0] as [string, Value];
    supported('stage', name);
    return { name, ...(STAGES[name] as StageParser)(operand, lookup) };
  });
}

/** Top-level fields the stages need of their input; undefined means all of them. */
export function neededFields(stages: readonly Stage[]): ReadonlySet<string> | undefined {
  const end = stages.findIndex((stage) => stage.narrows);
  return end < 0 ? undefined : new Set(stages.slice(0, end + 1).flatMap((stage) => [...stage.fields]));
}

type StageParser = (operand: Value, lookup: Lookup) => StageParts;

const NONE: ReadonlySet<string> = new Set();

function object(name: string, code: number, v: Value): Doc {
  if (!isDoc(v)) throw new MongoError(code, `${name} specification must be an object`);
  return v;
}

const STAGES: Record<string, StageParser> = {
  $match: (operand) => {
    const filter = parseFilter(object('$match', 15959, operand));
    return { run: (input) => where(input, filter), fields: filter.fields, filter };
  },
  $sort: (operand) => {
    const sort = parseSort(object('$sort', 15973, operand));
    if (sort.length === 0) throw new MongoError(15976, '$sort stage must have at least one sort key');
    return { run: (input) => sorted(input, sort), fields: new Set(sort.map((s) => topField(s.path))), sort };
  },
  $limit: (operand) => {
    const count = wholeNumber('$limit', operand, 0);
    if (count === 0) throw new MongoError(15958, 'the limit must be positive');
    return { run: (input) => slice(input, 0, count), fields: NONE, count };
  },
  $skip: (operand) => {
    const count = wholeNumber('$skip', operand, 0);
    return { run: (input) => slice(input, count, Number.POSITIVE_INFINITY), fields: NONE, count };
  },
  $group: (operand) => groupStage(object('$group', 15947, operand)),
  $lookup: lookupStage,
};

function* where(input: Documents, filter: Predicate): Documents {
  for (const doc of input) if (filter.test(doc)) yield doc;
}

function* sorted(input: Documents, sort: readonly KeyField[]): Documents {
  const rows = Array.from(input, (doc) => ({ doc, row: sortRow(doc, sort) }));
  rows.sort((a, b) => compareRows(a.row, b.row, sort));
  for (const { doc } of rows) yield doc;
}

/** `$lookup` by equality of two fields. */
function lookupStage(operand: Value, lookup: Lookup): StageParts {
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
  if (local.some(isPosition)) throw notSupported(`$lookup by an array position ('${localField}')`);
  const found = new Map<string, Doc[]>();

  function* run(input: Documents): Documents {
    for (const doc of input) {
      const values = localValues(doc, local);
      const key = identity(values);
      let matches = found.get(key);
      if (!matches) {
        matches = [...lookup(from, parseFilter(new Map([[foreignField, new Map([['$in', values]])]])))];
        if (found.size < MAX_REMEMBERED) found.set(key, matches);
      }
      yield withPath(doc, target, matches);
    }
  }
  return { run, fields: new Set([topField(localField), topField(as)]) };
}

/** Answers that a `$lookup` remembers, for documents that ask for the same. */
const MAX_REMEMBERED = 10_000;

/** A copy of the document with another value at the path. */
function withPath(doc: Doc, [first = '', ...rest]: readonly string[], value: Value): Doc {
  const inner = doc.get(first);
  const v = rest.length === 0 ? value : withPath(isDoc(inner) ? inner : new Map(), rest, value);
  return new Map(doc).set(first, v);
}

/** What a join compares: each value at the path, through arrays; null when there is none. */
function localValues(doc: Doc, path: readonly string[]): Value[] {
  const values = valuesAt(doc, path);
  return values.length > 0 ? values : [null];
}

function valuesAt(value: Maybe, [first, ...rest]: readonly string[]): Value[] {
  if (first === undefined) return Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (isDoc(value)) return valuesAt(value.get(first), rest);
  return Array.isArray(value) ? value.filter(isDoc).flatMap((e) => valuesAt(e, [first, ...rest])) : [];
}
