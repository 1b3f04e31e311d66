import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { backupsIn, makeBackup, restoreBackup, verifyBackup } from '../../src/backup/backup.ts';
import { DailyBackup } from '../../src/backup/daily-backup.ts';
import { FrozenClock } from '../../src/core/clock.ts';
import { createLogger } from '../../src/core/logger.ts';
import { startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { emptyFolder, genjin } from '../support/cli.ts';
import { local } from '../support/time.ts';

const NOW = local('2026-11-30 09:00');

let folder: string;
let root: string;
beforeEach(() => {
  folder = emptyFolder();
  root = join(folder, 'backups');
});

/** An installation on the embedded database, with the demo's company and one imported lead. */
async function installation(): Promise<{ DATA_DIR: string; PORT: string }> {
  const env = { DATA_DIR: join(folder, 'data'), PORT: '0' };
  const leads = join(folder, 'leads.csv');
  writeFileSync(leads, '客户名称,电话\n备份测试医院,13812345678\n');
  expect(await genjin(['import', leads], { env })).toMatchObject({ code: 0 });
  return env;
}

/** The smallest installation there is: a database with some numbers, and two files. */
async function numbers(count: number): Promise<string> {
  const dataDir = join(folder, 'data');
  const server = await startEmbeddedMongo({ dataDir: join(dataDir, 'db') });
  const client = await MongoClient.connect(server.uri('genjin'));
  const rows = Array.from({ length: count }, (_, n) => ({ n, text: '数'.repeat(500) }));
  await client.db().collection('numbers').insertMany(rows);
  await client.close();
  await server.close();
  mkdirSync(join(dataDir, 'files', 'ab'), { recursive: true });
  writeFileSync(join(dataDir, 'files', 'ab', 'form.pdf'), 'a form');
  writeFileSync(join(dataDir, 'files', 'photo.jpg'), 'a photo');
  return dataDir;
}

describe('genjin backup', { timeout: 180_000 }, () => {
  it('copies, verifies and restores: then it is the same installation', async () => {
    const env = await installation();
    const made = await genjin(['backup', 'make', root], { env });
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(/已备份到 .+genjin-\d{8}-\d{6}Z：\d+ 个集合 \d+ 条、\d+ 个文件.+已完整读回核对/);
    const [backup = ''] = await backupsIn(root);
    expect((await genjin(['backup', 'verify', backup], { env })).out).toContain('完好');
    const there = { ...env, DATA_DIR: join(folder, 'restored') };
    expect(await genjin(['backup', 'restore', backup], { env: there })).toMatchObject({ code: 0 });
    const leads = async (at: typeof env) => {
      const { code, out } = await genjin(['export', 'leads', '--out', join(folder, 'leads.xlsx')], {
        env: at,
      });
      expect(code).toBe(0);
      return out.replace(/保存到.*/, '');
    };
    expect(await leads(there)).toBe(await leads(env));
    const again = await genjin(['backup', 'restore', backup], { env: there });
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('不会覆盖')]);
  });

  it.each([
    ['without a folder', ['backup', 'make'], {}, 'BACKUP_DIR'],
    [
      'of a MongoDB',
      ['backup', 'make', '/tmp/x'],
      { MONGODB_URI: 'mongodb://a:b@db/g' },
      "mongodump --uri='mongodb://***@db/g'",
    ],
    ['both at once', ['doctor'], { MONGODB_URI: 'mongodb://db/g', BACKUP_DIR: '/tmp/x' }, 'BACKUP_DIR'],
    ['of nothing', ['backup', 'make', '/tmp/x'], {}, '没有内置数据库'],
    ['from nowhere', ['backup', 'restore', '/nowhere'], {}, '不是完好的备份'],
    ['at no time', ['doctor'], { BACKUP_AT: '25:00' }, '必须是时刻'],
  ])('refuses %s', async (_what, args, env, words) => {
    const answer = await genjin(args, { env: { DATA_DIR: join(folder, 'data'), PORT: '0', ...env } });
    expect(answer.code).toBe(1);
    expect(answer.out + answer.err).toContain(words);
  });
});

