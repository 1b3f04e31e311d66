import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText, GenjinError } from '../core/errors.ts';
import { type Census, copyDatabase, examine } from '../embedded-mongo/snapshot.ts';
import {
  type Checksums,
  checksumOf,
  copyOrLink,
  filesBelow,
  readChecksums,
  writeChecksums,
} from './files.ts';

/** What a backup says of itself, in `backup.json`. */
export interface BackupNote {
  format: 1;
  /** ISO 8601. */
  at: string;
  /** Documents by collection. */
  documents: Census;
  /** Files people sent. */
  files: number;
  bytes: number;
}

export interface Backup extends BackupNote {
  folder: string;
}

const NAME = /^genjin-\d{8}-\d{6}Z$/;
const NOTE = 'backup.json';
const DATABASE = 'db';
const FILES = 'files';
/** What opening a database leaves beside it; no part of it. */
const LOCK = 'lock.mdb';

/**
 * A consistent copy of the embedded database and the files in `dataDir`, as a new folder in `root`, while the bot
 * works or at rest. The copy has its name only once it has been read back whole; a run that was cut off leaves a
 * `.part` folder, which the next one removes. Then all but the newest `keep` backups go.
 * @throws GenjinError `unavailable` when there is nothing to copy, no space, or the copy cannot be read back
 */
export async function makeBackup(dataDir: string, root: string, keep: number, now: Date): Promise<Backup> {
  const database = join(dataDir, DATABASE);
  if (!existsSync(join(database, 'data.mdb')))
    throw unavailable(`${dataDir} 里没有内置数据库，没有可备份的数据`);
  const folder = join(root, nameOf(now));
  const part = `${folder}.part`;
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await removeParts(root);
    const [earlier] = await backupsIn(root);
    await mkdir(part, { mode: 0o700 });
    const sums: Checksums = new Map();
    // Files first and once more after the database: every file its records speak of is there.
    await copyFiles(dataDir, part, earlier, sums);
    await copyDatabase(database, join(part, DATABASE));
    await copyFiles(dataDir, part, earlier, sums);
    const note = await examined(part, sums, now);
    await rename(part, folder);
    await rotate(root, keep);
    return { ...note, folder };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw unavailable(`没有备份成：${errorText(error)}`, error);
  }
}

/**
 * Reads a backup whole: every file against its checksum, every document of its database.
 * @throws GenjinError `unavailable` naming what is missing or damaged
 */
export async function verifyBackup(folder: string): Promise<Backup> {
  try {
    const sums = await readChecksums(folder);
    const present = new Set(await filesBelow(folder));
    for (const [path, sum] of sums) {
      if (!present.has(path)) throw new Error(`缺少文件 ${path}`);
      if ((await checksumOf(join(folder, path))) !== sum) throw new Error(`文件 ${path} 与备份时不同`);
    }
    const note = await readNote(folder);
    const census = await examine(join(folder, DATABASE));
    await rm(join(folder, DATABASE, LOCK), { force: true });
    for (const [name, documents] of Object.entries(note.documents)) {
      if (census[name] !== documents)
        throw new Error(`${name} 应有 ${documents} 条，只有 ${census[name] ?? 0} 条`);
    }
    return { ...note, folder };
  } catch (error) {
    throw unavailable(`${folder} 不是完好的备份：${errorText(error)}`, error);
  }
}

/**
 * Puts a backup in place of nothing: `dataDir` must have neither database nor files. The backup is verified first.
 * @throws GenjinError `unavailable` when the backup is damaged, `invalid` when there is data already
 */
export async function restoreBackup(folder: string, dataDir: string): Promise<Backup> {
  const backup = await verifyBackup(folder);
  const there = [DATABASE, FILES].filter((name) => existsSync(join(dataDir, name)));
  if (there.length) {
    throw new GenjinError('invalid', `${dataDir} has data`, {
      userText: `${dataDir} 里已有数据（${there.join('、')}），不会覆盖。请先把它改名，例如 mv ${dataDir} ${dataDir}.old，再恢复。`,
    });
  }
  const sums = await readChecksums(folder);
  for (const path of sums.keys()) {
    await copyOrLink(join(folder, path), join(dataDir, path), undefined);
    await chmod(join(dataDir, path), 0o600);
  }
  return backup;
}

/** The complete backups in a folder, newest first. Their content is not looked at. */
export async function backupsIn(root: string): Promise<string[]> {
  const names = await readdir(root).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
    .map((name) => join(root, name));
}

/** When a backup was made, from its folder's name. */
export function timeOf(folder: string): Date {
  const digits = folder.slice(-'20261130-032000Z'.length);
  return new Date(digits.replace(/^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function nameOf(now: Date): string {
  return `genjin-${now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}Z`;
}

async function copyFiles(
  dataDir: string,
  part: string,
  earlier: string | undefined,
  sums: Checksums,
): Promise<void> {
  const known = earlier ? await readChecksums(earlier).catch(() => new Map()) : new Map();
  for (const path of await filesBelow(join(dataDir, FILES))) {
    const name = `${FILES}/${path}`;
    if (sums.has(name)) continue;
    const before = earlier && join(earlier, name);
    await copyOrLink(join(dataDir, name), join(part, name), before);
    const linked = before && known.has(name) && (await isSameFile(before, join(part, name)));
    sums.set(name, linked ? known.get(name) : await checksumOf(join(part, name)));
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one).catch(() => undefined), stat(other)]);
  return a?.ino === b.ino && a.dev === b.dev;
}

async function examined(part: string, sums: Checksums, now: Date): Promise<BackupNote> {
  const documents = await examine(join(part, DATABASE));
  await rm(join(part, DATABASE, LOCK), { force: true });
  const files = sums.size;
  sums.set(`${DATABASE}/data.mdb`, await checksumOf(join(part, DATABASE, 'data.mdb')));
  await writeChecksums(part, sums);
  const sizes = await Promise.all([...sums.keys()].map(async (path) => (await stat(join(part, path))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const note: BackupNote = { format: 1, at: now.toISOString(), documents, files, bytes };
  await writeFile(join(part, NOTE), `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  return note;
}

async function readNote(folder: string): Promise<BackupNote> {
  const note = JSON.parse(await readFile(join(folder, NOTE), 'utf8')) as BackupNote;
  if (note.format !== 1) throw new Error(`它的格式 ${note.format} 比本程序新`);
  return note;
}

async function rotate(root: string, keep: number): Promise<void> {
  for (const old of (await backupsIn(root)).slice(keep)) await rm(old, { recursive: true });
}

async function removeParts(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (name.endsWith('.part') && NAME.test(name.slice(0, -'.part'.length)))
      await rm(join(root, name), { recursive: true });
  }
}

function unavailable(userText: string, cause?: unknown): GenjinError {
  return new GenjinError('unavailable', userText, { userText, cause });
}
