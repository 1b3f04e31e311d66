import { resolve } from 'node:path';
import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import { type Backup, makeBackup, restoreBackup, verifyBackup } from '../backup/backup.ts';
import { type Config, readConfig } from '../config/env.ts';
import { systemClock } from '../core/clock.ts';
import { GenjinError } from '../core/errors.ts';
import { shownUri } from '../storage.ts';
import type { CliContext, Run } from './context.ts';
import { findRunningBot } from './doctor/bot.ts';

const ZONE = 'Asia/Shanghai';

/** `genjin backup make [folder]`: a copy of everything, while the bot runs or not. */
export const makeOne: Run<{ folder?: string; keep?: number }> = async (context, { folder, keep }) => {
  const config = embeddedOnly(context);
  const root = folder ?? config.backup?.folder;
  if (!root) {
    throw new GenjinError('invalid', 'No folder for the backup', {
      userText: '请写备份到哪个目录，例如 npx genjin backup make /backup/genjin，或设置 BACKUP_DIR',
    });
  }
  const kept = keep ?? config.backup?.keep ?? Number.POSITIVE_INFINITY;
  const backup = await makeBackup(config.dataDir, resolve(root), kept, systemClock.now());
  context.terminal.out(`已备份到 ${backup.folder}：${contentOf(backup)}，已完整读回核对`);
  return 0;
};

/** `genjin backup verify <folder>`: reads one back whole. */
export const verifyOne: Run<{ folder: string }> = async ({ terminal }, { folder }) => {
  const backup = await verifyBackup(resolve(folder));
  const at = format(new TZDate(backup.at, ZONE), 'yyyy-MM-dd HH:mm');
  terminal.out(`完好：${at} 的备份，${contentOf(backup)}`);
  return 0;
};

/** `genjin backup restore <folder>`: into an installation without data. */
export const restoreOne: Run<{ folder: string }> = async (context, { folder }) => {
  const config = embeddedOnly(context);
  if (await findRunningBot(config)) {
    throw new GenjinError('unavailable', 'The bot is running', {
      userText: '机器人正在运行。请先停止它再恢复。',
    });
  }
  const backup = await restoreBackup(resolve(folder), config.dataDir);
  context.terminal.out(`已恢复到 ${config.dataDir}：${contentOf(backup)}。现在可以启动机器人`);
  return 0;
};

/** @throws GenjinError `invalid`, saying which programs do it, where a MongoDB is set */
function embeddedOnly({ env }: CliContext): Config {
  const config = readConfig(env);
  if (!config.mongodbUri) return config;
  const uri = shownUri(config.mongodbUri);
  throw new GenjinError('invalid', 'Backups are of the embedded database', {
    userText: `设置了 MONGODB_URI：请用 MongoDB 自己的工具备份，例如\n  mongodump --uri='${uri}' --gzip --archive=genjin.gz\n  cp -a ${config.dataDir}/files 备份目录/\n恢复：mongorestore --uri=… --gzip --archive=genjin.gz，并放回 files`,
  });
}

function contentOf({ documents, files, bytes }: Backup): string {
  const count = Object.values(documents).reduce((sum, n) => sum + n, 0);
  return `${Object.keys(documents).length} 个集合 ${count} 条、${files} 个文件，${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
