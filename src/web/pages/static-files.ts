import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { digest } from '../../core/ids.ts';

/** What a page may consist of. Sources, types and settings beside it are not served. */
const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export interface StaticFile {
  type: string;
  body: Buffer;
  etag: string;
}

/**
 * Reads a page's folder once, keyed by path below it (`lib/dom.js`). A request is looked up by exact key and never
 * touches the disk, so no path can lead out of the folder.
 */
export function loadStaticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = MEDIA_TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const body = readFileSync(path);
    const key = relative(folder, path).split(sep).join('/');
    files.set(key, { type, body, etag: `"${digest(body.toString('base64'))}"` });
  }
  return files;
}
