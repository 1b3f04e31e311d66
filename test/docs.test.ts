import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './support/company.ts';

const SKIPPED = new Set(['node_modules', '.git', 'data']);

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownIn(path);
    return entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
}

const PAGES = markdownIn(ROOT);

describe('documents', () => {
  it('are found', () => {
    expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md']));
  });

  it.each(PAGES)('%s links only to files that exist', (page) => {
    const links = readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g);
    const dead = [...links].filter(([, to = '']) => !existsSync(join(ROOT, dirname(page), decodeURI(to))));
    expect(dead.map(([, to]) => to)).toEqual([]);
  });

  it.each(PAGES)('%s holds no unfinished merge', (page) => {
    expect(readFileSync(join(ROOT, page), 'utf8')).not.toMatch(/^(<{7}|={7}|>{7})( |$)/m);
  });
});
