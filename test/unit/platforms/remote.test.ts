import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../../src/core/event.ts';
import { request } from '../../../src/platforms/remote.ts';

const MB = 1024 * 1024;
let server: Server;
let url: string;
let sent = 0;

/** As many megabytes as the path says. */
beforeAll(async () => {
  server = createServer(async (asked, response) => {
    sent = 0;
    for (let left = Number(asked.url?.slice(1)); left > 0 && !response.destroyed; left--) {
      sent++;
      if (!response.write(Buffer.alloc(MB))) {
        await new Promise((done) => response.once('drain', done).once('close', done));
      }
    }
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it('a file too large for us is said to be so, and not read to its end', async () => {
  await expect(request('media', `${url}/200`, { isFile: true }, 10_000)).rejects.toMatchObject({
    code: 'too-large',
  });
  expect(sent).toBeLessThan(60);
});

it('a file that fits is read whole', async () => {
  const answer = await request('media', `${url}/${MAX_FILE_BYTES / MB}`, { isFile: true }, 10_000);
  expect((await answer.arrayBuffer()).byteLength).toBe(MAX_FILE_BYTES);
});
