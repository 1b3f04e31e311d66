import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection, mongo } from 'mongoose';
import { afterAll } from 'vitest';
import { randomId } from '../../src/core/ids.ts';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { openDatabase } from '../../src/stores/database.ts';

/** A database of a test's own. */
export interface TestDatabase {
  uri: string;
  /** Takes all records out of it and leaves the indexes. */
  empty(): Promise<void>;
  /** Remembers all records. @returns puts the database back to them */
  snapshot(): Promise<() => Promise<void>>;
  drop(): Promise<void>;
}

/** The embedded server of this test file, started when first asked for. */
let embedded: Promise<EmbeddedMongo> | undefined;
let folder: string | undefined;
let shared: Promise<TestDatabase> | undefined;
/** On a server that outlives the test file nothing is left behind. */
const created: TestDatabase[] = [];

/** On the server of `MONGODB_URI` when that is set, else on an embedded one that lives as long as the test file. */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `story_${randomId('db').replace(/[^A-Za-z0-9]/g, '')}`;
  const uri = process.env.MONGODB_URI ? named(process.env.MONGODB_URI, name) : (await server()).uri(name);
  const database = {
    uri,
    empty: () => connected(uri, emptyAll),
    snapshot: async () => {
      const records = await connected(uri, recordsOf);
      return () => connected(uri, (connection) => restore(connection, records));
    },
    drop: () => connected(uri, async (connection) => void (await connection.dropDatabase())),
  };
  if (process.env.MONGODB_URI) created.push(database);
  return database;
}

/** One for the whole test file: building the indexes anew would be most of a short story's time. */
export async function theDatabase(): Promise<TestDatabase> {
  shared ??= createDatabase();
  return shared;
}

async function connected<T>(uri: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await openDatabase(uri);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

async function server(): Promise<EmbeddedMongo> {
  folder ??= mkdtempSync(join(tmpdir(), 'genjin-stories-'));
  embedded ??= startEmbeddedMongo({ dataDir: folder });
  return embedded;
}

async function emptyAll({ db }: Connection): Promise<void> {
  await Promise.all(((await db?.collections()) ?? []).map((collection) => collection.deleteMany({})));
}

async function recordsOf({ db }: Connection): Promise<Map<string, mongo.Document[]>> {
  const all = (await db?.collections()) ?? [];
  return new Map(
    await Promise.all(all.map(async (c) => [c.collectionName, await c.find().toArray()] as const)),
  );
}

async function restore(
  connection: Connection,
  records: ReadonlyMap<string, mongo.Document[]>,
): Promise<void> {
  await emptyAll(connection);
  await Promise.all(
    [...records].map(async ([name, docs]) => docs.length && connection.collection(name).insertMany(docs)),
  );
}

function named(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.href;
}

afterAll(async () => {
  for (const database of created) await database.drop();
  await (await embedded)?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});
