import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer, type Server as NetServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { checkClock } from '../../src/cli/doctor/database.ts';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { checkHolidays, checkNode } from '../../src/cli/doctor/machine.ts';
import { systemClock } from '../../src/core/clock.ts';
import { hasArrangement } from '../../src/domain/calendar/holidays.ts';
import { startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { embeddedFolder } from '../../src/storage.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { DingtalkStore } from '../../src/stores/dingtalk.ts';
import { emptyFolder, genjin } from '../support/cli.ts';
import { ROOT, writePlaybook } from '../support/company.ts';
import { createDatabase } from '../support/database.ts';

const open: (Server | NetServer)[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((done) => server.close(done));
});

async function listening<T extends Server | NetServer>(server: T): Promise<number> {
  open.push(server);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return (server.address() as AddressInfo).port;
}

/** The findings by key; what is wrong always says how to mend it. */
async function examine(env: Record<string, string>): Promise<{ code: number; found: Map<string, Finding> }> {
  const { code, out } = await genjin(['doctor', '--json'], {
    env: { PORT: '0', DATA_DIR: join(emptyFolder(), 'data'), ...env },
  });
  const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: Finding[] };
  const wrong = findings.filter(({ state }) => state === 'warn' || state === 'broken');
  expect(wrong.filter(({ mend }) => !mend)).toEqual([]);
  expect(ok).toBe(code === 0);
  return { code, found: new Map(findings.map((finding) => [finding.key, finding])) };
}

describe('genjin doctor', () => {
  it('finds nothing wrong in an empty folder, and makes nothing there', async () => {
    const folder = emptyFolder();
    const { code, found } = await examine({ DATA_DIR: join(folder, 'data') });
    expect(code).toBe(0);
    expect([...found.keys()]).toEqual([
      'node',
      'holidays',
      'language-data',
      'settings',
      'data-folder',
      'backup',
      'database',
      'smtp',
      'bot',
      'port',
    ]);
    expect(found.get('data-folder')?.text).toContain('启动时会创建');
  });

  it('tells how far the month of DingTalk will go', async () => {
    const { uri } = await createDatabase();
    const nowhere = 'http://127.0.0.1:1';
    const env = {
      MONGODB_URI: uri,
      API_KEYS: 'a-key-of-sixteen-letters',
      DINGTALK_CLIENT_ID: 'dingabcdefghijklmnop',
      DINGTALK_CLIENT_SECRET: 'secret',
      DINGTALK_API_BASE: nowhere,
      DINGTALK_OAPI_BASE: nowhere,
    };
    const fresh = (await examine(env)).found.get('dingtalk-quota');
    expect(fresh?.state).toBe('ok');
    expect(fresh?.text).toContain('本月接口调用 0/5000，按目前速度到月底约 0');
    const connection = await openDatabase(uri);
    onTestFinished(() => connection.close());
    await new DingtalkStore(connection).addUsage(systemClock.now(), { messages: 3_001 });
    const used = (await examine(env)).found.get('dingtalk-quota');
    expect(used?.state).toBe('warn');
    expect(used?.text).toMatch(/消息 3001\/3000，按目前速度到月底约 \d{4,}/);
    expect(used?.mend).toContain('DINGTALK_MONTHLY_MESSAGES');
  });

  it('looks into a database: version, clock, indexes, playbook, people', async () => {
    const { uri } = await createDatabase();
    const env = { MONGODB_URI: uri };
    const before = await examine(env);
    expect(before.code).toBe(0);
    expect(before.found.get('indexes')?.text).toContain('第一次启动时创建');

    const leads = join(emptyFolder(), 'leads.csv');
    writeFileSync(leads, '客户名称,电话\n市一医院,13812345678\n');
    await genjin(['import', leads], { env: { ...env, DATA_DIR: emptyFolder() } });
    const { code, found } = await examine(env);
    expect(code).toBe(0);
    const texts = ['database', 'clock', 'indexes', 'playbook', 'people'].map((key) => found.get(key)?.text);
    expect(texts).toEqual([
      expect.stringMatching(/可以连接，MongoDB \d/),
      expect.stringContaining('相差 0.0 秒'),
      expect.stringContaining('个索引齐全'),
      expect.stringMatching(/第 1 版有效/),
      expect.stringMatching(/销售代表 \d+ 人、管理员 1 人/),
    ]);
  });

  it('names an index that is missing', async () => {
    const { uri } = await createDatabase();
    const connection = await openDatabase(uri);
    onTestFinished(() => connection.close());
    await connection.db
      ?.collection('leads')
      .createIndex({ originKey: 1 }, { unique: true, background: true });
    const { code, found } = await examine({ MONGODB_URI: uri });
    expect(code).toBe(0);
    expect(found.get('indexes')).toMatchObject({
      state: 'warn',
      text: expect.stringContaining('leads(nextDueAt)'),
    });
    expect(found.get('indexes')?.text).not.toContain('leads(originKey)');
  });

  it('says which setting is wrong', async () => {
    const { code, found } = await examine({ PORT: '70000', API_KEYS: 'short' });
    expect(code).toBe(1);
    expect(found.get('settings')).toMatchObject({ state: 'broken', text: expect.stringContaining('PORT') });
  });

  it('says that no database answers, without its password', async () => {
    const { code, found } = await examine({ MONGODB_URI: 'mongodb://bot:hunter2@127.0.0.1:1/' });
    expect(code).toBe(1);
    expect(found.get('database')).toMatchObject({ state: 'broken' });
    expect(JSON.stringify([...found.values()])).not.toContain('hunter2');
  });

  it('says that another process has the embedded database', async () => {
    const folder = emptyFolder();
    const server = await startEmbeddedMongo({ dataDir: embeddedFolder(folder) });
    onTestFinished(() => server.close());
    const { code, found } = await examine({ DATA_DIR: folder });
    expect(code).toBe(1);
    expect(found.get('database')).toMatchObject({
      state: 'broken',
      text: expect.stringContaining(`进程 ${process.pid} 使用`),
      mend: expect.stringContaining('MONGODB_URI'),
    });
  });

  it('is content when the bot itself has the embedded database and the port', async () => {
    const folder = emptyFolder();
    const server = await startEmbeddedMongo({ dataDir: embeddedFolder(folder) });
    onTestFinished(() => server.close());
    const port = await listening(botAnswering({ status: 'ready', problems: {} }));
    const { code, found } = await examine({ DATA_DIR: folder, PORT: String(port) });
    expect(code).toBe(0);
    expect(found.get('database')?.text).toContain('由正在运行的机器人使用');
    expect(found.get('indexes')?.state).toBe('ok');
    expect(found.get('port')?.text).toContain('由正在运行的机器人使用');
  });

  it('passes on what a running bot says is wrong', async () => {
    const problems = { engine: 'not every job has run yet' };
    const port = await listening(botAnswering({ status: 'not ready', problems }));
    const { code, found } = await examine({ PORT: String(port) });
    expect(code).toBe(1);
    expect(found.get('bot')).toMatchObject({
      state: 'broken',
      text: expect.stringContaining('not every job has run'),
    });
  });

  it('says that somebody else has the port', async () => {
    const port = await listening(createHttpServer((_request, response) => response.end('hello')));
    const { code, found } = await examine({ PORT: String(port) });
    expect(code).toBe(1);
    expect(found.get('port')).toMatchObject({ state: 'broken', text: `端口 ${port} 已被其他程序占用` });
  });

  it('names line and path of what is wrong in the playbook', async () => {
    const path = writePlaybook(emptyFolder(), 'medical-devices', (words) => {
      words.clocks['first-touch'].steps[0].after = 'soon';
    });
    const { code, found } = await examine({ PLAYBOOK: path });
    expect(code).toBe(1);
    expect(found.get('playbook')?.text).toMatch(
      /playbook\.yaml:\d+:\d+ clocks\.first-touch\.steps\.0\.after /,
    );
  });

  it('says that the data folder cannot be made', async () => {
    const file = join(emptyFolder(), 'file');
    writeFileSync(file, '');
    const { code, found } = await examine({ DATA_DIR: join(file, 'data') });
    expect(code).toBe(1);
    expect(found.get('data-folder')).toMatchObject({ state: 'broken' });
  });

  it('tries the mail server', async () => {
    const port = await listening(mailServer());
    const well = await examine({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    expect(well.found.get('smtp')).toMatchObject({ state: 'ok' });
    const gone = await examine({ SMTP_URL: 'smtp://report:hunter2@127.0.0.1:1' });
    expect(gone.code).toBe(1);
    expect(gone.found.get('smtp')).toMatchObject({ state: 'broken' });
    expect(JSON.stringify([...gone.found.values()])).not.toContain('hunter2');
  });

  it('is read by people line by line', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'data'));
    const { out } = await genjin(['doctor'], {
      env: { PORT: '0', DATA_DIR: join(folder, 'data'), API_KEYS: 'short' },
    });
    expect(out).toMatch(/^✓ node {9}Node\.js \d/m);
    expect(out).toMatch(/^✗ settings {5}API_KEYS .+\n {15}→ .+\.env/m);
    expect(out).toMatch(/1 处必须修好/);
  });
});

