/** The process of snapshot.ts: does one `ChildTask`, sends one `ChildAnswer` and ends. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { decode } from './bson.ts';
import type { Census, ChildAnswer, ChildTask } from './snapshot.ts';
import { Store } from './store.ts';

async function run([what, dataDir, target]: ChildTask): Promise<ChildAnswer> {
  if (!existsSync(join(dataDir, 'data.mdb'))) throw new Error('there is no database file');
  if (what === 'examine') return { census: censusOf(dataDir) };
  const source = open({ path: dataDir, noSubdir: false, readOnly: true, maxDbs: 4 });
  await source.backup(target, true);
  await source.close();
  return { census: {} };
}

function censusOf(dataDir: string): Census {
  const store = new Store(dataDir);
  const census: Census = {};
  for (const collection of store.all()) {
    let documents = 0;
    for (const record of store.scan(collection)) {
      const raw = store.read(collection, record);
      if (raw) decode(raw);
      documents++;
    }
    if (documents !== collection.count)
      throw new Error(`${collection.name} has ${documents} documents and should have ${collection.count}`);
    census[collection.name] = documents;
  }
  return census;
}

const answer = await run(process.argv.slice(2) as ChildTask).catch((error) => ({
  problem: error instanceof Error ? error.message : String(error),
}));
process.send?.(answer, () => process.exit(0));
