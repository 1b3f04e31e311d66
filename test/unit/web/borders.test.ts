import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src/core/logger.ts';
import { withDotEnv } from '../../../src/environment.ts';
import { proxyAgentFor, proxyFor } from '../../../src/platforms/proxy.ts';
import { ownHostsOnly } from '../../../src/web/borders.ts';
import { errors } from '../../../src/web/http.ts';
import { securityHeaders } from '../../../src/web/security.ts';
import { emptyFolder } from '../../support/cli.ts';

let server: Server;
let port: number;
beforeAll(async () => {
  const app = new Koa();
  app.use(errors(silentLogger));
  app.use(securityHeaders('https://Demo.Example:8443'));
  app.use(ownHostsOnly('https://Demo.Example:8443'));
  app.use((ctx) => {
    ctx.body = 'in';
  });
  server = createServer(app.callback());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
});

/** A raw request: clients would not send such a Host. */
function ask(path: string, headers: Record<string, string>): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', fail);
    socket.on('end', () => done(text));
    const lines = Object.entries({ ...headers, Connection: 'close' }).map(([n, v]) => `${n}: ${v}\r\n`);
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  });
}

describe('the demo answers under its own names alone', () => {
  it.each([
    ['localhost:3000'],
    ['LOCALHOST'],
    ['127.0.0.1:3250'],
    ['[::1]:3250'],
    ['demo.example'],
    ['DEMO.example:8443'],
  ])('%s is let in', async (Host) => expect(await ask('/api/leads', { Host })).toMatch(/^HTTP\/1.1 200/));

  it.each([
    ['evil.example:3257'],
    ['localhost.evil.example'],
    ['127.0.0.1.nip.io'],
    ['demo.example.evil.example'],
    ['localhost@evil.example'],
    ['10.0.0.5:3000'],
    ['[::2]'],
    [''],
  ])('%s is not', async (Host) => expect(await ask('/api/leads', { Host })).toMatch(/^HTTP\/1.1 40[03]/));

  it('nor a page of another site, nor of another port', async () => {
    const Host = `localhost:${port}`;
    for (const Origin of ['http://evil.example', `http://localhost:${port + 1}`, 'null'])
      expect(await ask('/simulator/users', { Host, Origin }), Origin).toMatch(/^HTTP\/1.1 403/);
    expect(await ask('/simulator/users', { Host, Origin: `http://${Host}` })).toMatch(/^HTTP\/1.1 200/);
  });

  it('probes ask under any name', async () =>
    expect(await ask('/readyz', { Host: '10.0.0.5' })).toMatch(/^HTTP\/1.1 200/));

  it('https stays https', async () =>
    expect(await ask('/', { Host: 'localhost' })).toMatch(/strict-transport-security: max-age=/i));
});

describe('proxies', () => {
  it('hold for sockets as for requests, but not where NO_PROXY says so', () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      HTTPS_PROXY: 'http://name:word@proxy.example:3128',
      NO_PROXY: 'inside.example',
    });
    try {
      expect(proxyFor('wss://openws.work.weixin.qq.com')).toBe('http://name:word@proxy.example:3128');
      expect(proxyAgentFor('wss://wss-open-connection.dingtalk.com:443/connect')).toBeDefined();
      expect(proxyAgentFor('wss://inside.example')).toBeUndefined();
    } finally {
      process.env = before;
    }
  });
});

it('a .env of a Windows editor is read from its first name on', () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, '.env'), '\uFEFFPORT=3111\r\nHOST=127.0.0.1\r\n');
  expect(withDotEnv({}, folder)).toMatchObject({ PORT: '3111', HOST: '127.0.0.1' });
});
