import type { z } from 'zod';
import type { Problem } from '../../core/errors.ts';
import { suggestionText } from '../../core/suggest.ts';
import { SOURCE_LABELS } from '../leads/sources.ts';

type Issue = z.core.$ZodIssue;

/** The schema's issues in Chinese, one per wrong value or unknown key. */
export function toProblems(issues: readonly Issue[], knownKeys: readonly string[]): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, 20).map((key) => ({
        path: path === '' ? key : `${path}.${key}`,
        message: `没有“${key.slice(0, 40)}”这一项${suggestionText(key, knownKeys)}`,
      }));
    }
    return [{ path, message: messageFor(issue, path) }];
  });
}

function messageFor(issue: Issue, path: string): string {
  if (path === 'source') return `来源要写成其中之一：${sources()}`;
  if (path === 'budget') return '预算要写成以元为单位的数字（不小于 0），或预算档位';
  if (path === 'fields') return '要写成“字段: 值”的形式';
  switch (issue.code) {
    case 'invalid_type':
      return typeMessage(issue.expected);
    case 'too_big':
      return issue.origin === 'string'
        ? `太长了，最多 ${issue.maximum} 个字`
        : `太多了，最多 ${issue.maximum} 项`;
    case 'invalid_format':
      return issue.format === 'email' ? '邮箱写得不对，例如 name@example.com' : '写法不对';
    default:
      return '写法不对';
  }
}

const TYPE_MESSAGES: Record<string, string> = {
  string: '要写成文字',
  number: '要写成数字',
  array: '要写成列表，例如 ["超声", "DR"]',
  object: '一条线索要写成“名称: 值”的形式',
};

function typeMessage(expected: string): string {
  return TYPE_MESSAGES[expected] ?? '类型不对';
}

function sources(): string {
  return Object.entries(SOURCE_LABELS)
    .map(([value, label]) => `${value}（${label}）`)
    .join('、');
}
