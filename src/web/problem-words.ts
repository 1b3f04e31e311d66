/** What a schema says of wrong input, in plain Chinese: `缺少`, `要写成文字`, `不认识的键“budgett”`. */
import type { z } from 'zod';
import { zhCN } from 'zod/locales';

const CHINESE = zhCN().localeError;

const KINDS: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '数组（[…]）',
  object: '对象（{…}）',
  record: '对象（{…}）',
  date: '日期',
};

/** To be given to `safeParse`; what is not put into words here is said as the library says it. */
export function problemWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    const kind = KINDS[String(issue.expected)];
    if (kind) return issue.input === undefined ? `缺少这一项，要写成${kind}` : `要写成${kind}`;
  }
  if (issue.code === 'unrecognized_keys')
    return `不认识的键：${(issue.keys as string[])
      .slice(0, 5)
      .map((key) => `“${key.slice(0, 40)}”`)
      .join('、')}`;
  const said = CHINESE(issue);
  return typeof said === 'string' || said === undefined ? (said ?? undefined) : said?.message;
}