describe('a backup', () => {
  it('is of one moment, however busily the database is written meanwhile', async () => {
    const dataDir = await numbers(2_000);
    const server = await startEmbeddedMongo({ dataDir: join(dataDir, 'db') });
    const client = await MongoClient.connect(server.uri('genjin'));
    const pairs = ['left', 'right'].map((name) => client.db().collection(name));
    let stopped = false;
    const writing = (async () => {
      // One after the other: a copy of one moment has as many on the left as on the right, or one more.
      for (let n = 0; !stopped; n++) for (const side of pairs) await side.insertOne({ n });
    })();
    const backup = await makeBackup(dataDir, root, 3, NOW);
    stopped = true;
    await writing;
    await client.close();
    await server.close();
    const { left = 0, right = 0 } = backup.documents;
    expect(left - right).toBeGreaterThanOrEqual(0);
    expect(left - right).toBeLessThanOrEqual(1);
    expect(backup.documents.numbers).toBe(2_000);
    await verifyBackup(backup.folder);
  });

  it('links what an earlier one has, keeps the newest, and clears away what was cut off', async () => {
    const dataDir = await numbers(10);
    mkdirSync(join(root, 'genjin-20261101-000000Z.part'), { recursive: true });
    mkdirSync(join(root, 'somebody-elses'));
    for (const day of [1, 2, 3]) await makeBackup(dataDir, root, 2, local(`2026-12-0${day} 03:20`));
    expect(readdirSync(root).sort()).toEqual([
      'genjin-20261201-192000Z',
      'genjin-20261202-192000Z',
      'somebody-elses',
    ]);
    const [newest = '', older = ''] = await backupsIn(root);
    const inode = (at: string) => statSync(join(at, 'files', 'ab', 'form.pdf')).ino;
    expect(inode(newest)).toBe(inode(older));
    // What was restored is a copy: it may change without the backup.
    await restoreBackup(newest, join(folder, 'restored'));
    expect(inode(join(folder, 'restored'))).not.toBe(inode(newest));
    expect(readFileSync(join(folder, 'restored', 'files', 'photo.jpg'), 'utf8')).toBe('a photo');
  });

  it.each([
    [
      'a database cut off',
      (at: string) => truncateSync(join(at, 'db/data.mdb'), 8_192),
      'db/data.mdb 与备份时不同',
    ],
    [
      'a file that changed',
      (at: string) => appendFileSync(join(at, 'files/photo.jpg'), '!'),
      'photo.jpg 与备份时不同',
    ],
    [
      'a file that is missing',
      (at: string) => rmSync(join(at, 'files/photo.jpg')),
      '缺少文件 files/photo.jpg',
    ],
    ['no checksums', (at: string) => rmSync(join(at, 'SHA256SUMS')), 'SHA256SUMS'],
    ['no note', (at: string) => rmSync(join(at, 'backup.json')), 'backup.json'],
  ])('with %s is refused and nothing is restored', async (_what, damage, words) => {
    const { folder: made } = await makeBackup(await numbers(10), root, 3, NOW);
    damage(made);
    await expect(restoreBackup(made, join(folder, 'restored'))).rejects.toThrow(words);
    expect(() => statSync(join(folder, 'restored'))).toThrow();
  });

  it('of a damaged database says so and leaves nothing behind', async () => {
    const dataDir = await numbers(3_000);
    const file = join(dataDir, 'db', 'data.mdb');
    truncateSync(file, Math.floor(statSync(file).size / 2));
    await expect(makeBackup(dataDir, root, 3, NOW)).rejects.toThrow('没有备份成');
    expect(readdirSync(root)).toEqual([]);
  });
});

describe('every day', () => {
  it('one is made at its time, one for several days slept through, and a failure is tried again later', async () => {
    const dataDir = await numbers(10);
    const clock = new FrozenClock(local('2026-12-01 09:00'));
    const backup = { folder: root, at: '03:20', keep: 5 };
    const log = createLogger('silent');
    const daily = new DailyBackup({ dataDir, backup, clock, log, timeZone: async () => 'Asia/Shanghai' });
    const countAt = async (time: string) => {
      clock.moveTo(local(time));
      await daily.sweep(clock.now());
      await daily.idle();
      return (await backupsIn(root)).length;
    };
    expect(await daily.appointment()).toEqual({ cron: '20 3 * * *', timeZone: 'Asia/Shanghai' });
    expect(await countAt('2026-12-01 09:00')).toBe(1);
    expect(await countAt('2026-12-02 03:19')).toBe(1);
    expect(await countAt('2026-12-02 03:20')).toBe(2);
    expect(await countAt('2026-12-06 12:00')).toBe(3);
    writeFileSync(join(folder, 'in the way'), '');
    backup.folder = join(folder, 'in the way');
    await daily.sweep(local('2026-12-07 12:00')).catch(() => {});
    await daily.idle();
    await expect(daily.sweep(clock.now())).rejects.toThrow();
    backup.folder = root;
    clock.moveTo(local('2026-12-07 12:40'));
    expect(await countAt('2026-12-07 12:40')).toBe(4);
    await daily.sweep(clock.now());
  });
});
