import type { Problem } from '../../core/errors.ts';
import { suggestionText } from '../../core/suggest.ts';
import { compilePattern, PatternError } from '../pattern.ts';
import { compileServerPattern, isValueMatch, LOGICAL_OPERATORS } from './condition-operators.ts';

/** What may stand in a condition; everything else is refused by name. */
export const CONDITION_OPERATOR_NAMES = [
  '$eq',
  '$ne',
  '$in',
  '$nin',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$exists',
  '$and',
  '$or',
  '$nor',
  '$not',
  '$elemMatch',
  '$size',
  '$all',
  '$regex',
] as const;

const MAX = { depth: 8, nodes: 300, list: 500, text: 500, pattern: 200, problems: 20 } as const;
const SEGMENT = /^[A-Za-z_][\w-]*$/;
const FORBIDDEN_SEGMENTS = new Set(['__proto__', 'constructor', 'prototype']);

interface Place {
  path: string;
  depth: number;
  /** Keys and list items seen so far, over the whole query. */
  budget: { nodes: number };
}
type Problems = Generator<Problem, void>;

/**
 * Everything wrong with a query, path by path, in Chinese with what to write instead (at most 20); empty means it may
 * be compiled and may be sent to the server as it stands. Refused beside unknown operators: whatever the server and
 * we could read differently (objects and arrays as values, array positions, ordering by non-ASCII text), patterns
 * that are not linear, and documents too large or too deep.
 */
export function checkCondition(query: unknown, path = ''): Problem[] {
  const problems: Problem[] = [];
  for (const problem of checkQuery(query, { path, depth: 0, budget: { nodes: 0 } })) {
    problems.push(problem);
    if (problems.length >= MAX.problems) break;
  }
  return problems;
}

function* checkQuery(query: unknown, place: Place): Problems {
  if (!isPlainObject(query)) {
    yield problem(place, '条件要写成“字段: 值”的形式');
    return;
  }
  const tooBig = sizeProblem(place, Object.keys(query).length);
  if (tooBig) {
    yield problem(place, tooBig);
    return;
  }
  for (const [key, operand] of Object.entries(query)) {
    const at = below(place, key);
    if (LOGICAL_OPERATORS.has(key)) yield* checkBranches(operand, at);
    else if (key.startsWith('$')) yield problem(at, topLevelOperatorProblem(key));
    else {
      const wrongName = fieldPathProblem(key);
      if (wrongName) yield problem(at, wrongName);
      else yield* checkOperand(operand, at);
    }
  }
}

function* checkBranches(operand: unknown, place: Place): Problems {
  if (!Array.isArray(operand) || operand.length === 0) {
    yield problem(place, '后面要写一个列表，每项是一个条件，至少一项');
    return;
  }
  for (const [index, item] of operand.entries()) yield* checkQuery(item, deeper(place, String(index)));
}

function topLevelOperatorProblem(key: string): string {
  const known = (CONDITION_OPERATOR_NAMES as readonly string[]).includes(key);
  if (known) return `${key} 要写在字段里面，例如 字段: { ${key}: … }`;
  return `不支持 ${key}${suggestionText(key, CONDITION_OPERATOR_NAMES)}`;
}

function fieldPathProblem(key: string): string | undefined {
  const segments = key.split('.');
  if (segments.some((s) => FORBIDDEN_SEGMENTS.has(s))) return '不允许的字段名';
  if (segments.some((s) => /^\d+$/.test(s))) return '不能按序号取列表里的一项，请用 $elemMatch';
  if (segments.length > MAX.depth || !segments.every((s) => SEGMENT.test(s)))
    return '字段名只含字母、数字、连字符和下划线，用点连接，例如 fields.hospitalLevel';
  return undefined;
}

function* checkOperand(operand: unknown, place: Place): Problems {
  if (!isPlainObject(operand)) {
    const wrong = Array.isArray(operand)
      ? '值不能直接是列表：其中任一个写 { $in: [ … ] }，全部都有写 { $all: [ … ] }，为空写 { $size: 0 }'
      : scalarProblem(operand);
    if (wrong) yield problem(place, wrong);
    return;
  }
  const keys = Object.keys(operand);
  const property = keys.find((key) => !key.startsWith('$'));
  if (keys.length === 0) yield problem(place, '少了值');
  else if (property !== undefined)
    yield problem(place, `不能和整个对象比较，请用点写到字段，例如 ${lastKey(place)}.${property}: …`);
  else yield* checkOperators(operand, place);
}

