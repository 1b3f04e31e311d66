import { createCipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { no, ok, type Refusal } from './mock-company.ts';

export type Reply = Refusal | { errcode: number; errmsg: string; body?: object };

const uploadInit = z.strictObject({
  type: z.literal('file'),
  filename: z.string().refine((name) => Buffer.byteLength(name) <= 256),
  total_size: z
    .number()
    .min(5)
    .max(20 * 1024 * 1024),
  total_chunks: z.number().int().min(1).max(100),
  md5: z.string().optional(),
});
const uploadChunk = z.strictObject({
  upload_id: z.string(),
  chunk_index: z.number().int().min(0),
  base64_data: z.string().max(700_000),
});
const uploadFinish = z.strictObject({ upload_id: z.string() });

/** What was sent to the bot, sealed with a key of its own, and what the bot uploaded in pieces. */
export class MockBotMedia {
  private readonly uploads = new Map<string, { name: string; chunks: Map<number, Buffer>; total: number }>();
  private readonly media = new Map<string, { name: string; bytes: Uint8Array }>();
  private serial = 0;

  get(id: string): { name: string; bytes: Uint8Array } | undefined {
    return this.media.get(id);
  }

  /** Where a member's file can be fetched, and the key to it. */
  seal(address: string, name: string, bytes: Uint8Array): { url: string; aeskey: string } {
    const key = randomBytes(32);
    const pad = 32 - (bytes.byteLength % 32);
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const whole = Buffer.concat([bytes, Buffer.alloc(pad, pad)]);
    const id = this.next('media');
    this.media.set(id, { name, bytes: Buffer.concat([cipher.update(whole), cipher.final()]) });
    return { url: `${address}/bot-media/${id}`, aeskey: key.toString('base64') };
  }

  upload(cmd: string, body: unknown): Reply {
    if (cmd === 'aibot_upload_media_init') {
      const { filename, total_chunks } = uploadInit.parse(body);
      const upload_id = this.next('upload');
      this.uploads.set(upload_id, { name: filename, chunks: new Map(), total: total_chunks });
      return { ...ok(), body: { upload_id } };
    }
    if (cmd === 'aibot_upload_media_chunk') {
      const { upload_id, chunk_index, base64_data } = uploadChunk.parse(body);
      const running = this.uploads.get(upload_id);
      if (!running) return no(846611, 'upload_id');
      if (chunk_index >= running.total) return no(846612, 'chunk index');
      running.chunks.set(chunk_index, Buffer.from(base64_data, 'base64'));
      return ok();
    }
    if (cmd !== 'aibot_upload_media_finish') return no(40058, `unknown cmd ${cmd}`);
    const running = this.uploads.get(uploadFinish.parse(body).upload_id);
    if (!running) return no(846611, 'upload_id');
    if (running.chunks.size < running.total) return no(846616, 'upload incomplete');
    const media_id = this.next('media');
    const bytes = Buffer.concat([...running.chunks].sort(([a], [b]) => a - b).map(([, chunk]) => chunk));
    this.media.set(media_id, { name: running.name, bytes });
    return { ...ok(), body: { type: 'file', media_id, created_at: '1380000000' } };
  }

  private next(what: string): string {
    return `${what}-${++this.serial}`;
  }
}
