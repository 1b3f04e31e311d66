/**
 * What the processes of a test run share and cannot take away themselves, for they end by a signal: a folder, and the
 * databases on the server of `MONGODB_URI`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    runFolder: string;
    /** Of the names of this run's databases. */
    databasePrefix: string;
  }
}

const folders: string[] = [];
const prefix = `story_${process.pid}_`;

export function setup(project: TestProject): void {
  const folder = mkdtempSync(join(tmpdir(), 'genjin-tests-'));
  folders.push(folder);
  project.provide('runFolder', folder);
  project.provide('databasePrefix', prefix);
}

export async function teardown(): Promise<void> {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  const uri = process.env.MONGODB_URI;
  // A server that is gone has failed the tests already.
  if (uri) await dropDatabases(uri).catch(() => {});
}

async function dropDatabases(uri: string): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) if (name.startsWith(prefix)) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}
