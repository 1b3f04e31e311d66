/** What can be said about the machine without opening the database. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { access, constants, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { backupsIn, timeOf } from '../../backup/backup.ts';
import type { Config } from '../../config/env.ts';
import { errorText } from '../../core/errors.ts';
import { languageData } from '../../documents/language-data.ts';
import { hasArrangement } from '../../domain/calendar/holidays.ts';
import { checkSmtp } from '../../outbox/mail.ts';
import { shownUri } from '../../storage.ts';
import { broken, type Finding, ok, skipped, warn } from './finding.ts';

const LOW_DISK_BYTES = 500 * 1024 * 1024;
const TWO_DAYS_MS = 48 * 3_600_000;
const SMTP_WITHIN_MS = 8_000;

/** @param root the project's folder, whose package.json names the oldest release that will do */
export function checkNode(root: string, version: string = process.versions.node): Finding {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const wanted = engines.node.replace(/^>=/, '');
  return atLeast(version, wanted)
    ? ok('node', `Node.js ${version}`)
    : broken('node', `Node.js ${version} 太旧`, `请安装 Node.js ${wanted} 或更新的版本`);
}

function atLeast(version: string, wanted: string): boolean {
  const [have, want] = [version, wanted].map((v) => v.split('.').map(Number));
  for (const [i, part] of (want ?? []).entries()) {
    const difference = (have?.[i] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

export async function checkDataFolder({ dataDir }: Pick<Config, 'dataDir'>): Promise<Finding> {
  const folder = resolve(dataDir);
  const mend = `请检查 DATA_DIR，并让运行本程序的用户可以写入：chown -R $(id -un) ${folder}`;
  if (!existsSync(folder)) return checkCreatable(folder, mend);
  try {
    const probe = join(folder, `.doctor-${randomUUID().slice(0, 8)}`);
    await writeFile(probe, 'ok');
    await rm(probe);
  } catch (error) {
    return broken('data-folder', `数据目录 ${folder} 不能写入（${errorText(error)}）`, mend);
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `数据目录 ${folder} 可以写入，剩余 ${(free / 1024 ** 3).toFixed(1)} GB`;
  return free < LOW_DISK_BYTES
    ? warn('data-folder', text, '请清理磁盘：空间用完后不能再接收线索')
    : ok('data-folder', text);
}

/** Only the embedded database is this program's to back up. */
export async function checkBackups(config: Config, now: Date): Promise<Finding> {
  if (config.mongodbUri) return skipped('backup', 'MongoDB 请用 mongodump 备份，并复制 DATA_DIR/files');
  if (!config.backup) {
    const mend = '请设置 BACKUP_DIR（最好在另一块磁盘上），或定时运行 npx genjin backup make';
    return config.simulator
      ? skipped('backup', '演示数据没有定时备份')
      : warn('backup', '没有定时备份，磁盘坏了数据就没有了', mend);
  }
  const [newest] = await backupsIn(config.backup.folder).catch(() => []);
  const isRecent = newest && now.getTime() - timeOf(newest).getTime() < TWO_DAYS_MS;
  if (isRecent) return ok('backup', `最近的备份 ${newest}`);
  const text = newest ? `最近的备份 ${newest} 已过两天` : `${config.backup.folder} 里还没有备份`;
  return warn('backup', text, '机器人运行时每天会备份一次；失败原因见 npx genjin jobs 和日志');
}

/** Without it no photo of a form can be read (D1). */
export function checkLanguageData(): Finding {
  const { folder, isThere } = languageData();
  return isThere
    ? ok('language-data', '文字识别数据齐全')
    : broken('language-data', `缺少文字识别数据 ${folder}`, '请重新运行 npm install');
}

/** It is made at start, in the nearest folder above it that exists. */
async function checkCreatable(folder: string, mend: string): Promise<Finding> {
  let parent = dirname(folder);
  while (!existsSync(parent) && parent !== dirname(parent)) parent = dirname(parent);
  try {
    if (!(await stat(parent)).isDirectory()) throw new Error(`${parent} is not a folder`);
    await access(parent, constants.W_OK);
    return ok('data-folder', `数据目录 ${folder} 还没有，启动时会创建`);
  } catch (error) {
    return broken('data-folder', `数据目录 ${folder} 不能创建（${errorText(error)}）`, mend);
  }
}

/** Until an arrangement is announced (usually in November) only the days fixed by law are known. */
export function checkHolidays(now: Date): Finding {
  const year = Number(
    new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'Asia/Shanghai' }).format(now),
  );
  const missing = [year, year + 1].filter((y) => !hasArrangement(y));
  if (missing.length === 0) return ok('holidays', `放假安排包含 ${year} 和 ${year + 1} 年`);
  const text = `没有 ${missing.join('、')} 年的放假调休安排，这些年份只按法定节日计算，没有调休`;
  const mend =
    '国务院公布后运行 npm update chinese-days；也可以先写在打法的 calendar.extraHolidays 和 calendar.extraWorkdays 里';
  return missing.includes(year) ? broken('holidays', text, mend) : warn('holidays', text, mend);
}

export async function checkMail({ smtpUrl }: Pick<Config, 'smtpUrl'>): Promise<Finding> {
  if (!smtpUrl) return skipped('smtp', '没有设置 SMTP_URL，报表不发邮件（演示时进入模拟器的邮箱页）');
  const shown = shownUri(smtpUrl);
  try {
    await checkSmtp(smtpUrl, SMTP_WITHIN_MS);
    return ok('smtp', `邮件服务器 ${shown} 可以登录`);
  } catch (error) {
    return broken(
      'smtp',
      `邮件服务器 ${shown} 连不上：${errorText(error)}`,
      '请检查 SMTP_URL 的地址、端口（465 用 smtps://，587 用 smtp://）、账号和授权码',
    );
  }
}

/** @param ourBot whether a running bot of this project answers there */
export async function checkPort(
  { host, port }: Pick<Config, 'host' | 'port'>,
  ourBot: boolean,
): Promise<Finding> {
  if (ourBot) return ok('port', `端口 ${port} 由正在运行的机器人使用`);
  const problem = await tryListen(host, port);
  if (!problem) return ok('port', `端口 ${host}:${port} 可以使用`);
  if (problem.code === 'EADDRINUSE') {
    return broken(
      'port',
      `端口 ${port} 已被其他程序占用`,
      '请停止那个程序，或用 PORT 换一个端口，例如 PORT=3001',
    );
  }
  const mend =
    problem.code === 'EACCES'
      ? '1024 以下的端口需要管理员权限，请用 PORT 换一个更大的端口'
      : '请检查 HOST 和 PORT';
  return broken('port', `不能监听 ${host}:${port}（${problem.message}）`, mend);
}

function tryListen(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => done(error));
    server.listen(port, host, () => server.close(() => done(null)));
  });
}
