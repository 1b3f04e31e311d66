import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from 'mongoose';
import { compose, type Genjin } from '../../src/compose.ts';
import { readConfig } from '../../src/config/env.ts';
import type { SettableClock } from '../../src/core/clock.ts';
import { createLogger } from '../../src/core/logger.ts';
import type { Person } from '../../src/domain/people/person.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { ROOT } from './company.ts';

export interface ProductInput {
  uri: string;
  dataDir: string;
  playbook: string | undefined;
  clock: SettableClock;
  people: readonly Person[] | undefined;
  env?: Record<string, string>;
  /** Every line that is logged. */
  onLog: (line: LogLine) => void;
}

export interface LogLine {
  level: number;
  msg: string;
  [field: string]: unknown;
}

/** The whole product on a port of its own; nothing ticks, so it does only what it is asked to. */
export interface Product {
  url: string;
  stop(): Promise<void>;
  /** As `kill -9` would: it is cut off the database and its callers, whatever it is at. */
  kill(): Promise<void>;
}

export async function startProduct(input: ProductInput): Promise<Product> {
  const { uri, dataDir, playbook, clock, people, env, onLog } = input;
  const config = readConfig({
    DATA_DIR: dataDir,
    MONGODB_URI: uri,
    ...(playbook ? { PLAYBOOK: playbook } : {}),
    PUBLIC_URL: 'https://genjin.example',
    ...env,
  });
  const log = createLogger('info', (line) => onLog(JSON.parse(line)));
  const connection = await openDatabase(uri);
  const genjin = await compose({ config, connection, log, root: ROOT, clock, people });
  const server = createServer(genjin.app.callback());
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => stop(server, genjin, connection),
    async kill() {
      server.closeAllConnections();
      await connection.close(true);
      await stop(server, genjin, connection).catch(() => {});
    },
  };
}

/** In the order of `main.ts`. */
async function stop(server: Server, genjin: Genjin, connection: Connection): Promise<void> {
  server.close();
  server.closeIdleConnections();
  try {
    await genjin.stop();
  } finally {
    server.closeAllConnections();
    await connection.close();
  }
}
