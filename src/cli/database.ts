import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Config, readConfig } from '../config/env.ts';
import { errorText, GenjinError } from '../core/errors.ts';
import { type TransferReport, transferDatabase } from '../embedded-mongo/transfer.ts';
import { embeddedFolder, openStorage, type Storage, shownUri } from '../storage.ts';
import { type CliContext, cliLogger, type Run } from './context.ts';
import { findRunningBot } from './doctor/bot.ts';
import { MONGODB_ADDRESS } from './words.ts';

export interface DatabaseOptions {
  /** The other side: `mongodb://…`, or a data folder with an embedded database. */
  address: string;
}

/** `genjin db export <address>`: all data of this installation into another, empty database. */
export const exportDatabase: Run<DatabaseOptions> = (context, { address }) => {
  const here = readConfig(context.env);
  return move(context, { from: here, to: elsewhere(here, address), here });
};

/** `genjin db import <address>`: all data of another database into this installation, which must be empty. */
export const importDatabase: Run<DatabaseOptions> = (context, { address }) => {
  const here = readConfig(context.env);
  const from = elsewhere(here, address);
  if (!from.mongodbUri && !existsSync(embeddedFolder(from.dataDir))) {
    throw new GenjinError('invalid', `No database in ${address}`, {
      userText: `${address} 里没有内置数据库，请写 mongodb:// 地址，或 DATA_DIR 那样的数据目录`,
    });
  }
  return move(context, { from, to: here, here });
};

type Place = Pick<Config, 'mongodbUri' | 'dataDir'>;

function elsewhere({ dataDir }: Config, address: string): Place {
  // A server keeps no files: they stay in this installation's data folder.
  return MONGODB_ADDRESS.test(address) ? { mongodbUri: address, dataDir } : { dataDir: address };
}

async function move(
  context: CliContext,
  { from, to, here }: { from: Place; to: Place; here: Config },
): Promise<number> {
  if (await findRunningBot(here)) {
    throw new GenjinError('unavailable', 'The bot is running', {
      userText: '机器人正在运行。请先停止它，搬数据时不能有别的程序在写。',
    });
  }
  const log = cliLogger(context);
  const source = await openStorage(from, log);
  try {
    const target = await openStorage(to, log);
    try {
      const report = await transfer(source, target, context);
      if (resolve(from.dataDir) !== resolve(to.dataDir)) await copyFiles(from, to);
      tell(context, report, to);
      return 0;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function transfer(source: Storage, target: Storage, { terminal }: CliContext): Promise<TransferReport> {
  const [from, to] = [source.connection.db, target.connection.db];
  if (!from || !to) throw new Error('The database is not connected');
  try {
    return await transferDatabase(from, to, ({ collection, copied, total }) => {
      terminal.progress(`${collection} ${copied} / ${total}`);
    });
  } catch (error) {
    throw new GenjinError('unavailable', errorText(error), {
      cause: error,
      userText: `没有完成：${errorText(error)}\n中断的可以再运行一次同样的命令接着搬；目标里已有别的数据时，请换一个空的数据库。`,
    });
  }
}

/** What people sent lies beside the database. */
async function copyFiles(from: Place, to: Place): Promise<void> {
  const files = join(from.dataDir, 'files');
  if (existsSync(files)) await cp(files, join(to.dataDir, 'files'), { recursive: true });
}

function tell({ terminal }: CliContext, { collections, resumed }: TransferReport, to: Place): void {
  if (resumed) terminal.err('接着上次中断的地方');
  for (const { name, documents, indexes } of collections) {
    terminal.out(`  ${name.padEnd(14)} ${documents} 条，${indexes} 个索引`);
  }
  const total = collections.reduce((sum, { documents }) => sum + documents, 0);
  const where = to.mongodbUri ? shownUri(to.mongodbUri) : to.dataDir;
  terminal.out(`${collections.length} 个集合、${total} 条数据已搬到 ${where}，条数与校验和一致`);
  if (to.mongodbUri)
    terminal.out(
      `请设置 MONGODB_URI 后启动；收到的文件仍在 ${join(to.dataDir, 'files')}，请保持同一个 DATA_DIR`,
    );
}
