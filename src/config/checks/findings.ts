/** Collects what the cross-checks find, each at its place in the file. */
import type { ConfigProblem, Path } from '../problems.ts';
import { didYouMean } from '../suggest.ts';
import type { YamlSource } from '../yaml-source.ts';

export interface Report {
  error(path: Path, message: string, suggestion?: string, at?: 'key' | 'value'): void;
  /** Something that works but is probably not meant. */
  warn(path: Path, message: string, suggestion?: string, at?: 'key' | 'value'): void;
  /** An error unless `name` is one of `known`; `what` says what it should be (`字段`, `标签`). */
  refer(path: Path, what: string, name: string, known: Iterable<string>, at?: 'key' | 'value'): boolean;
  /** Problems of another file, such as a lookup table. */
  addErrors(problems: readonly ConfigProblem[]): void;
  addWarnings(problems: readonly ConfigProblem[]): void;
  readonly errors: ConfigProblem[];
  readonly warnings: ConfigProblem[];
}

export function createReport(source: YamlSource): Report {
  const errors: ConfigProblem[] = [];
  const warnings: ConfigProblem[] = [];
  const error: Report['error'] = (...found) => void errors.push(source.problem(...found));
  return {
    errors,
    warnings,
    error,
    warn: (...found) => void warnings.push(source.problem(...found)),
    refer(path, what, name, known, at) {
      const all = [...known];
      if (all.includes(name)) return true;
      error(path, `没有叫“${name}”的${what}`, didYouMean(name, all), at);
      return false;
    },
    addErrors: (problems) => void errors.push(...problems),
    addWarnings: (problems) => void warnings.push(...problems),
  };
}
