import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadStaticFiles } from '../../../../src/web/pages/static-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'genjin-static-'));
  mkdirSync(join(folder, 'lib'));
  for (const name of ['index.html', 'lib/dom.js', 'contract.ts', 'tsconfig.json', '.env']) {
    writeFileSync(join(folder, name), name);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it('serves what a page consists of and nothing beside it', () => {
  const files = loadStaticFiles(folder);
  expect([...files.keys()].sort()).toEqual(['index.html', 'lib/dom.js']);
  expect(files.get('lib/dom.js')).toMatchObject({ type: 'text/javascript; charset=utf-8' });
  expect(files.get('lib/dom.js')?.body.toString()).toBe('lib/dom.js');
});

it('tells files apart by their mark', () => {
  const files = loadStaticFiles(folder);
  expect(files.get('index.html')?.etag).not.toBe(files.get('lib/dom.js')?.etag);
});
