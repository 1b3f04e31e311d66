import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/company.ts';

interface Package {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const { dependencies, devDependencies, scripts } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as Package;

/** Programs of the development's own commands, which no code imports. */
const TOOLS = ['@biomejs/biome', 'typescript'];

function codeOf(...folders: string[]): string {
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|mjs|js)$/.test(file))
      .map((file) => join(ROOT, folder, file)),
  );
  return files.map((file) => readFileSync(file, 'utf8')).join('\n');
}

const shipped = codeOf('src', 'cards', 'handlers', 'jobs', 'bin');
const rest = codeOf('test', '.ci') + readFileSync(join(ROOT, 'vitest.config.ts'), 'utf8');

/** Imported, or its files asked for by name: `'lmdb'`, `"tsx/esm"`. */
function isNamedIn(code: string, name: string): boolean {
  return new RegExp(`(from |import |\\()\\s*['"\`]${name}(/[^'"\`]*)?['"\`]`).test(code);
}

it('what the product depends on is imported by the product', () => {
  const isRun = (name: string) =>
    Object.values(scripts).some((script) => script.includes(`--import ${name} `));
  const idle = Object.keys(dependencies).filter((name) => !isNamedIn(shipped, name) && !isRun(name));
  expect(idle).toEqual([]);
});

it('what the development depends on is imported by tests, describes the types of something else, or is a tool', () => {
  const idle = Object.keys(devDependencies).filter((name) => {
    const described = name.replace('@types/', '').replace(/^(\w+)__(\w+)$/, '@$1/$2');
    if (name.startsWith('@types/'))
      return described !== 'node' && !{ ...dependencies, ...devDependencies }[described];
    return !isNamedIn(rest, name) && !TOOLS.includes(name);
  });
  expect(idle).toEqual([]);
});
