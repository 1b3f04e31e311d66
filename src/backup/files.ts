import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Checksums of a folder's files, as `sha256sum --check` reads them. */
export const CHECKSUMS = 'SHA256SUMS';

/** Setting a file's time rounds it. */
const SAME_TIME_MS = 2;

/** SHA-256 by path within the folder, with forward slashes. */
export type Checksums = Map<string, string>;

/** Paths of all files below a folder, relative to it, with forward slashes; none when it is not there. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/**
 * Copies a file with its times. What an earlier copy has unchanged is linked to it instead: files that people sent are
 * written once and never changed, and thirty copies of them would fill the disk.
 */
export async function copyOrLink(from: string, to: string, earlier: string | undefined): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const source = await stat(from);
  if (earlier) {
    const known = await stat(earlier).catch(() => undefined);
    const same =
      known && known.size === source.size && Math.abs(known.mtimeMs - source.mtimeMs) < SAME_TIME_MS;
    // Folders on another disk, or a file system without links: a copy does as well.
    if (
      same &&
      (await link(earlier, to).then(
        () => true,
        () => false,
      ))
    )
      return;
  }
  await copyFile(from, to);
  await utimes(to, source.atime, source.mtime);
}

export async function checksumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

export async function writeChecksums(folder: string, sums: Checksums): Promise<void> {
  const lines = [...sums].map(([path, sum]) => `${sum}  ${path}\n`);
  await writeFile(join(folder, CHECKSUMS), lines.join(''), { mode: 0o600 });
}

/** @throws Error when the list is missing or a line of it cannot be read */
export async function readChecksums(folder: string): Promise<Checksums> {
  const text = await readFile(join(folder, CHECKSUMS), 'utf8');
  return new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [, sum, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
        if (!sum || !path) throw new Error(`${CHECKSUMS} has a line that is none: ${line.slice(0, 80)}`);
        return [path, sum] as const;
      }),
  );
}
