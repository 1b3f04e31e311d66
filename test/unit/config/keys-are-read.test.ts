import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { ROLES, type Role } from '../../../src/domain/people/person.ts';
import { playbookSchema } from '../../../src/domain/playbook/playbook.ts';
import { ROOT } from '../../support/company.ts';

/** Where a key may be obeyed. `src/config` only checks them, and the schema's own files only declare them. */
const FOLDERS = ['src', 'cards', 'handlers', 'jobs'];
const DECLARING = /^src\/config\/|^src\/domain\/playbook\/(?!options|glossary)/;

const code = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
    .filter((name) => !DECLARING.test(name))
    .map((name) => readFileSync(join(ROOT, name), 'utf8')),
).join('\n');

/** Every key of every object in the schema, with where it stands: `stages[].locks`. */
function keysOf(schema: z.core.$ZodType, path = ''): [path: string, key: string][] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return walk(json as Node, path);
}

interface Node {
  properties?: Record<string, Node>;
  items?: Node;
  additionalProperties?: Node | boolean;
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: Node[];
}

function walk(node: Node, path: string): [string, string][] {
  const { properties = {}, items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = node;
  const own = Object.entries(properties).flatMap(([key, inner]): [string, string][] => {
    const here = path ? `${path}.${key}` : key;
    return [[here, key], ...walk(inner, here)];
  });
  const map = typeof additionalProperties === 'object' ? walk(additionalProperties, `${path}{}`) : [];
  const some = [...anyOf, ...oneOf, ...allOf].flatMap((inner) => walk(inner, path));
  return [...own, ...(items ? walk(items, `${path}[]`) : []), ...map, ...some];
}

it('every key of a playbook is read by what it steers', () => {
  // A table by role has the roles as its keys.
  const keys = keysOf(playbookSchema).filter(([, key]) => !ROLES.includes(key as Role));
  expect(keys.map(([path]) => path)).toEqual(
    expect.arrayContaining(['stages[].locks', 'fields[].core', 'glossary']),
  );
  // Read as a property or taken apart: `.locks`, `{ locks }`, `{ id, locks: frozen }`, `['locks']`.
  const isRead = (key: string) => new RegExp(`(?:\\.|[{,]\\s*|\\[')${key}\\b`).test(code);
  expect(keys.filter(([, key]) => !isRead(key)).map(([path]) => path)).toEqual([]);
});
