import { GenjinError } from './core/errors.ts';
import type { FileEvent } from './core/event.ts';
import { cleanText } from './domain/normalise/text.ts';
import type { Platform } from './platforms/platform.ts';
import type { FileStore } from './stores/files.ts';

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_NAME = 120;

/** Brings files that a platform still holds into our own store. */
export function createFileFetcher(platforms: readonly Platform[], files: Pick<FileStore, 'put'>) {
  return async (event: FileEvent, now: Date): Promise<FileEvent> => {
    const { remote = '', mediaType, name } = event.payload;
    const platform = platforms.find((candidate) => candidate.name === event.platform);
    if (!platform?.download) throw new Error(`${event.platform} cannot fetch ${remote}`);
    const found = await platform.download(remote);
    const size = found.bytes.byteLength;
    if (size > MAX_BYTES) {
      throw new GenjinError('too-large', `File of ${size} bytes`, {
        userText: '文件超过 10 MB，请压缩或拆分后再发',
      });
    }
    const called =
      cleanText((name || found.name || '').replace(/^.*[/\\]/, ''), { max: MAX_NAME }) || '未命名';
    const fileId = await files.put(found.bytes, { name: called, by: event.userId, at: now });
    const payload = { name: called, mediaType: found.mediaType || mediaType, size, fileId };
    return { ...event, payload };
  };
}
