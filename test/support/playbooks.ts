import { fileURLToPath } from 'node:url';
import { loadPlaybookFile } from '../../src/config/load-playbook.ts';
import type { PlaybookVersion } from '../../src/domain/playbook.ts';

/** One of the example playbooks, loaded as the product loads it. */
export function examplePlaybook(name: string): PlaybookVersion {
  const path = fileURLToPath(new URL(`../../fixtures/playbooks/${name}/playbook.yaml`, import.meta.url));
  const loaded = loadPlaybookFile(path);
  if (!loaded.ok) throw new Error(`${name} does not load: ${JSON.stringify(loaded.problems)}`);
  return { version: 1, playbook: loaded.playbook, lookups: loaded.lookups };
}
