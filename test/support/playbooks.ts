import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPlaybook, loadPlaybookFile } from '../../src/config/load-playbook.ts';
import { describeProblem } from '../../src/config/problems.ts';
import type { PlaybookVersion } from '../../src/domain/playbook/playbook.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);

export const EXAMPLES = ['medical-devices', 'industrial-equipment', 'pharma-chain'] as const;

export function fixturePath(path: string): string {
  return fileURLToPath(new URL(path, fixtures));
}

/** An example playbook as its version 1. */
export function examplePlaybook(name: (typeof EXAMPLES)[number]): PlaybookVersion {
  const loaded = loadPlaybookFile(fixturePath(`playbooks/${name}/playbook.yaml`));
  if (!loaded.ok) throw new Error(loaded.problems.map(describeProblem).join('\n'));
  return { version: 1, playbook: loaded.playbook, lookups: loaded.lookups };
}

/** The small playbook that tests break. */
export const BASE = readFileSync(fixturePath('playbooks-bad/base.yaml'), 'utf8');
export const BASE_TABLE = readFileSync(fixturePath('playbooks-bad/hospitals.csv'), 'utf8');

/** Loads a text as base.yaml, with its lookup table (or another in its place). */
export function loadBase(text: string | Uint8Array, table: string | Uint8Array = BASE_TABLE) {
  const readFile = (name: string) => (name === 'hospitals.csv' ? table : undefined);
  return loadPlaybook(text, { fileName: 'base.yaml', readFile });
}

/** `text` with one place changed; the place must be there exactly once. */
export function edited(text: string, right: string, wrong: string): string {
  const at = text.indexOf(right);
  if (at < 0 || text.indexOf(right, at + 1) >= 0) throw new Error(`must be there exactly once: ${right}`);
  return text.slice(0, at) + wrong + text.slice(at + right.length);
}
