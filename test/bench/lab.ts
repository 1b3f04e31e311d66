import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { createLogger } from '../../src/core/logger.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { writePlaybook } from '../support/company.ts';
import { Program } from '../support/program.ts';

/** Where a measurement takes place: a database of its own on one of the two kinds, and an empty data folder. */
export interface Lab {
  database: 'embedded' | 'mongodb';
  dataDir: string;
  mongodbUri: string | undefined;
  /** The medical playbook with room for many open leads per rep. */
  playbook: string;
  quick: boolean;
  /** The database itself. Close it before a program is started on it. */
  open(): Promise<Storage>;
  /** A program on it: the product with a big team, or another main file. */
  program(options?: {
    now?: string;
    main?: string;
    env?: Record<string, string>;
    node?: string[];
  }): Promise<Program>;
  close(): Promise<void>;
}

/** Open leads one rep may carry in measurements that are not about capacity. */
const ROOMY_CAP = 2_000;

export async function openLab(
  database: Lab['database'],
  name: string,
  options: { mongodbUri?: string | undefined; quick: boolean },
): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'genjin-bench-'));
  const dataDir = join(folder, 'data');
  const mongodbUri =
    database === 'mongodb' && options.mongodbUri ? named(options.mongodbUri, name) : undefined;
  const playbook = writePlaybook(join(folder, 'playbook'), 'medical-devices', (words) => {
    words.routing.cap = ROOMY_CAP;
  });
  const open = () => openStorage({ dataDir, mongodbUri }, createLogger('silent'));
  const drop = async () => {
    if (!mongodbUri) return;
    const storage = await open();
    await storage.connection.dropDatabase();
    await storage.close();
  };
  await drop();
  return {
    database,
    dataDir,
    mongodbUri,
    playbook,
    quick: options.quick,
    open,
    program: ({ now, main = 'test/bench/serve.ts', env, node } = {}) =>
      Program.at({ dataDir, mongodbUri, now, main, node, env: { PLAYBOOK: playbook, ...env } }),
    async close() {
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function named(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/genjin_bench_${name}`;
  return url.href;
}

/** Every document of a collection in one go, past the product's stores. */
export async function insertAll(connection: Connection, name: string, docs: object[]): Promise<void> {
  const BATCH = 2_000;
  for (let i = 0; i < docs.length; i += BATCH) {
    await connection.collection(name).insertMany(docs.slice(i, i + BATCH), { ordered: false });
  }
}