describe('single checks', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['20.20.2', 'ok'],
    ['24.0.0', 'ok'],
    ['20.18.3', 'broken'],
    ['18.20.8', 'broken'],
  ])('Node.js %s is %s', (version, state) => {
    expect(checkNode(ROOT, version).state).toBe(state);
  });

  const lastKnown = Math.max(...years(2024, 2060).filter(hasArrangement));
  it.each([
    [lastKnown - 1, 'ok'],
    [lastKnown, 'warn'],
    [lastKnown + 1, 'broken'],
  ])('in %i the holiday table is %s', (year, state) => {
    const finding = checkHolidays(new Date(`${year}-06-01T00:00:00Z`));
    expect(finding.state).toBe(state);
    if (state !== 'ok') expect(finding.text).toContain(String(year + 1));
  });

  it('counts years as Shanghai does', () => {
    expect(checkHolidays(new Date(`${lastKnown}-12-31T17:00:00Z`)).state).toBe('broken');
  });

  it.each([
    [0, 'ok'],
    [5_000, 'warn'],
    [-5_000, 'warn'],
    [60_000, 'broken'],
  ])('a clock %i ms ahead of the database is %s', async (ms, state) => {
    const { uri } = await createDatabase();
    const connection = await openDatabase(uri);
    onTestFinished(() => connection.close());
    if (!connection.db) throw new Error('not connected');
    const ahead = { now: () => new Date(systemClock.now().getTime() + ms) };
    expect((await checkClock(connection.db, ms === 0 ? systemClock : ahead)).state).toBe(state);
  });

  it('knows the oldest Node.js from package.json', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    expect(checkNode(ROOT, '1.0.0').mend).toContain(engines.node.replace('>=', ''));
  });
});

function years(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

function botAnswering(body: object): Server {
  return createHttpServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
}

/** Greets, and agrees to everything. */
function mailServer(): NetServer {
  return createServer((socket) => {
    socket.write('220 mail.example\r\n');
    socket.on('data', (line) => {
      socket.write(String(line).startsWith('QUIT') ? '221 bye\r\n' : '250 fine\r\n');
    });
    socket.on('error', () => {});
  });
}
