/** A few rounds of the fuzz; all of it is `node --import tsx test/embedded-mongo/fuzz/run.ts`. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { digest, negationRound, queryRound, updateRound } from './fuzz/fuzz.ts';

const FILE = join(import.meta.dirname, '../../fixtures/embedded-mongo/fuzz.json');
const recorded: Record<string, string> = JSON.parse(readFileSync(FILE, 'utf8'));
const rounds = Array.from({ length: 12 }, (_, i) => i + 1);
const dataDir = mkdtempSync(join(tmpdir(), 'embedded-'));
let server: EmbeddedMongo;
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir });
  client = await MongoClient.connect(server.uri());
  db = client.db('fuzz');
});
afterAll(async () => {
  await client.close();
  await server.close();
  rmSync(dataDir, { recursive: true });
});

it.each(rounds)('random queries, round %i, are answered as by a real MongoDB', async (seed) => {
  expect(digest(await queryRound(db, seed, false))).toBe(recorded[`queries ${seed}`]);
});

it.each(rounds)('random queries, round %i, have the same answers with indexes', async (seed) => {
  const plain = await queryRound(db, seed, false);
  expect(await queryRound(db, seed, true)).toEqual(plain);
});

it.each(rounds)(
  'random negations, round %i, are answered as by a real MongoDB, with indexes too',
  async (seed) => {
    const plain = await negationRound(db, seed, false);
    expect(digest(plain)).toBe(recorded[`negations ${seed}`]);
    expect(await negationRound(db, seed, true)).toEqual(plain);
  },
);

it.each(rounds)('random updates, round %i, end as on a real MongoDB', async (seed) => {
  expect(digest(await updateRound(db, seed))).toBe(recorded[`updates ${seed}`]);
});
