import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { z } from 'zod';
import { errorText, GenjinError } from '../core/errors.ts';
import { type ConfigProblem, describeProblem, inOrder } from './problems.ts';
import { parseSource } from './schema-problems.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/**
 * A YAML file checked against a schema, for files that ship with the product. Throws a `config` error that lists
 * every problem with file and line.
 */
export function loadYamlFile<T extends z.ZodType>(
  path: string,
  schema: T,
): { value: z.output<T>; source: YamlSource } {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new GenjinError('config', `cannot read ${path}: ${errorText(error)}`, {
      userText: `读不到文件 ${path}`,
    });
  }
  const read = readYaml(bytes, basename(path));
  if (!read.ok) throw configError(read.problems);
  const parsed = parseSource(read.source, schema);
  if (!parsed.ok) throw configError(parsed.problems);
  return { value: parsed.value, source: read.source };
}

/** One error for everything that is wrong with a file. */
export function configError(found: readonly ConfigProblem[]): GenjinError {
  const problems = inOrder(found);
  const text = problems.map(describeProblem).join('\n');
  return new GenjinError('config', text, { userText: text, problems });
}
