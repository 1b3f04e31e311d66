import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const IMPORT =
  /^(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gms;

/** Every file the referee is made of, its helpers' included. */
function filesOf(start: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...start];
  for (let file = open.pop(); file; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, from, lazily, bare] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const to = from ?? lazily ?? bare ?? '';
      if (to.startsWith('.')) open.push(resolve(dirname(file), to));
    }
  }
  return found;
}

const OWN = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => join(import.meta.dirname, file));

describe('the referee', () => {
  it('shares no code with what it judges', () => {
    const files = [...filesOf(OWN)].map((file) => relative(ROOT, file));
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(files.filter((file) => /^(src|cards|handlers|jobs)\//.test(file))).toEqual([]);
    expect(files.filter((file) => !/^test\/(week|support)\//.test(file))).toEqual([]);
  });

  it('reads no database', () => {
    const texts = [...filesOf(OWN)].map((file) => readFileSync(file, 'utf8'));
    expect(texts.filter((text) => /from 'mongo(db|ose)'|from 'lmdb'/.test(text))).toEqual([]);
  });
});
