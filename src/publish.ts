import { readFileSync } from 'node:fs';
import { loadPlaybookFile } from './config/load-playbook.ts';
import { describeProblem } from './config/problems.ts';
import { GenjinError } from './core/errors.ts';
import type { PlaybookVersion } from './domain/playbook/playbook.ts';
import { type CheckedPlaybook, fingerprintOf, type Playbooks } from './services/playbooks.ts';
import type { SettingStore } from './stores/settings.ts';

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
  return playbooks.publish(readChecked(path), by, now);
}

/**
 * The same at a start, unless the file is as it was at the last one: what was published or rolled back since then in
 * the chat or on the command line stands.
 */
export async function publishChangedFile(
  playbooks: Playbooks,
  settings: SettingStore,
  path: string,
  now: Date,
): Promise<void> {
  const loaded = readChecked(path);
  const fingerprint = fingerprintOf(loaded);
  if ((await settings.get(LAST_FILE)) === fingerprint) return;
  await playbooks.publish(loaded, 'start', now);
  await settings.set(LAST_FILE, fingerprint);
}

const LAST_FILE = 'playbook-file';

function readChecked(path: string): CheckedPlaybook {
  const loaded = loadPlaybookFile(path);
  if (loaded.ok) return { ...loaded, source: readFileSync(path, 'utf8') };
  const lines = loaded.problems.map(describeProblem).join('\n');
  throw new GenjinError('config', lines, { userText: lines });
}
