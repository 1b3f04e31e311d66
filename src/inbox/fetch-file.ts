import { fileTooLarge } from '../core/errors.ts';
import { type FileEvent, MAX_FILE_BYTES } from '../core/event.ts';
import { cleanText } from '../domain/normalise/text.ts';
import type { Platform } from '../platforms/platform.ts';
import type { FileStore } from '../stores/files.ts';

const MAX_NAME = 120;

/** Brings files that a platform still holds into our own store. */
export function createFileFetcher(platforms: readonly Platform[], files: Pick<FileStore, 'put'>) {
  return async (event: FileEvent, now: Date): Promise<FileEvent> => {
    const { remote = '', mediaType, name } = event.payload;
    const platform = platforms.find((candidate) => candidate.name === event.platform);
    if (!platform?.download) throw new Error(`${event.platform} cannot fetch ${remote}`);
    const found = await platform.download(remote);
    const size = found.bytes.byteLength;
    if (size > MAX_FILE_BYTES) {
      throw fileTooLarge(size);
    }
    const called =
      cleanText((name || found.name || '').replace(/^.*[/\\]/, ''), { max: MAX_NAME }) || '未命名';
    const fileId = await files.put(found.bytes, { name: called, by: event.userId, at: now });
    const payload = { name: called, mediaType: found.mediaType || mediaType, size, fileId };
    return { ...event, payload };
  };
}
