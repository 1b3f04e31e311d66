import { decryptFile } from '@wecom/aibot-node-sdk';
import { z } from 'zod';
import { errorText, GenjinError } from '../../../core/errors.ts';
import type { RemoteFile } from '../../platform.ts';
import { request, Unreachable } from '../../remote.ts';
import { nameIn } from '../api.ts';

/** Address and key, as `frames.ts` writes them. */
const remoteSchema = z.tuple([z.string(), z.string()]);
const WITHIN_MS = 60_000;

/** Whether this names a file that came through the bot. */
export function isBotFile(remote: string): boolean {
  return remote.startsWith('[');
}

/**
 * Fetches what somebody sent to the bot: encrypted, with a key of its own, and there for five minutes.
 * @throws GenjinError `invalid` when it is gone or broken, `too-large`; Unreachable
 */
export async function downloadFromBot(remote: string): Promise<RemoteFile> {
  const [url, key] = remoteSchema.parse(JSON.parse(remote));
  const { sealed, name } = await fetchSealed(url);
  try {
    const bytes = new Uint8Array(key ? decryptFile(sealed, key) : sealed);
    return { name, mediaType: '', bytes };
  } catch (error) {
    throw gone(errorText(error));
  }
}

async function fetchSealed(url: string): Promise<{ sealed: Buffer; name: string | undefined }> {
  const response = await request('media', url, { isFile: true }, WITHIN_MS);
  if (response.status >= 500) throw new Unreachable('media', `HTTP ${response.status}`);
  if (!response.ok) throw gone(`HTTP ${response.status}`);
  const sealed = Buffer.from(await response.arrayBuffer());
  return { sealed, name: nameIn(response.headers.get('content-disposition')) };
}

function gone(why: string): GenjinError {
  return new GenjinError('invalid', `File of the bot: ${why}`, {
    userText: '没能取到这个文件（发出后 5 分钟内有效），请重新发送一次。',
  });
}
