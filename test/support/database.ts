import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { randomId } from '../../src/core/ids.ts';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { openDatabase } from '../../src/stores/database.ts';

/** A database of a test's own. */
export interface TestDatabase {
  uri: string;
  /** Drops it. */
  drop(): Promise<void>;
}

/** The embedded server of this test file, started when first asked for. */
let embedded: Promise<EmbeddedMongo> | undefined;
let folder: string | undefined;

/** On the server of `MONGODB_URI` when that is set, else on an embedded one that lives as long as the test file. */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `story_${randomId('db').replace(/[^A-Za-z0-9]/g, '')}`;
  const uri = process.env.MONGODB_URI ? named(process.env.MONGODB_URI, name) : (await server()).uri(name);
  return {
    uri,
    async drop() {
      const connection = await openDatabase(uri);
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

async function server(): Promise<EmbeddedMongo> {
  folder ??= mkdtempSync(join(tmpdir(), 'genjin-stories-'));
  embedded ??= startEmbeddedMongo({ dataDir: folder });
  return embedded;
}

function named(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.href;
}

afterAll(async () => {
  await (await embedded)?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});
