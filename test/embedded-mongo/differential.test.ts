/**
 * The embedded database against a real MongoDB: the answers a real server gave are recorded in
 * fixtures/embedded-mongo/answers.json. With MONGODB_URI set they are checked again on that server;
 * RECORD=1 records them anew.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EJSON } from 'bson';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { SUBSET } from '../../src/embedded-mongo/subset.ts';
import { allCases, inLoadOrder, Runner } from './differential/cases.ts';
import { REFUSED } from './differential/refused.ts';

const FILE = join(import.meta.dirname, '../../fixtures/embedded-mongo/answers.json');
const realUri = process.env.MONGODB_URI;
const cases = allCases();
const recorded = new Map<string, string[]>();

/** Long lists of documents are kept as a hash; a failure then shows the embedded database's side only. */
const shorten = (line: string): string =>
  line.length <= 2000 ? line : `sha256 ${createHash('sha256').update(line).digest('hex')}`;

async function answersOf(uri: string): Promise<Map<string, string[]>> {
  const client = await MongoClient.connect(uri);
  const runner = new Runner(client.db('genjin_differential'));
  const out = new Map<string, string[]>();
  for (const c of inLoadOrder(cases))
    if (!c.sameAs || uri !== realUri) out.set(c.name, await runner.answer(c));
  await client.db('genjin_differential').dropDatabase();
  await client.close();
  return out;
}

const dataDir = mkdtempSync(join(tmpdir(), 'embedded-'));
let server: EmbeddedMongo;
let answers = new Map<string, string[]>();

beforeAll(async () => {
  if (realUri && process.env.RECORD) {
    const real = [...(await answersOf(realUri))].map(([name, lines]) => [name, lines.map(shorten)]);
    mkdirSync(join(FILE, '..'), { recursive: true });
    writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(real), null, 1)}\n`);
  }
  for (const [name, lines] of Object.entries(JSON.parse(readFileSync(FILE, 'utf8'))))
    recorded.set(name, lines as string[]);
  server = await startEmbeddedMongo({ dataDir });
  answers = await answersOf(server.uri());
}, 300_000);
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true });
});

it('has a name of its own for each case', () => {
  expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length);
});

it('asks about everything in the subset', () => {
  const asked = new Set(JSON.stringify(cases.map((c) => c.commands)).match(/"\$?\w+"(?=:)/g));
  const { command: commands, ...operators } = SUBSET;
  const handshake = [
    'hello',
    'isMaster',
    'ismaster',
    'buildInfo',
    'buildinfo',
    'endSessions',
    'listDatabases',
  ];
  const expected = [...Object.values(operators).flatMap((names) => [...names]), ...commands];
  const others = [...handshake, 'killCursors', 'dropDatabase']; // used by the driver and the runner itself
  expect(expected.filter((name) => !asked.has(`"${name}"`) && !others.includes(name))).toEqual([]);
});

describe('answers are those of a real MongoDB', () => {
  it.each(cases.map((c) => [c.name, c] as const))('%s', (_name, c) => {
    const expected = recorded.get(c.sameAs ?? c.name);
    expect(expected, 'not recorded yet: run with MONGODB_URI and RECORD=1').toBeDefined();
    const actual = answers.get(c.name) ?? [];
    const same =
      actual.length === expected?.length && actual.every((line, i) => shorten(line) === expected[i]);
    if (!same) expect(actual).toEqual(expected);
  });
});

describe.skipIf(!realUri || process.env.RECORD)('the recorded answers still hold', () => {
  it('on the server of MONGODB_URI', async () => {
    const real = await answersOf(realUri ?? '');
    for (const [name, lines] of real)
      expect([name, ...lines.map(shorten)]).toEqual([name, ...(recorded.get(name) ?? [])]);
  }, 300_000);
});

describe('what is outside the subset is refused by name', () => {
  it.each(REFUSED.map(([names, command]) => [names, EJSON.stringify(command), command] as const))(
    '%s: %s',
    async (names, _text, command) => {
      const client = await MongoClient.connect(server.uri());
      const db = client.db('refused');
      await db.dropDatabase();
      await db.command({ insert: 'c', documents: [{ _id: 1, a: 1 }] });
      const error = await db.command(command).then(
        (reply) => {
          const [writeError] = (reply as { writeErrors?: { errmsg: string }[] }).writeErrors ?? [];
          return writeError?.errmsg ?? 'accepted';
        },
        (e: unknown) => (e instanceof Error ? e.message : String(e)),
      );
      await client.close();
      expect(error).toContain(names);
      expect(error).toContain('not supported by the embedded database; set MONGODB_URI');
    },
  );
});
