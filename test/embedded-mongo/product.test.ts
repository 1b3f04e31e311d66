/**
 * What the product asks of a database stands in the embedded one's subset, on a real MongoDB too. This reads the
 * code; on the embedded database every story is a test of it as well, for it refuses the rest.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SUBSET } from '../../src/embedded-mongo/subset.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Conditions of a playbook are evaluated in the process, by another library, and never sent to a database. */
const IN_PROCESS = /^src\/(domain|config|embedded-mongo)\/|^src\/platforms\/simulator\/page\//;

const files = ['src', 'cards', 'handlers', 'jobs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => file.endsWith('.ts') && !IN_PROCESS.test(file)),
);
const code = files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const);

function found(pattern: RegExp): [file: string, what: string][] {
  return code.flatMap(([file, text]) =>
    [...text.matchAll(pattern)].map((m): [string, string] => [file, m[1] ?? '']),
  );
}

it('no operator outside the subset', () => {
  const { command: _commands, ...operators } = SUBSET;
  const known = new Set(Object.values(operators).flatMap((names) => [...names]));
  // an operator is the key of an object: `$set: …` or `'$set': …`
  const used = found(/(?<![\w$])'?(\$[a-z]\w*)'?:/g);
  expect(used.filter(([, operator]) => !known.has(operator))).toEqual([]);
  expect(new Set(used.map(([, operator]) => operator)).size).toBeGreaterThan(15);
});

it('no transactions, change streams, server code or regular expressions', () => {
  expect(
    found(/\b(withTransaction|startTransaction|startSession|\.watch\(\[|mapReduce|\$where|\.distinct\()/g),
  ).toEqual([]);
  expect(found(/\b(Decimal128|Types\.Decimal)/g)).toEqual([]);
});
