/** The worker thread: opens the store, serves sockets, removes expired documents, closes when told to. */
import { chmodSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { MongoServer } from './server.ts';
import { Store } from './store.ts';
import { removeExpired } from './ttl.ts';

export interface WorkerOptions {
  dataDir: string;
  socketPath: string;
  port: number | undefined;
  /** See `EmbeddedMongoOptions`. */
  startsAt: Date | undefined;
}

export type WorkerMessage = { type: 'ready'; port: number | undefined } | { type: 'failed'; message: string };

const TTL_EVERY_MS = 60_000;

async function main(options: WorkerOptions): Promise<void> {
  const store = new Store(options.dataDir);
  const server = new MongoServer(store);
  if (process.platform !== 'win32') {
    await server.listen({ path: options.socketPath });
    chmodSync(options.socketPath, 0o600);
  }
  let port: number | undefined;
  if (options.port !== undefined) {
    const tcp = await server.listen({ host: '127.0.0.1', port: options.port });
    const address = tcp.address();
    port = typeof address === 'object' && address ? address.port : undefined;
  }
  const aheadMs = options.startsAt ? options.startsAt.getTime() - Date.now() : 0;
  const timer = setInterval(() => {
    removeExpired(store, new Date(Date.now() + aheadMs));
    server.engine.expireCursors();
  }, TTL_EVERY_MS);
  parentPort?.once('message', () => {
    clearInterval(timer);
    server.close();
    void store.close().then(() => parentPort?.close());
  });
  parentPort?.postMessage({ type: 'ready', port } satisfies WorkerMessage);
}

main(workerData as WorkerOptions).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  parentPort?.postMessage({ type: 'failed', message } satisfies WorkerMessage);
  parentPort?.close();
});
