import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type LoadedPlaybook, loadPlaybookFile } from '../../../src/config/load-playbook.ts';
import { fixturePath } from '../../support/playbooks.ts';

const folder = mkdtempSync(join(tmpdir(), 'genjin-playbook-'));
afterAll(() => rmSync(folder, { recursive: true }));
cpSync(fixturePath('playbooks/medical-devices'), folder, { recursive: true });
const file = join(folder, 'playbook.yaml');
const table = readdirSync(folder).find((name) => name.endsWith('.csv')) ?? '';

function loaded(): Extract<LoadedPlaybook, { ok: true }> {
  const result = loadPlaybookFile(file);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

it('a file read again says the same, and what somebody does to one result is not in the next', () => {
  const first = loaded();
  const kept = structuredClone(first);
  first.playbook.name = 'changed';
  expect(loaded()).toEqual(kept);
  expect(loaded().playbook).not.toBe(loaded().playbook);
});

it('a lookup table that has changed beside an unchanged file is noticed, and one that is gone', () => {
  const before = loaded();
  writeFileSync(join(folder, table), 'x\n');
  expect(loadPlaybookFile(file).ok).toBe(false);
  rmSync(join(folder, table));
  expect(loadPlaybookFile(file).ok).toBe(false);
  cpSync(join(fixturePath('playbooks/medical-devices'), table), join(folder, table));
  expect(loaded()).toEqual(before);
});

it('a file that has changed is read anew', () => {
  writeFileSync(file, 'name: [\n');
  expect(loadPlaybookFile(file).ok).toBe(false);
});
