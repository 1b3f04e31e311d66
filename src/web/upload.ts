import busboy from 'busboy';
import type { Context } from 'koa';
import { GenjinError } from '../core/errors.ts';
import { cleanText } from '../domain/normalise/text.ts';
import { HttpError, NOT_WHOLE } from './http.ts';

export interface Upload {
  fields: Record<string, string>;
  file: { name: string; mediaType: string; bytes: Uint8Array };
}

const MAX_FIELDS = 10;
const MAX_FIELD_SIZE = 1_000;

/**
 * Reads a multipart form with exactly one file of at most `limit` bytes. The name is cleaned for display; it never
 * becomes a path.
 * @throws GenjinError `too-large`; HttpError 400 and 415
 */
export async function readUpload(ctx: Context, limit: number): Promise<Upload> {
  if (!ctx.is('multipart/form-data')) throw new HttpError(415, '请用 multipart/form-data 发送文件');
  const fields: Record<string, string> = Object.create(null);
  let found: Upload['file'] | undefined;
  await new Promise<void>((done, fail) => {
    const parser = parserFor(ctx, limit);
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('file', (_field, stream, info) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const name = cleanText((info.filename ?? '').replace(/^.*[/\\]/, ''), { max: 120 }) || '未命名';
        found = { name, mediaType: info.mimeType, bytes: Buffer.concat(chunks) };
        if (stream.truncated) {
          const userText = `文件超过 ${Math.round(limit / 1024 / 1024)} MB`;
          fail(new GenjinError('too-large', 'File too large', { userText }));
        }
      });
    });
    parser.on('error', () => fail(new HttpError(400, '上传内容不完整或格式不对')));
    parser.on('close', () => done());
    // A sender who hangs up would be waited for, for ever.
    ctx.req.on('error', () => fail(new HttpError(400, NOT_WHOLE)));
    ctx.req.pipe(parser);
  });
  if (!found) throw new HttpError(400, '没有收到文件');
  return { fields, file: found };
}

/** Throws for a form whose header does not say where its parts end. */
function parserFor(ctx: Context, limit: number) {
  try {
    return busboy({
      headers: ctx.req.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_SIZE, fileSize: limit },
    });
  } catch {
    throw new HttpError(400, '上传内容不完整或格式不对');
  }
}
