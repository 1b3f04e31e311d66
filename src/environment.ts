import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

type Environment = Record<string, string | undefined>;

/**
 * The settings a process starts with: those of a `.env` file in `folder`, if there is one, and over them what the
 * surroundings set. Reading settings is left to `readConfig`.
 */
export function withDotEnv(surroundings: Environment, folder: string): Environment {
  let text: string;
  try {
    text = readFileSync(join(folder, '.env'), 'utf8');
  } catch {
    return surroundings;
  }
  // Windows editors put a mark before the first name.
  return { ...parseEnv(text.replace(/^\uFEFF/, '')), ...surroundings };
}