function* checkOperators(operators: Record<string, unknown>, place: Place): Problems {
  const tooBig = sizeProblem(place, Object.keys(operators).length);
  if (tooBig) {
    yield problem(place, tooBig);
    return;
  }
  for (const [name, operand] of Object.entries(operators)) {
    const at = below(place, name);
    if (name === '$not') yield* checkNot(operand, at);
    else if (name === '$elemMatch') yield* checkElementMatch(operand, at);
    else if (name === '$in' || name === '$nin' || name === '$all') yield* checkList(operand, at);
    else {
      const wrong = operatorProblem(name, operand, operators);
      if (wrong) yield problem(at, wrong);
    }
  }
}

function operatorProblem(
  name: string,
  operand: unknown,
  siblings: Record<string, unknown>,
): string | undefined {
  switch (name) {
    case '$eq':
    case '$ne':
      return scalarProblem(operand);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return comparableProblem(operand);
    case '$exists':
      return typeof operand === 'boolean' ? undefined : '后面写 true（有值）或 false（没有）';
    case '$size':
      return Number.isInteger(operand) && (operand as number) >= 0 ? undefined : '后面写个数，例如 2';
    case '$regex':
      return patternProblem(operand, siblings.$options);
    case '$options':
      return '$regex' in siblings ? undefined : '$options 只能和 $regex 一起写';
    default:
      return LOGICAL_OPERATORS.has(name)
        ? `${name} 要写在字段外面，后面是条件的列表`
        : `不支持 ${name}${suggestionText(name, CONDITION_OPERATOR_NAMES)}`;
  }
}

function* checkNot(operand: unknown, place: Place): Problems {
  const isOperators = isPlainObject(operand) && Object.keys(operand).some((key) => key.startsWith('$'));
  if (isOperators) yield* checkOperand(operand, deeper(place));
  else yield problem(place, '后面要写一个运算，例如 { $not: { $gt: 5 } }；不等于某个值请用 $ne');
}

function* checkElementMatch(operand: unknown, place: Place): Problems {
  if (!isPlainObject(operand) || Object.keys(operand).length === 0)
    yield problem(place, '后面要写对列表里一项的条件');
  else if (isValueMatch(operand)) yield* checkOperators(operand, deeper(place));
  else yield* checkQuery(operand, deeper(place));
}

function* checkList(operand: unknown, place: Place): Problems {
  if (!Array.isArray(operand)) yield problem(place, '后面要写一个列表，例如 [三甲, 二甲]');
  else if (operand.length > MAX.list) yield problem(place, `列表最多 ${MAX.list} 项`);
  else {
    for (const [index, item] of operand.entries()) {
      const wrong = scalarProblem(item);
      if (wrong) yield problem(below(place, String(index)), wrong);
    }
  }
}

function scalarProblem(operand: unknown): string | undefined {
  if (operand === null || typeof operand === 'boolean') return undefined;
  if (typeof operand === 'string')
    return operand.length > MAX.text ? `文字最多 ${MAX.text} 个字符` : undefined;
  if (typeof operand === 'number') return Number.isFinite(operand) ? undefined : '数字不对';
  if (operand instanceof Date) return Number.isNaN(operand.getTime()) ? '日期不对' : undefined;
  return '值要写成文字、数字、是/否或日期';
}

function comparableProblem(operand: unknown): string | undefined {
  const isPlainText = typeof operand === 'string' && /^[\x20-\x7e]*$/.test(operand);
  if (typeof operand === 'number' || operand instanceof Date || isPlainText) return scalarProblem(operand);
  return '大小比较只用于数字和日期；档位之类的文字请用 $in 列出';
}

function patternProblem(source: unknown, options: unknown = ''): string | undefined {
  if (typeof source !== 'string') return '后面要写表达式的文字';
  if (source.length > MAX.pattern) return `表达式最多 ${MAX.pattern} 个字符`;
  if (typeof options !== 'string' || !/^[ims]{0,3}$/.test(options))
    return '$options 只支持 i（不分大小写）、m、s';
  if (/\(\?[a-zA-Z-]*m/.test(source)) return '多行请写 $options: m，不写在表达式里';
  try {
    compilePattern(source);
    compileServerPattern(source, options);
    return undefined;
  } catch (error) {
    return error instanceof PatternError ? error.zh : '表达式里有不支持的写法';
  }
}

function sizeProblem(place: Place, added: number): string | undefined {
  place.budget.nodes += added;
  if (place.depth > MAX.depth) return `条件嵌套太深，最多 ${MAX.depth} 层`;
  return place.budget.nodes > MAX.nodes ? `条件太大，最多 ${MAX.nodes} 项` : undefined;
}

function problem(place: Place, message: string): Problem {
  return { path: place.path, message };
}

function below(place: Place, key: string): Place {
  return { ...place, path: place.path === '' ? key : `${place.path}.${key}` };
}

function deeper(place: Place, key?: string): Place {
  return { ...(key === undefined ? place : below(place, key)), depth: place.depth + 1 };
}

function lastKey(place: Place): string {
  return place.path.slice(place.path.lastIndexOf('.') + 1);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
