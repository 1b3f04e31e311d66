/**
 * Whether a condition (`if`) can be evaluated, asks about things that exist, and compares them with values they can
 * have. What operators mean and which there are is the rule compiler's business (domain/rules).
 */
import { checkCondition as conditionProblems } from '../../domain/rules/condition-check.ts';
import { type Path, stepsOf } from '../problems.ts';
import { didYouMean } from '../suggest.ts';
import type { ConditionPath } from './condition-paths.ts';
import { type Complaint, isEmptyRange, valueComplaint } from './condition-values.ts';
import type { Report } from './findings.ts';

const JOINING = new Set(['$and', '$or', '$nor']);
const COMPARING = new Set(['$gt', '$gte', '$lt', '$lte']);

type Query = Record<string, unknown>;

export function checkCondition(
  query: Query,
  path: Path,
  known: ReadonlyMap<string, ConditionPath>,
  report: Report,
): void {
  const problems = conditionProblems(query);
  for (const problem of problems) {
    const [message = '', suggestion] = problem.message.split(/，(?=你是不是想写)/);
    report.error([...path, ...stepsOf(query, problem.path)], message, suggestion, 'key');
  }
  if (problems.length === 0) checkQuery(query, { path, known, report });
}

interface Place {
  path: Path;
  known: ReadonlyMap<string, ConditionPath>;
  report: Report;
}

function inside(place: Place, ...steps: PropertyKey[]): Place {
  return { ...place, path: [...place.path, ...steps] };
}

function complain({ path, report }: Place, complaint: Complaint, at?: 'key'): void {
  if (complaint) report.error(path, complaint[0], complaint[1], at);
}

function checkQuery(query: Query, place: Place): void {
  for (const [key, value] of Object.entries(query)) {
    if (JOINING.has(key)) {
      for (const [i, one] of (value as Query[]).entries()) checkQuery(one, inside(place, key, i));
    } else checkProperty(key, value, inside(place, key));
  }
}

function checkProperty(name: string, operand: unknown, place: Place): void {
  const shape = place.known.get(name);
  if (shape) checkOperand(name, shape, operand, place);
  else if (name.startsWith('interaction.') && !place.known.has('interaction.text')) {
    complain(place, [`“${name}”只有在 when: interaction.recorded 时才有`], 'key');
  } else complain(place, [`没有“${name}”，不能用在条件里`, hintFor(name, place.known)], 'key');
}

function hintFor(name: string, known: ReadonlyMap<string, ConditionPath>): string | undefined {
  if (known.has(`fields.${name}`)) return `自定义字段要写成 fields.${name}`;
  const prefix = name.includes('.') ? name.slice(0, name.indexOf('.') + 1) : '';
  const near = [...known.keys()].filter(
    (key) => key.startsWith(prefix) && (prefix !== '' || !key.includes('.')),
  );
  return didYouMean(name, near.length > 0 ? near : known.keys());
}

function checkOperand(name: string, shape: ConditionPath, operand: unknown, place: Place): void {
  if (!isDocument(operand)) {
    complain(place, valueComplaint(name, shape, operand));
    return;
  }
  for (const [operator, value] of Object.entries(operand)) {
    checkOperator(name, shape, operator, value, inside(place, operator));
  }
  if (isEmptyRange(operand)) place.report.warn(place.path, '下限大于上限，这个条件永远不成立');
}

function checkOperator(
  name: string,
  shape: ConditionPath,
  operator: string,
  value: unknown,
  place: Place,
): void {
  if (COMPARING.has(operator) && shape.kind !== 'number' && shape.kind !== 'day') {
    complain(place, [`“${name}”不是数字或日期，不能比较大小`]);
  } else if (operator === '$regex') {
    if (shape.kind !== 'text') complain(place, [`“${name}”不是文字，不能用 $regex`]);
  } else if (operator === '$size') {
    if (!shape.list) complain(place, [`“${name}”不是多选，不能用 $size`]);
  } else if (operator === '$elemMatch') checkElement(name, shape, value as Query, place);
  else if (operator === '$not') checkOperand(name, shape, value, place);
  else if (Array.isArray(value)) {
    if (value.length === 0) complain(place, [`${operator} 后面的列表是空的`, '请填上内容，或删掉这一项']);
    for (const [i, one] of value.entries()) complain(inside(place, i), valueComplaint(name, shape, one));
  } else if (operator !== '$exists' && operator !== '$options') {
    complain(place, valueComplaint(name, shape, value));
  }
}

function checkElement(name: string, shape: ConditionPath, value: Query, place: Place): void {
  if (!shape.list) complain(place, [`“${name}”不是多选，不能用 $elemMatch`]);
  else if (!shape.parts) checkOperand(name, { ...shape, list: false }, value, place);
  else {
    const parts = Object.entries(shape.parts).map(([part, one]) => [part, { ...one, list: false }] as const);
    checkQuery(value, { ...place, known: new Map(parts) });
  }
}

function isDocument(value: unknown): value is Query {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
