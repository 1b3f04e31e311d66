import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Config } from './config/env.ts';
import type { Logger } from './core/logger.ts';
import { startEmbeddedMongo } from './embedded-mongo/index.ts';
import { openDatabase } from './stores/database.ts';

const DATABASE = 'genjin';

export interface Storage {
  connection: Connection;
  embedded: boolean;
  close(): Promise<void>;
}

/** Opens the configured MongoDB, or starts the embedded one in `DATA_DIR` when there is none. */
export async function openStorage(
  config: Pick<Config, 'mongodbUri' | 'dataDir'>,
  log: Logger,
): Promise<Storage> {
  if (config.mongodbUri) {
    const connection = await openDatabase(config.mongodbUri);
    return { connection, embedded: false, close: () => connection.close() };
  }
  const server = await startEmbeddedMongo({ dataDir: join(config.dataDir, 'db') });
  log.info({ dataDir: config.dataDir }, 'embedded database: for evaluation and small teams, one process');
  const connection = await openDatabase(server.uri(DATABASE));
  return {
    connection,
    embedded: true,
    async close() {
      await connection.close();
      await server.close();
    },
  };
}
