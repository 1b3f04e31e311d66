import { Readable } from 'node:stream';
import type { Context } from 'koa';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/web/http.ts';

const MB = 1024 * 1024;

/** A request of so many megabytes, and how many were read of it. */
function request(megabytes: number, declared = megabytes): { ctx: Context; read: () => number } {
  let given = 0;
  const req = new Readable({
    read() {
      this.push(given < megabytes ? Buffer.alloc(MB) : null);
      given++;
    },
  });
  const get = () => String(declared * MB);
  return { ctx: { req, get } as unknown as Context, read: () => Math.min(given, megabytes) };
}

describe('a body', () => {
  it('within the limit is read', async () => {
    expect((await readBody(request(2).ctx, 2 * MB)).byteLength).toBe(2 * MB);
  });

  it('over the limit is refused when the client has sent it all, so that it reads the answer', async () => {
    const { ctx, read } = request(10);
    await expect(readBody(ctx, 2 * MB)).rejects.toMatchObject({ code: 'too-large' });
    expect(read()).toBe(10);
  });

  it.each([200, 1])('is not read on for ever, whatever it says of its size: %i MB', async (declared) => {
    const { ctx, read } = request(200, declared);
    await expect(readBody(ctx, 2 * MB)).rejects.toMatchObject({ code: 'too-large' });
    expect(read()).toBeLessThan(40);
  });
});
