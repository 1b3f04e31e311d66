import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import Koa, { type Context } from 'koa';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/core/logger.ts';
import { errors, readBody } from '../../../src/web/http.ts';
import { readUpload } from '../../../src/web/upload.ts';

const MB = 1024 * 1024;
let server: Server | undefined;
afterEach(() => server?.close());

/** Sends the beginning of a request to a route that reads it so, and hangs up. @returns what was logged, once it is over */
async function hangUp(type: string, begun: string, read: (ctx: Context) => Promise<unknown>) {
  const lines: unknown[] = [];
  const app = new Koa().use(errors(createLogger('info', (line) => lines.push(JSON.parse(line)))));
  let over: () => void = () => {};
  const isOver = new Promise<void>((done) => {
    over = done;
  });
  app.use((ctx) => read(ctx).finally(() => setImmediate(over)));
  server = createServer(app.callback());
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const header = `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 5000\r\n\r\n`;
  socket.write(header + begun, () => setTimeout(() => socket.destroy(), 20));
  await isOver;
  return lines;
}

describe('a sender who hangs up', () => {
  it('in a body: nothing is wrong with us, and nobody need know', async () => {
    expect(await hangUp('text/xml', '<xml>', (ctx) => readBody(ctx, MB))).toEqual([]);
  });

  it('in an upload: is not waited for', async () => {
    const begun = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n%PDF';
    const lines = await hangUp('multipart/form-data; boundary=b', begun, (ctx) => readUpload(ctx, MB));
    expect(lines).toEqual([]);
  });
});
