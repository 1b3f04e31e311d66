import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Connection } from 'mongoose';
import type { Config } from './config/env.ts';
import { errorText, GenjinError, isGenjinError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import {
  DataFolderInUse,
  type EmbeddedMongo,
  startEmbeddedMongo,
  uriBeside,
} from './embedded-mongo/index.ts';
import { openDatabase } from './stores/database.ts';

/** The database's name, unless MONGODB_URI gives another. */
const DATABASE = 'genjin';

export interface Storage {
  connection: Connection;
  embedded: boolean;
  /** The embedded database is another process's, the running bot's. */
  beside?: boolean;
  close(): Promise<void>;
}

/**
 * Opens the configured MongoDB, or starts the embedded one in `DATA_DIR` when there is none.
 * @throws GenjinError `unavailable`, saying what to do: no server answers, or another process has the data folder
 */
export async function openStorage(
  config: Pick<Config, 'mongodbUri' | 'dataDir' | 'embeddedPort'> & Partial<Pick<Config, 'simulator'>>,
  log: Logger,
): Promise<Storage> {
  if (config.mongodbUri) {
    const connection = await connect(config.mongodbUri);
    return { connection, embedded: false, close: () => connection.close() };
  }
  // On a clock set back everything would have expired by the system's.
  const server = await startEmbedded(config, config.simulator?.now);
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

/**
 * The same for a command that may work while the bot runs: where the bot has the embedded database, through the socket
 * in its folder, which only the folder's owner can open.
 */
export async function openStorageBeside(
  config: Parameters<typeof openStorage>[0],
  log: Logger,
): Promise<Storage> {
  try {
    return await openStorage(config, log);
  } catch (error) {
    const inUse = isGenjinError(error, 'unavailable') ? error.cause : undefined;
    const uri = inUse instanceof DataFolderInUse ? uriBeside(inUse, DATABASE) : undefined;
    if (uri === undefined) throw error;
    // A process that has just taken the folder, or is letting it go, does not answer: then its having it is the news.
    const connection = await openDatabase(uri).catch(() => Promise.reject(error));
    return { connection, embedded: true, beside: true, close: () => connection.close() };
  }
}

/** Where the embedded database lies within the data folder. */
export function embeddedFolder(dataDir: string): string {
  return join(dataDir, 'db');
}

/** A connection string as it may be shown: without name and password. */
export function shownUri(uri: string): string {
  return uri.replace(/\/\/[^@/]*@/, '//***@');
}

/** Creates the folder level by level: a recursive `mkdir` below /proc never comes back. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function checkFolder(dataDir: string): void {
  try {
    makeFolder(resolve(dataDir));
    accessSync(resolve(dataDir), constants.W_OK);
    if (!statSync(dataDir).isDirectory()) throw new Error('not a directory');
  } catch (error) {
    throw new GenjinError('config', `DATA_DIR ${dataDir}: ${errorText(error)}`, {
      cause: error,
      userText: `DATA_DIR: 数据目录 ${dataDir} 无法使用（${errorText(error)}）。请换一个可写的目录，或修改它的权限。`,
    });
  }
}

async function startEmbedded(
  { dataDir, embeddedPort: port }: Pick<Config, 'dataDir' | 'embeddedPort'>,
  startsAt: Date | undefined,
): Promise<EmbeddedMongo> {
  checkFolder(dataDir);
  try {
    return await startEmbeddedMongo({
      dataDir: embeddedFolder(dataDir),
      listen: port === undefined ? undefined : { port },
      startsAt,
    });
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    const by = error.pid === undefined ? '另一个进程' : `进程 ${error.pid} `;
    throw new GenjinError('unavailable', error.message, {
      cause: error,
      userText: `数据目录 ${dataDir} 正由${by}使用，内置数据库一次只能由一个进程打开。\n请先停止它（在运行 npm start 的窗口按 Ctrl+C），或用 DATA_DIR 换一个目录；需要边运行边操作时，请设置 MONGODB_URI 使用 MongoDB。`,
    });
  }
}

async function connect(uri: string): Promise<Connection> {
  try {
    return await openDatabase(uri, DATABASE);
  } catch (error) {
    throw new GenjinError('unavailable', `Cannot connect to ${shownUri(uri)}: ${errorText(error)}`, {
      cause: error,
      userText: `连不上数据库 ${shownUri(uri)}：${errorText(error)}\n请检查 MONGODB_URI、网络和账号，以及 MongoDB 是否已启动。`,
    });
  }
}
