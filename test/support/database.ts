import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, mongo } from 'mongoose';
import { inject } from 'vitest';
import { randomId } from '../../src/core/ids.ts';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { atFileEnd } from './file-end.ts';

/** A database of a test's own. */
export interface TestDatabase {
  uri: string;
  /** Takes all records out of it and leaves the indexes. */
  empty(): Promise<void>;
  /** Remembers all records. @returns puts the database back to them */
  snapshot(): Promise<() => Promise<void>>;
  drop(): Promise<void>;
}

/**
 * Tests play on days of their own, most of them over by now: what expires on such a day must not be taken away by
 * the day on which the tests run.
 */
const BEFORE_EVERY_TEST = new Date('2020-01-01T00:00:00Z');

/** The embedded server of this process, started when first asked for. It ends with the process. */
let embedded: Promise<EmbeddedMongo> | undefined;
let shared: Promise<TestDatabase> | undefined;
/** By the test file that is running. */
let used = false;

/** On the server of `MONGODB_URI` when that is set, else on an embedded one. It is gone when the test file ends. */
export async function createDatabase(): Promise<TestDatabase> {
  const database = await makeDatabase();
  atFileEnd(() => database.drop());
  return database;
}

/**
 * One for all test files of the process, empty at the end of each: building the indexes anew would be most of a short
 * story's time.
 */
export async function theDatabase(): Promise<TestDatabase> {
  shared ??= makeDatabase();
  const database = await shared;
  if (!used) {
    used = true;
    atFileEnd(async () => {
      used = false;
      await database.empty();
    });
  }
  return database;
}

async function makeDatabase(): Promise<TestDatabase> {
  const name = `${inject('databasePrefix')}${randomId('db').replace(/[^A-Za-z0-9]/g, '')}`;
  const uri = process.env.MONGODB_URI ? named(process.env.MONGODB_URI, name) : (await server()).uri(name);
  if (process.env.MONGODB_URI) await connected(uri, nothingExpires);
  return {
    uri,
    empty: () => connected(uri, emptyAll),
    snapshot: async () => {
      const records = await connected(uri, recordsOf);
      return () => connected(uri, (connection) => restore(connection, records));
    },
    drop: () => connected(uri, async (connection) => void (await connection.dropDatabase())),
  };
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
  embedded ??= startEmbeddedMongo({
    dataDir: mkdtempSync(join(inject('runFolder'), 'db-')),
    startsAt: BEFORE_EVERY_TEST,
  });
  return embedded;
}

/** The same on a real server; see `BEFORE_EVERY_TEST`. */
async function nothingExpires({ db }: Connection): Promise<void> {
  await db?.admin().command({ setParameter: 1, ttlMonitorEnabled: false });
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
