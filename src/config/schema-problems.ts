/** zod's issues in Chinese, each at its place in the file. */
import type { z } from 'zod';
import { closest } from '../core/suggest.ts';
import type { ConfigProblem, Path } from './problems.ts';
import { keysAt } from './schema-shape.ts';
import { didYouMean } from './suggest.ts';
import type { YamlSource } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

/** A value read from YAML and checked against `schema`, or everything that is wrong with it. */
export function parseSource<T extends z.ZodType>(
  source: YamlSource,
  schema: T,
): { ok: true; value: z.output<T> } | { ok: false; problems: ConfigProblem[]; faults: Path[] } {
  const parsed = schema.safeParse(source.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.flatMap((issue) => toProblems(issue, [], source, schema)),
    faults: parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
    ),
  };
}

function toProblems(issue: Issue, base: Path, source: YamlSource, schema: z.ZodType): ConfigProblem[] {
  const path = [...base, ...issue.path];
  const written = valueAt(source.value, path);
  const here = (message: string, suggestion?: string) => [source.problem(path, message, suggestion)];

  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(schema, path);
    return issue.keys.map((key) => {
      const notYet = path[0] === 'orders' && key === 'booking' ? '尚未支持预约时段（booking）' : undefined;
      const suggestion = notYet ? '请删掉这一项' : didYouMean(key, allowed);
      return source.problem([...path, key], notYet ?? `不认识“${key}”`, suggestion, 'key');
    });
  }
  if (issue.code === 'invalid_union') {
    const branch = fittingBranch(issue.errors, written);
    if (branch) return branch.flatMap((inner) => toProblems(inner, path, source, schema));
  }
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0];
    const allowed = inner?.code === 'invalid_value' ? inner.values.map(String) : [];
    const key = String(path.at(-1));
    const message = allowed.length > 0 ? `不认识“${key}”` : `“${key}”不能作名字：${inner?.message ?? ''}`;
    return [source.problem(path, message, didYouMean(key, allowed), 'key')];
  }
  if (!source.has(path)) {
    if (isMisspelt(path, source, schema)) return [];
    return [source.problem(path, `缺少“${String(path.at(-1) ?? '')}”`, undefined, 'key')];
  }
  if (written === null) return here('这里是空的', '请填上内容，或删掉这一项');
  return here(...describe(issue, written));
}

/** Whether the missing key is there under a misspelt name, which is reported already. */
function isMisspelt(path: Path, source: YamlSource, schema: z.ZodType): boolean {
  const parent = path.slice(0, -1);
  const allowed = keysAt(schema, parent);
  const written = Object.keys(Object(valueAt(source.value, parent)));
  return written.some((key) => !allowed.includes(key) && closest(key, allowed) === path.at(-1));
}

function describe(issue: Issue, written: unknown): [string, string?] {
  switch (issue.code) {
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      if (typeof written === 'object')
        return [`这里要写一个值，不是${kindOf(written)}`, didYouMean('', allowed)];
      return [`“${String(written)}”不能用在这里`, didYouMean(String(written), allowed)];
    }
    case 'invalid_type':
      return wrongKind(KINDS[issue.expected] ?? issue.expected, written);
    case 'invalid_union':
      return wrongKind(expectedKinds(issue.errors), written);
    case 'too_small':
    case 'too_big':
      return [sizeMessage(issue)];
    case 'invalid_format':
      return [`“${String(written)}”格式不对：${issue.message}`];
    default:
      return [issue.message];
  }
}

function wrongKind(expected: string, written: unknown): [string, string?] {
  const scalar = typeof written === 'number' || typeof written === 'boolean';
  const quote =
    scalar && expected.includes(KINDS.string ?? '') ? `请加引号："${String(written)}"` : undefined;
  return [`这里要写${expected}，现在是${kindOf(written)}`, quote];
}

function sizeMessage(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const [limit, words] =
    issue.code === 'too_small'
      ? [
          issue.minimum,
          {
            string: '太短，至少',
            array: '太少，至少',
            number: issue.inclusive === false ? '要大于' : '不能小于',
          },
        ]
      : [issue.maximum, { string: '太长，最多', array: '太多，最多', number: '不能大于' }];
  const unit = { string: ' 个字', array: ' 项' }[issue.origin as string] ?? '';
  if (issue.code === 'too_small' && issue.origin === 'string' && Number(limit) === 1) return '这里是空的';
  return `${words[issue.origin as keyof typeof words] ?? words.number} ${limit}${unit}`;
}

/** The variant the writer meant: the first whose own kind fits what is written. */
function fittingBranch(branches: readonly Issue[][], written: unknown): Issue[] | undefined {
  const scalar = typeof written !== 'object' || written === null;
  return branches.find(
    (issues) =>
      !issues.some(
        (issue) =>
          issue.path.length === 0 &&
          (issue.code === 'invalid_type' || (issue.code === 'invalid_value' && !scalar)),
      ),
  );
}

function expectedKinds(branches: readonly Issue[][]): string {
  const kinds = branches.flatMap((issues) =>
    issues.flatMap((issue) =>
      issue.code === 'invalid_type' ? [KINDS[issue.expected] ?? issue.expected] : [],
    ),
  );
  return [...new Set(kinds)].join('或');
}

const KINDS: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: ' true 或 false',
  array: '列表（每项以“- ”开头）',
  object: '若干“键: 值”',
  record: '若干“键: 值”',
};

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return '空的';
  if (Array.isArray(value)) return '列表';
  return KINDS[typeof value] ?? typeof value;
}

export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}
