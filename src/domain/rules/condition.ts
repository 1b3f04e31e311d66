import { Context } from 'mingo/core';
import { $and, $nor, $not, $or } from 'mingo/operators/query/logical';
import { Query } from 'mingo/query';
import type { AnyObject } from 'mingo/types';
import { GenjinError } from '../../core/errors.ts';
import { checkCondition } from './condition-check.ts';
import { CONDITION_OPERATORS, isValueMatch, LOGICAL_OPERATORS } from './condition-operators.ts';

export interface Condition {
  matches(doc: object): boolean;
}

/** A MongoDB query document as people write it in a playbook, a saved view or a report filter. */
export type ConditionQuery = Record<string, unknown>;

/**
 * Compiles a query for use in process. It means exactly what it means to a MongoDB server: mingo supplies the
 * structure ($and, $or, $nor, $not, compiled queries), the leaf operators are ours because mingo's answer
 * differently from the server through arrays, on null and on `$all`. What could still differ (sub-document and whole
 * array equality, array positions, ordering of non-ASCII text) is refused, see `checkCondition`. Times and regular
 * expressions: `Date` operands are instants; patterns run on re2js, linear in the text, never on the JavaScript engine.
 *
 * Throws `GenjinError('config')` whose problems name the path below `path` and what to write instead.
 */
export function compileCondition(query: unknown, path = ''): Condition {
  const problems = checkCondition(query, path);
  if (problems.length > 0) {
    throw new GenjinError('config', `condition refused: ${problems.map((p) => p.path).join(', ')}`, {
      userText: problems.map((p) => p.message).join('；'),
      problems,
    });
  }
  const program = new Query(toMingo(query as ConditionQuery), { context, scriptEnabled: false });
  return { matches: (doc) => program.test(doc as AnyObject) };
}

const compiled = new WeakMap<object, Condition>();

/** `compileCondition` for queries of a published playbook, which never change: each is compiled once. */
export function compiledOnce(query: ConditionQuery): Condition {
  const known = compiled.get(query);
  if (known) return known;
  const condition = compileCondition(query);
  compiled.set(query, condition);
  return condition;
}

const context = Context.init({ query: { $and, $or, $nor, $not, ...CONDITION_OPERATORS } });

/** mingo turns `$regex` into a JavaScript RegExp before any operator sees it; under another name it does not. */
function toMingo(query: ConditionQuery): ConditionQuery {
  return Object.fromEntries(
    Object.entries(query).map(([key, operand]) =>
      LOGICAL_OPERATORS.has(key)
        ? [key, (operand as ConditionQuery[]).map(toMingo)]
        : [key, isOperators(operand) ? toMingoOperators(operand) : { $eq: operand }],
    ),
  );
}

function toMingoOperators(operators: ConditionQuery): ConditionQuery {
  const { $regex, $options, ...rest } = operators;
  const renamed = $regex === undefined ? {} : { $pattern: { source: $regex, options: $options ?? '' } };
  const nested = Object.entries(rest).map(([name, operand]) => {
    if (name === '$not') return [name, toMingoOperators(operand as ConditionQuery)];
    if (name !== '$elemMatch') return [name, operand];
    const inner = operand as ConditionQuery;
    return [name, isValueMatch(inner) ? toMingoOperators(inner) : toMingo(inner)];
  });
  return { ...Object.fromEntries(nested), ...renamed };
}

function isOperators(operand: unknown): operand is ConditionQuery {
  return typeof operand === 'object' && operand !== null && !(operand instanceof Date);
}
