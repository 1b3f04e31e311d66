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

describe('references', () => {
  const sources = ['src', 'cards', 'handlers', 'jobs', 'test'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  );
  const capabilities = new Set(
    [...readFileSync(join(ROOT, 'docs/capabilities.md'), 'utf8').matchAll(/^\| ([A-G]\d+) /gm)].map(
      ([, id]) => id,
    ),
  );

  it('in brackets lead to a capability', () => {
    const unknown = sources.flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\(([A-H]\d{1,2}(?:, [A-H]\d{1,2})*)\)/g)]
        .flatMap(([, ids = '']) => ids.split(', '))
        .filter((id) => !capabilities.has(id))
        .map((id) => `${file}: ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  it.each(['ARCHITECTURE.md'])('%s stays short', (page) => {
    expect(readFileSync(join(ROOT, page)).length).toBeLessThanOrEqual(12 * 1024);
  });

  it('name no page that is not in the repository', () => {
    const pages = /\b[A-Z]{4,}\.md\b/g;
    const named = sources.flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(pages)]
        .filter(([page]) => !existsSync(join(ROOT, page)))
        .map(([page]) => `${file}: ${page}`),
    );
    expect(named).toEqual([]);
  });
});
