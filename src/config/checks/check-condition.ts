/** Whether a condition (`if`) asks about things that exist, with operators and values that can match. */
import type { Path } from '../problems.ts';
import { didYouMean } from '../suggest.ts';
import type { ConditionPath } from './condition-paths.ts';
import { type Complaint, isEmptyRange, patternComplaint, valueComplaint } from './condition-values.ts';
import type { Report } from './report.ts';

const JOINING = ['$and', '$or', '$nor'];
const OPERATORS = [
  ...['$eq', '$ne', '$in', '$nin', '$gt', '$gte', '$lt', '$lte'],
  ...['$exists', '$not', '$elemMatch', '$size', '$all', '$regex'],
];
const MAX_DEPTH = 20;

type Query = Record<string, unknown>;

export function checkCondition(
  query: Query,
  path: Path,
  known: ReadonlyMap<string, ConditionPath>,
  report: Report,
): void {
  checkQuery(query, { path, known, report });
}

interface Place {
  path: Path;
  known: ReadonlyMap<string, ConditionPath>;
  report: Report;
}

function inside(place: Place, step: PropertyKey): Place {
  return { ...place, path: [...place.path, step] };
}

function complain({ path, report }: Place, complaint: Complaint, at?: 'key'): void {
  if (complaint) report.error(path, complaint[0], complaint[1], at);
}

function checkQuery(query: Query, place: Place): void {
  if (place.path.length > MAX_DEPTH) complain(place, ['条件嵌套太深']);
  else {
    for (const [key, value] of Object.entries(query)) {
      if (key.startsWith('$')) checkJoin(key, value, inside(place, key));
      else checkProperty(key, value, inside(place, key));
    }
  }
}

function checkJoin(operator: string, value: unknown, place: Place): void {
  if (!JOINING.includes(operator)) {
    const hint = OPERATORS.includes(operator)
      ? `要写在字段下面，例如 budget: { ${operator}: … }`
      : didYouMean(operator, JOINING);
    complain(place, [`这里不能用“${operator}”`, hint], 'key');
  } else if (!Array.isArray(value) || value.length === 0) {
    complain(place, [`${operator} 后面要列出几个条件（每个以“- ”开头）`], 'key');
  } else {
    for (const [i, one] of value.entries()) {
      if (isDocument(one) && Object.keys(one).length > 0) checkQuery(one, inside(place, i));
      else complain(inside(place, i), ['这里要写一个条件']);
    }
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
  if (Array.isArray(operand)) {
    complain(place, [`“${name}”后面直接写了列表`, `要表示其中之一，请写 ${name}: { $in: [ … ] }`]);
  } else if (!isDocument(operand)) complain(place, valueComplaint(name, shape, operand));
  else if (Object.keys(operand).length === 0) complain(place, ['这里是空的', '请填上内容，或删掉这一项']);
  else {
    const plainKey = Object.keys(operand).find((key) => !key.startsWith('$'));
    if (plainKey !== undefined) {
      const hint = `要问里面的一项，请写成 ${name}.${plainKey}: …`;
      complain(inside(place, plainKey), [`“${name}”下面只能写 $in 这样的比较`, hint], 'key');
      return;
    }
    for (const [operator, value] of Object.entries(operand)) {
      checkOperator(name, shape, operator, value, inside(place, operator));
    }
    if (isEmptyRange(operand)) place.report.warn(place.path, '下限大于上限，这个条件永远不成立');
  }
}

function checkOperator(
  name: string,
  shape: ConditionPath,
  operator: string,
  value: unknown,
  place: Place,
): void {
  switch (operator) {
    case '$in':
    case '$nin':
    case '$all':
      if (!Array.isArray(value) || value.length === 0)
        complain(place, [`${operator} 后面要写一个列表，如 [甲, 乙]`]);
      else
        for (const [i, one] of value.entries()) complain(inside(place, i), valueComplaint(name, shape, one));
      return;
    case '$not':
      if (isDocument(value)) checkOperand(name, shape, value, place);
      else complain(place, ['$not 后面要写一个比较，如 { $regex: … }']);
      return;
    case '$elemMatch':
      checkElement(name, shape, value, place);
      return;
    default:
      if (OPERATORS.includes(operator)) complain(place, operandComplaint(name, shape, operator, value));
      else complain(place, [`不能用“${operator}”`, didYouMean(operator, OPERATORS)], 'key');
  }
}

function operandComplaint(name: string, shape: ConditionPath, operator: string, value: unknown): Complaint {
  switch (operator) {
    case '$regex':
      return patternComplaint(name, shape, value);
    case '$exists':
      return typeof value === 'boolean' ? undefined : ['$exists 后面写 true 或 false'];
    case '$size':
      if (!shape.list) return [`“${name}”不是多选，不能用 $size`];
      return Number.isInteger(value) && Number(value) >= 0 ? undefined : ['$size 后面写一个整数'];
    case '$eq':
    case '$ne':
      return valueComplaint(name, shape, value);
    default:
      return shape.kind === 'number' || shape.kind === 'day'
        ? valueComplaint(name, shape, value)
        : [`“${name}”不是数字或日期，不能比较大小`];
  }
}

function checkElement(name: string, shape: ConditionPath, value: unknown, place: Place): void {
  if (!shape.list) complain(place, [`“${name}”不是多选，不能用 $elemMatch`]);
  else if (!isDocument(value)) complain(place, ['$elemMatch 后面要写条件']);
  else if (!shape.parts) checkOperand(name, { ...shape, list: false }, value, place);
  else {
    const parts = Object.entries(shape.parts).map(([part, one]) => [part, { ...one, list: false }] as const);
    checkQuery(value, { ...place, known: new Map(parts) });
  }
}

function isDocument(value: unknown): value is Query {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
