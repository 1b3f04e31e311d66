/**
 * The embedded database: a MongoDB server for the product's own queries, in a worker thread, on a private socket.
 * See README.md beside this file.
 */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import { acquireLock, type DataFolderInUse } from './lock.ts';
import type { WorkerMessage, WorkerOptions } from './worker.ts';

export { DataFolderInUse } from './lock.ts';

/**
 * A connection string for the server of the process that has the data folder: whoever may open the folder's socket, its
 * owner, may work beside that process. Undefined on Windows, where it listens on a port that only it knows.
 */
export function uriBeside({ socketPath }: DataFolderInUse, dbName = ''): string | undefined {
  return socketPath === undefined ? undefined : connectionString(socketPath, undefined, dbName);
}

export interface EmbeddedMongo {
  /** A connection string for the driver; with a database name when one is given. */
  uri(dbName?: string): string;
  /** The loopback port, when one was asked for. */
  port: number | undefined;
  /** Finishes the writes that have arrived, closes the files and frees the data folder. */
  close(): Promise<void>;
}

export interface EmbeddedMongoOptions {
  /** Created when missing. One process at a time may use it. */
  dataDir: string;
  /** Listen on this loopback port too (0 picks one), for mongosh and mongodump. Windows always uses a port. */
  listen?: { port: number } | undefined;
  /** For a program whose own clock stands elsewhere: the moment from which TTL indexes count. The system's otherwise. */
  startsAt?: Date | undefined;
}

/**
 * Starts the server and resolves when it answers. Rejects with a message for whoever runs the program when the
 * data folder is in use by another process (`DataFolderInUse`), cannot be written, or was written by a newer version.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const dataDir = resolve(options.dataDir);
  prepareFolder(dataDir);
  const lock = await acquireLock(dataDir);
  const port = options.listen?.port ?? (process.platform === 'win32' ? 0 : undefined);
  const { startsAt } = options;
  const workerData: WorkerOptions = { dataDir, socketPath: lock.socketPath, port, startsAt };
  const worker = new Worker(bundleWorker(), { eval: true, workerData, execArgv: [] });
  const exited = new Promise<void>((done) => worker.once('exit', () => done()));
  try {
    const ready = await firstMessage(worker);
    if (ready.type === 'failed') throw cannotUse(dataDir, ready.message);
    worker.unref();
    // from here on nobody can do without it: an error in the thread is one of the whole process
    worker.removeAllListeners('error');
    return {
      uri: (dbName = '') => connectionString(lock.socketPath, ready.port, dbName),
      port: ready.port,
      close: async () => {
        worker.ref();
        worker.postMessage('close');
        await exited;
        await lock.release();
      },
    };
  } catch (error) {
    await worker.terminate();
    await lock.release();
    throw error;
  }
}

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw cannotUse(dataDir, error instanceof Error ? error.message : String(error));
  }
}

function cannotUse(dataDir: string, why: string): Error {
  return new Error(
    `The embedded database cannot use ${dataDir}: ${why}. Choose another folder with DATA_DIR.`,
  );
}

/**
 * The worker's code as one script. A thread does not inherit the TypeScript loader of its process, and a loader of
 * its own would cost it 150 ms and 30 MB.
 */
function bundleWorker(): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  // a script without a file would look for packages in the current folder
  const from = JSON.stringify(import.meta.url);
  return `((require) => {${outputFiles[0]?.text}})(require('node:module').createRequire(${from}));`;
}

function firstMessage(worker: Worker): Promise<WorkerMessage> {
  return new Promise((done, reject) => {
    worker.once('message', done);
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The embedded database ended at start, with code ${code}`)),
    );
  });
}

function connectionString(socketPath: string, port: number | undefined, dbName: string): string {
  const host = process.platform === 'win32' ? `127.0.0.1:${port}` : encodeURIComponent(socketPath);
  return `mongodb://${host}/${dbName}?directConnection=true`;
}
