import { readFileSync } from 'node:fs';
import { loadPlaybookFile } from './config/load-playbook.ts';
import { describeProblem } from './config/problems.ts';
import { GenjinError } from './core/errors.ts';
import type { PlaybookVersion } from './domain/playbook.ts';
import type { Playbooks } from './services/playbooks.ts';

/**
 * Checks a playbook file and makes it the current version.
 * @throws GenjinError `config` naming file, line and path of everything wrong; nothing is half-loaded
 */
export async function publishFile(
  playbooks: Playbooks,
  path: string,
  by: string,
  now: Date,
): Promise<PlaybookVersion> {
  const loaded = loadPlaybookFile(path);
  if (!loaded.ok) {
    const lines = loaded.problems.map(describeProblem).join('\n');
    throw new GenjinError('config', lines, { userText: lines });
  }
  return playbooks.publish({ ...loaded, source: readFileSync(path, 'utf8') }, by, now);
}
