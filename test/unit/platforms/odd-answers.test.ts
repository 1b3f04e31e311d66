/** What stands between us and a platform answers too: proxies, gateways, login pages, cut lines. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import nock from 'nock';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GenjinError } from '../../../src/core/errors.ts';
import { judge, judgeOld } from '../../../src/platforms/dingtalk/api.ts';
import { DingtalkError } from '../../../src/platforms/dingtalk/errors.ts';
import { request, Unreachable } from '../../../src/platforms/remote.ts';
import { callWecom } from '../../../src/platforms/wecom/api.ts';
import { WecomError } from '../../../src/platforms/wecom/errors.ts';

const BASE = 'https://platform.example';
const SECRET = 'token-nobody-may-read';
const PATH = `/cgi-bin/message/send?access_token=${SECRET}`;

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks(), 'answers nobody asked for').toEqual([]);
  nock.cleanAll();
});
afterAll(() => {
  nock.restore();
});

const said = z.looseObject({ ok: z.literal(true) });
const call = (more: Parameters<typeof request>[2] = {}, withinMs = 5_000, base = BASE) =>
  request('message/send', base + PATH, more, withinMs);

/** The same question to each of the three ways in which a platform answers. */
const WAYS: [way: string, ask: (base?: string) => Promise<unknown>][] = [
  [
    'WeCom',
    (base = BASE) =>
      callWecom({ base, log: pino({ enabled: false }) }, 'message/send', { access_token: SECRET }, {}),
  ],
  ['DingTalk', async (base) => judge('message/send', await call({ method: 'POST' }, 5_000, base), said)],
  [
    'DingTalk, older style',
    async (base) => judgeOld('message/send', await call({ method: 'POST' }, 5_000, base), said),
  ],
];

async function failureOf(work: () => Promise<unknown>): Promise<Error> {
  const error = await work().then(
    () => expect.fail('was taken for an answer'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw error;
  expect(error.message).not.toContain(SECRET);
  expect(error.message.length).toBeLessThan(400);
  return error;
}

/** Worth another try, now or later: nothing is given up and nobody is told that it went out. */
function isTemporary(error: Error): boolean {
  if (error instanceof Unreachable) return true;
  const refused = error instanceof DingtalkError || error instanceof WecomError;
  return refused && ['retry', 'wait', 'quota', 'token'].includes(error.remedy.kind);
}

const page = '<!DOCTYPE html><html><head><title>认证</title></head><body>请先登录网络</body></html>';
const JSON_TYPE = { 'Content-Type': 'application/json' };

const ODD: [what: string, status: number, body: string | Buffer, headers?: Record<string, string>][] = [
  ['a login page with 200', 200, page, { 'Content-Type': 'text/html' }],
  ['a page that calls itself JSON', 200, page, JSON_TYPE],
  ['nothing with 200', 200, ''],
  ['nothing with 204', 204, ''],
  ['half of a JSON', 200, '{"errcode":0,"errm', JSON_TYPE],
  ['two JSONs', 200, '{"errcode":0}{"errcode":0}', JSON_TYPE],
  ['null', 200, 'null', JSON_TYPE],
  ['a list', 200, '[{"errcode":0}]', JSON_TYPE],
  ['a text', 200, '"ok"', JSON_TYPE],
  ['a code that is no number', 200, '{"errcode":"ok!","errmsg":""}', JSON_TYPE],
  ['XML', 200, '<xml><errcode>0</errcode></xml>', { 'Content-Type': 'text/xml' }],
  [
    'UTF-16',
    200,
    Buffer.from('{"errcode":0}', 'utf16le'),
    { 'Content-Type': 'application/json; charset=utf-16' },
  ],
  ['bytes', 200, Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3]), JSON_TYPE],
  ['gzip that is none', 200, 'not gzip', { ...JSON_TYPE, 'Content-Encoding': 'gzip' }],
  [
    'gzip cut off',
    200,
    gzipSync('{"errcode":0}').subarray(0, 12),
    { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
  ],
  ['a redirect to a login page', 302, '', { Location: 'https://login.example/?next=1' }],
  ['a redirect to nowhere', 301, ''],
  ['not modified', 304, ''],
  ['the proxy asks for a password', 407, page],
  ['too many requests, as a page', 429, page],
  ['an error, as a page', 500, page],
  ['a bad gateway', 502, page],
  ['unavailable, empty', 503, ''],
  ['a gateway that waited too long', 504, 'upstream request timeout'],
  ['an unknown 5xx', 599, '{}', JSON_TYPE],
  ['a 5xx with an answer that looks good', 503, '{"errcode":0,"errmsg":"ok","ok":true}', JSON_TYPE],
  ['a 5xx with a code that nobody knows', 500, '{"code":"SomethingNew","message":"x"}', JSON_TYPE],
  ['a 429 with a code that nobody knows', 429, '{"code":"SomethingNew","message":"x"}', JSON_TYPE],
];

describe.each(WAYS)('%s', (_way, ask) => {
  it.each(ODD)(
    '%s is no answer, and the call is worth another try',
    async (_what, status, body, headers = {}) => {
      nock(BASE).intercept(/.*/, 'POST').reply(status, body, headers);
      const error = await failureOf(() => ask());
      expect(isTemporary(error), `${error.name}: ${error.message}`).toBe(true);
    },
  );

  it.each(['ECONNRESET', 'ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'CERT_HAS_EXPIRED'])(
    'a line that fails with %s is worth another try',
    async (code) => {
      nock(BASE)
        .intercept(/.*/, 'POST')
        .replyWithError(Object.assign(new Error(`${code} ${SECRET.length}`), { code }));
      expect(await failureOf(() => ask())).toBeInstanceOf(Unreachable);
    },
  );

  it('a line that is cut in the middle of the answer is worth another try', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'Content-Length': '40' });
      response.write('{"errcode":0,"errmsg":"ok","ok":true}', () => response.socket?.destroy());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    nock.enableNetConnect('127.0.0.1');
    const { port } = server.address() as AddressInfo;
    expect(isTemporary(await failureOf(() => ask(`http://127.0.0.1:${port}`)))).toBe(true);
    nock.disableNetConnect();
    server.close();
  });

  it('JSON behind a byte order mark is an answer', async () => {
    const body = Buffer.from('\ufeff{"errcode":0,"errmsg":"ok","ok":true}');
    nock(BASE).intercept(/.*/, 'POST').reply(200, body, JSON_TYPE);
    await expect(ask()).resolves.not.toThrow();
  });

  it('JSON that is said to be text is an answer', async () => {
    nock(BASE)
      .intercept(/.*/, 'POST')
      .reply(200, '{"errcode":0,"errmsg":"ok","ok":true}', { 'Content-Type': 'text/plain' });
    await expect(ask()).resolves.not.toThrow();
  });
});

