import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { demoPeople, loadDemoTeam } from '../../src/config/demo-team.ts';
import type { Person } from '../../src/domain/people/person.ts';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The words of a playbook's YAML, for a story to change. */
// biome-ignore lint/suspicious/noExplicitAny: a story writes plain YAML; the loader checks what comes of it.
export type PlaybookWords = any;

/** The demo's people, nobody carrying anything, with what the story changes about them. */
export function thePeople(now: Date, change: (people: Person[]) => void = () => {}): Person[] {
  const people = demoPeople(loadDemoTeam(join(ROOT, 'fixtures/demo/team.yaml')), now);
  change(people);
  return people;
}

/** An example playbook as a file of the story's own, with its lookup tables beside it. */
export function writePlaybook(
  folder: string,
  name: string,
  change: (words: PlaybookWords) => void = () => {},
): string {
  const source = join(ROOT, 'fixtures/playbooks', name);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(source)) {
    if (!file.endsWith('.yaml')) copyFileSync(join(source, file), join(folder, file));
  }
  const words = parse(readFileSync(join(source, 'playbook.yaml'), 'utf8'));
  change(words);
  const path = join(folder, 'playbook.yaml');
  writeFileSync(path, stringify(words));
  return path;
}

/** Nobody but these reps works here. */
export function onlyReps(...names: string[]): (people: Person[]) => void {
  return (people) => {
    for (const person of people) {
      if (person.role === 'rep' && !names.includes(person.name)) person.active = false;
    }
  };
}
