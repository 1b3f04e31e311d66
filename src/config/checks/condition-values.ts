/** Whether a value in a condition can ever match what it is compared with. */
import { didYouMean } from '../suggest.ts';
import type { ConditionPath } from './condition-paths.ts';

/** What is wrong and what to do; undefined when nothing is. */
export type Complaint = [message: string, suggestion?: string | undefined] | undefined;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function valueComplaint(name: string, shape: ConditionPath, value: unknown): Complaint {
  if (value === null) return ['这里是空的', '要表示“没有填写”，请写 { $exists: false }'];
  if (typeof value === 'object') return ['这里只能写一个值'];
  switch (shape.kind) {
    case 'time':
      return [`“${name}”是时刻，只能问有没有`, '请写 { $exists: true } 或 { $exists: false }'];
    case 'document':
      return [`“${name}”要问它里面的一项`, `例如 ${name}.id`];
    case 'number':
      return typeof value === 'number' ? undefined : [`“${name}”是数字，不会等于“${value}”`];
    case 'yes-no':
      return typeof value === 'boolean' ? undefined : [`“${name}”只有 true 和 false`];
    case 'day':
      return DAY.test(String(value)) ? undefined : [`“${name}”是日期`, '写成 2026-10-01 这样'];
    case 'text':
      return textComplaint(name, shape, value);
  }
}

function textComplaint(name: string, shape: ConditionPath, value: unknown): Complaint {
  if (typeof value !== 'string') return [`“${name}”是文字，不会等于 ${value}`, `请加引号："${value}"`];
  if (!shape.values || shape.values.includes(value)) return undefined;
  const meant = shape.aliases?.get(value);
  const hint = meant === undefined ? didYouMean(value, shape.values) : `你是不是想写“${meant}”？`;
  return [`没有叫“${value}”的${shape.what ?? '值'}`, hint];
}

/** A lower bound above the upper one never matches. */
export function isEmptyRange(operand: Record<string, unknown>): boolean {
  const lower = operand.$gt ?? operand.$gte;
  const upper = operand.$lt ?? operand.$lte;
  if (typeof lower === 'number' && typeof upper === 'number') return lower > upper;
  return typeof lower === 'string' && typeof upper === 'string' && lower > upper;
}
