/** Something wrong in a file that people write: where it is, what it is, and what to do about it. */
export interface ConfigProblem {
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
  /** `rules.2.if.fields.hospitalLevel`; empty for the file as a whole. */
  path: string;
  /** Chinese, for the sales manager who wrote it. */
  message: string;
  /** Chinese: `你是不是想写“first-touch”？`, or the way to mend it. */
  suggestion?: string | undefined;
}

/** More than this helps nobody: mend these first. */
export const MAX_PROBLEMS = 100;

export type Path = readonly PropertyKey[];

export function pathText(path: Path): string {
  return path.map(String).join('.');
}

/** The steps of a written path (`$or.0.fields.level`) in a value whose own keys may hold dots. */
export function stepsOf(value: unknown, path: string): PropertyKey[] {
  if (path === '') return [];
  const at = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const parts = path.split('.');
  const own = parts
    .map((_, i) => parts.slice(0, parts.length - i).join('.'))
    .find((candidate) => Object.hasOwn(at, candidate));
  if (own === undefined) return parts;
  const step = Array.isArray(at) ? Number(own) : own;
  return [step, ...stepsOf(at[own], path.slice(own.length + 1))];
}

/** `playbook.yaml:12:5 rules.2.when 没有…。你是不是想写“…”？`, one line per problem. */
export function describeProblem(problem: ConfigProblem): string {
  const { file, line, column, path, message, suggestion } = problem;
  const where = path === '' ? '' : ` ${path}`;
  return `${file}:${line}:${column}${where} ${message}${suggestion === undefined ? '' : `。${suggestion}`}`;
}

/** By position, without repeats, at most `MAX_PROBLEMS`. */
export function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const seen = new Map(problems.map((problem) => [describeProblem(problem), problem]));
  return [...seen.values()]
    .sort(
      (a, b) => Number(a.file > b.file) - Number(a.file < b.file) || a.line - b.line || a.column - b.column,
    )
    .slice(0, MAX_PROBLEMS);
}