describe('a refusal in another charset', () => {
  // {"errcode":60011,"errmsg":"无权限"} in GBK
  const gbk = Buffer.concat([
    Buffer.from('{"errcode":60011,"errmsg":"'),
    Buffer.from([0xce, 0xde, 0xc8, 0xa8, 0xcf, 0xde]),
    Buffer.from('"}'),
  ]);
  it.each([WAYS[0], WAYS[2]] as typeof WAYS)('%s: keeps its code', async (_way, ask) => {
    nock(BASE).intercept(/.*/, 'POST').reply(200, gbk, { 'Content-Type': 'application/json; charset=gbk' });
    const error = await failureOf(() => ask());
    expect(error).not.toBeInstanceOf(Unreachable);
    expect(error.message).toContain('60011');
  });
});

describe('a request', () => {
  it('that nobody answers ends when its time is up', async () => {
    nock(BASE).get(PATH).delay(60_000).reply(200, '{}');
    expect(await failureOf(() => call({}, 50))).toBeInstanceOf(Unreachable);
    nock.abortPendingRequests();
  });

  it('does not follow a redirect of an API, and does of a file where it is told to', async () => {
    nock(BASE).get(PATH).reply(302, '', { Location: 'https://files.example/a' });
    expect((await call()).status).toBe(302);
    nock(BASE).get(PATH).reply(302, '', { Location: 'https://files.example/a' });
    nock('https://files.example').get('/a').reply(200, 'bytes');
    expect(await (await call({ followsRedirects: true })).text()).toBe('bytes');
  });

  it('sent round in circles gives up', async () => {
    nock(BASE)
      .get(PATH)
      .times(6)
      .reply(302, '', { Location: BASE + PATH });
    expect(await failureOf(() => call({ followsRedirects: true }))).toBeInstanceOf(Unreachable);
  });

  it('with a huge answer is not read to its end: a file is too large, anything else no answer', async () => {
    const chunk = Buffer.alloc(1024 * 1024);
    const server = createServer((_request, response) => {
      let left = 80;
      Readable.from(
        (function* () {
          while (left-- > 0) yield chunk;
        })(),
      ).pipe(response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    nock.enableNetConnect('127.0.0.1');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await failureOf(() => call({}, 10_000, base))).toBeInstanceOf(Unreachable);
    const error = await failureOf(() => call({ isFile: true }, 10_000, base));
    expect(error).toBeInstanceOf(GenjinError);
    expect(error).toMatchObject({ code: 'too-large' });
    nock.disableNetConnect();
    server.close();
  });
});
