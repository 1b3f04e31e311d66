/** What holds of the server as a whole: one owner, atomic claims, hostile clients, limits, trouble with the disk. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Document, serialize } from 'bson';
import { type Db, MongoClient, ObjectId } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { crashRounds } from './crash/crash.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'embedded-'));
let server: EmbeddedMongo;
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  server = await startEmbeddedMongo({ dataDir, listen: { port: 0 } });
  client = await MongoClient.connect(server.uri(), { maxPoolSize: 16, minPoolSize: 16 });
  db = client.db('server');
});
beforeEach(async () => {
  await db.dropDatabase();
});
afterAll(async () => {
  await client.close();
  await server.close();
  rmSync(dataDir, { recursive: true });
});

const sixteen = Array.from({ length: 16 }, (_, i) => i);
const codeOf = (e: unknown): unknown => (e as { code?: unknown }).code;

/** Runs a script with the embedded database in a process of its own; gives its output. */
async function inProcess(dir: string, script: string, prefix: string[] = []): Promise<string> {
  const index = new URL('../../src/embedded-mongo/index.ts', import.meta.url).href;
  const source = `
    import { MongoClient } from 'mongodb';
    import { startEmbeddedMongo } from ${JSON.stringify(index)};
    const dataDir = ${JSON.stringify(dir)};
    ${script}`;
  const [command = process.execPath, ...args] = [
    ...prefix,
    process.execPath,
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    source,
  ];
  // tsx keeps what it has read in files, which a limit on the size of files would meet first.
  const env = { ...process.env, TSX_DISABLE_CACHE: '1', NODE_DISABLE_COMPILE_CACHE: '1' };
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  await new Promise((done) => child.once('exit', done));
  return out;
}

describe('the data folder has one owner', () => {
  it('refuses a second server, in this process and in another', async () => {
    const message = `The data folder ${dataDir} is in use by process ${process.pid}`;
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(message);
    const out = await inProcess(
      dataDir,
      'await startEmbeddedMongo({ dataDir }).catch((e) => console.log(e.message));',
    );
    expect(out).toContain(message);
    expect(await db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('lets the next one in after a close, with the data still there', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'embedded-'));
    for (const n of [1, 2, 3]) {
      const next = await startEmbeddedMongo({ dataDir: dir });
      const c = await MongoClient.connect(next.uri('again'));
      await c.db().collection('a').insertOne({ n });
      expect(await c.db().collection('a').countDocuments()).toBe(n);
      await c.close();
      await next.close();
    }
    rmSync(dir, { recursive: true });
  });

  it('says what is wrong with a folder that cannot be used', async () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, '');
    await expect(startEmbeddedMongo({ dataDir: file })).rejects.toThrow(`cannot use ${file}`);
    await expect(startEmbeddedMongo({ dataDir: join(file, 'below') })).rejects.toThrow(`cannot use ${file}`);
  });

  it.skipIf(process.platform === 'win32').each([
    ['a folder', (dir: string) => chmodSync(dir, 0o555)],
    ['files', (dir: string) => chmodSync(join(dir, 'data.mdb'), 0o444)],
  ])('says so when it may only read %s, and leaves the data as they are', async (_what, protect) => {
    const dir = mkdtempSync(join(tmpdir(), 'embedded-'));
    const write = `
      const server = await startEmbeddedMongo({ dataDir });
      const client = await MongoClient.connect(server.uri('ro'));
      await client.db().collection('c').insertOne({ a: 1 });
      await client.close();
      await server.close();`;
    const asNobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
    chmodSync(dir, 0o777);
    await inProcess(dir, write, asNobody);
    const before = readFileSync(join(dir, 'data.mdb'));
    protect(dir);
    const out = await inProcess(
      dir,
      'await startEmbeddedMongo({ dataDir }).catch((e) => console.log(e.message));',
      asNobody,
    );
    expect(out).toContain(`cannot use ${dir}`);
    expect(out).toMatch(/permission denied/i);
    expect(readFileSync(join(dir, 'data.mdb')).equals(before)).toBe(true);
    chmodSync(dir, 0o777);
    rmSync(dir, { recursive: true });
  });
});

describe('sixteen connections at once', () => {
  it('claim each job once', async () => {
    const jobs = db.collection('jobs');
    await jobs.insertMany(Array.from({ length: 200 }, (_, i) => ({ i, owner: null })));
    await jobs.createIndex({ owner: 1, i: 1 });
    const claimed = await Promise.all(
      sixteen.map(async (owner) => {
        const mine: number[] = [];
        for (;;) {
          const job = await jobs.findOneAndUpdate({ owner: null }, { $set: { owner } }, { sort: { i: 1 } });
          if (!job) return mine;
          mine.push(job.i);
        }
      }),
    );
    expect(claimed.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });

  it('upsert one document, without a unique index', async () => {
    for (let k = 0; k < 20; k++)
      await Promise.all(
        sixteen.map(() => db.collection('u').updateOne({ k }, { $inc: { n: 1 } }, { upsert: true })),
      );
    expect(await db.collection('u').countDocuments({ n: 16 })).toBe(20);
    expect(await db.collection('u').countDocuments()).toBe(20);
  });

  it('insert a unique key once', async () => {
    await db.collection('q').createIndex({ k: 1 }, { unique: true });
    const codes = await Promise.all(
      sixteen.map((i) =>
        db
          .collection('q')
          .insertOne({ k: 'same', i })
          .then(() => 'in', codeOf),
      ),
    );
    expect(codes.sort()).toEqual([...sixteen.slice(1).map(() => 11000), 'in']);
  });

  it('lose no increment, and only one of them wins a revision', async () => {
    const docs = db.collection<{ _id: number; n: number; rev: number; applied: string[] }>('r');
    await docs.insertOne({ _id: 1, n: 0, rev: 1, applied: [] });
    await Promise.all(
      sixteen.flatMap(() => sixteen.map(() => docs.updateOne({ _id: 1 }, { $inc: { n: 1 } }))),
    );
    expect((await docs.findOne({ _id: 1 }))?.n).toBe(256);
    const won = await Promise.all(
      sixteen.map((i) =>
        docs.findOneAndUpdate(
          { _id: 1, rev: 1, applied: { $ne: `k${i}` } },
          { $inc: { rev: 1 }, $push: { applied: `k${i}` } },
        ),
      ),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('see a write of theirs in the next read', async () => {
    await Promise.all(
      sixteen.map(async (i) => {
        for (let n = 0; n < 20; n++) {
          const { insertedId } = await db.collection('rw').insertOne({ i, n });
          expect(await db.collection('rw').findOne({ _id: insertedId })).toMatchObject({ i, n });
        }
      }),
    );
  });
});

describe('a statement is all or nothing', () => {
  it('changes no document when one of them cannot be changed', async () => {
    await db.collection('s').insertMany([{ n: 1 }, { n: 2 }, { n: 'three' }, { n: 4 }]);
    await expect(db.collection('s').updateMany({}, { $inc: { n: 1 } })).rejects.toMatchObject({ code: 14 });
    const left = await db.collection('s').find({}).sort({ n: 1 }).toArray();
    expect(left.map(({ n }) => n)).toEqual([1, 2, 4, 'three']);
  });

  it('puts back index entries too', async () => {
    await db.collection('s').createIndex({ k: 1 }, { unique: true });
    await db.collection('s').insertMany([{ k: 1 }, { k: 2 }, { k: 13 }]);
    // 1 → 11 and 2 → 12 go well, 13 → 23 too, but a second document cannot become 11
    await expect(db.collection('s').updateMany({ k: { $lt: 3 } }, { $set: { k: 11 } })).rejects.toMatchObject(
      {
        code: 11000,
      },
    );
    expect(
      await db
        .collection('s')
        .find({ k: { $gt: 0 } })
        .sort({ k: 1 })
        .map((d) => d.k)
        .toArray(),
    ).toEqual([1, 2, 13]);
    await db.collection('s').insertOne({ k: 11 });
    expect(await db.collection('s').estimatedDocumentCount()).toBe(4);
  });
});

describe('documents of all sizes', () => {
  it.each([10, 5000, 100_000, 1_000_000, 15_000_000])('keeps %i bytes of text', async (n) => {
    const text = '长x'.repeat(n / 4);
    const { insertedId } = await db.collection('big').insertOne({ text, after: 1 });
    await db.collection('big').updateOne({ _id: insertedId }, { $set: { after: 2 } });
    expect(await db.collection('big').findOne({ _id: insertedId })).toEqual({
      _id: insertedId,
      text,
      after: 2,
    });
    expect(await db.collection('big').find({ text }).project({ after: 1 }).toArray()).toHaveLength(1);
  });

  it('refuses more than 16 MB, from an insert and from an update', async () => {
    const big = 'x'.repeat(10_000_000);
    await expect(
      db.command({ insert: 'big', documents: [{ _id: 1, big, more: big.slice(3_000_000) }] }),
    ).resolves.toMatchObject({
      writeErrors: [{ code: 10334 }],
    });
    const { insertedId } = await db.collection('big').insertOne({ big });
    await expect(
      db.collection('big').updateOne({ _id: insertedId }, { $set: { more: big } }),
    ).rejects.toMatchObject({
      code: 17419,
    });
  });

  it('sends a large result in several batches', async () => {
    const text = 'y'.repeat(1_000_000);
    for (let i = 0; i < 40; i++) await db.collection('big').insertOne({ i, text });
    expect(
      await db
        .collection('big')
        .find()
        .map((d) => d.i)
        .toArray(),
    ).toHaveLength(40);
    expect(
      await db
        .collection('big')
        .aggregate([{ $sort: { i: -1 } }])
        .toArray(),
    ).toHaveLength(40);
  });

  it('refuses documents nested too deep', async () => {
    let deep: Document = {};
    for (let i = 0; i < 300; i++) deep = { d: deep };
    await expect(db.collection('big').insertOne(deep)).rejects.toThrow(/nested deeper/);
    expect(await db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});

describe('cursors', () => {
  it('go on while documents change', async () => {
    await db.collection('c').insertMany(Array.from({ length: 500 }, (_, i) => ({ i })));
    await db.collection('c').createIndex({ i: 1 });
    const seen: number[] = [];
    for await (const doc of db
      .collection('c')
      .find({ i: { $gte: 0 } })
      .sort({ i: 1 })
      .batchSize(50)) {
      seen.push(doc.i);
      if (doc.i % 10 === 0) await db.collection('c').deleteOne({ i: doc.i + 300 });
      await db.collection('c').updateOne({ _id: doc._id }, { $set: { seen: true } });
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(470);
  });

  it('end when killed, and with their collection', async () => {
    await db.collection('c').insertMany(Array.from({ length: 500 }, (_, i) => ({ i })));
    const cursor = db.collection('c').find().batchSize(10);
    await cursor.next();
    await cursor.close();
    const other = db.collection('c').find().batchSize(10);
    await other.next();
    await db.collection('c').drop();
    expect((await other.toArray()).length).toBeLessThan(500);
  });

  it('stop when they take longer than allowed', async () => {
    await db.collection('c').insertMany(Array.from({ length: 20_000 }, (_, i) => ({ i })));
    const slow = db.collection('c').find({ nowhere: 1 }).maxTimeMS(1);
    await expect(slow.toArray()).rejects.toMatchObject({ code: 50 });
  });
});

describe('time to live', () => {
  it('is listed, and removes nothing that has not expired', async () => {
    await db.collection('ttl').createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
    await db.collection('ttl').insertOne({ at: new Date() });
    expect(await db.collection('ttl').indexes()).toMatchObject([{}, { expireAfterSeconds: 3600 }]);
    expect(await db.collection('ttl').countDocuments()).toBe(1);
  });
});

describe('clients that are not drivers', () => {
  const open = (): Promise<Socket> =>
    new Promise((done) => {
      const socket = connect(server.port ?? 0, '127.0.0.1', () => done(socket));
      socket.on('error', () => {});
    });
  const message = (opCode: number, body: Buffer): Buffer => {
    const head = Buffer.alloc(16);
    head.writeInt32LE(16 + body.length, 0);
    head.writeInt32LE(7, 4);
    head.writeInt32LE(opCode, 12);
    return Buffer.concat([head, body]);
  };
  const opMsg = (doc: Document, flags = 0): Buffer =>
    message(2013, Buffer.concat([Buffer.from([flags, 0, 0, 0, 0]), Buffer.from(serialize(doc))]));
  const answerTo = async (bytes: Buffer): Promise<Buffer> => {
    const socket = await open();
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      socket.end();
    });
    socket.write(bytes);
    await new Promise((done) => socket.once('close', done));
    return Buffer.concat(chunks);
  };

  it('answers the legacy handshake', async () => {
    const query = Buffer.concat([
      Buffer.alloc(4),
      Buffer.from('admin.$cmd\0'),
      Buffer.alloc(8),
      Buffer.from(serialize({ isMaster: 1 })),
    ]);
    expect((await answerTo(message(2004, query))).toString('latin1')).toContain('ismaster');
  });

  it('does not answer when told not to, and keeps the order', async () => {
    const quiet = opMsg({ insert: 'w0', documents: [{ _id: 1 }], $db: 'server' }, 2);
    const reply = await answerTo(Buffer.concat([quiet, opMsg({ count: 'w0', $db: 'server' })]));
    expect(reply.includes(Buffer.from(serialize({ n: 1 }).subarray(4, 11)))).toBe(true);
  });

  it('takes a message in pieces', async () => {
    const socket = await open();
    const answered = new Promise<Buffer>((done) => socket.once('data', done));
    for (const byte of opMsg({ ping: 1, $db: 'server' })) socket.write(Buffer.from([byte]));
    expect((await answered).toString('latin1')).toContain('ok');
    socket.destroy();
  });

  it.each([
    ['noise', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a length of zero', Buffer.alloc(64)],
    ['a length below zero', Buffer.alloc(64, 0xff)],
    ['a length of 2 GB', Buffer.from([0xff, 0xff, 0xff, 0x7f, ...Buffer.alloc(32)])],
    ['an unknown operation', message(2012, Buffer.alloc(20))],
    ['a message without a body', message(2013, Buffer.alloc(5))],
    ['a body that ends early', message(2013, Buffer.from([0, 0, 0, 0, 0, 50, 0, 0, 0, 1, 2]))],
    ['a body without $db', opMsg({ ping: 1 })],
    ['an unknown section', message(2013, Buffer.from([0, 0, 0, 0, 9, 5, 0, 0, 0, 0]))],
    [
      'a string longer than its document',
      message(
        2013,
        Buffer.from([0, 0, 0, 0, 0, 20, 0, 0, 0, 2, 97, 0, 255, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0]),
      ),
    ],
    ['nothing', Buffer.alloc(0)],
  ])('survives %s', async (_name, bytes) => {
    const socket = await open();
    socket.end(bytes);
    socket.resume();
    await new Promise((done) => socket.once('close', done));
    expect(await db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('survives a thousand damaged messages', async () => {
    const good = opMsg({ find: 'c', filter: { a: { $in: [1, 'x', new ObjectId()] } }, $db: 'server' });
    let seed = 1;
    const random = (n: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    for (let i = 0; i < 1000; i++) {
      const bad = Buffer.from(good);
      for (let k = 0; k <= random(4); k++) bad[16 + random(bad.length - 16)] = random(256);
      const socket = await open();
      socket.resume();
      socket.end(bad);
      await new Promise((done) => socket.once('close', done));
    }
    expect(await db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});

describe('trouble with the disk', () => {
  it.skipIf(process.platform === 'win32')(
    'a full disk fails the write that needs it, clearly, and harms nothing',
    async () => {
      const dir = mkdtempSync(join(tmpdir(), 'embedded-'));
      const script = `
      const server = await startEmbeddedMongo({ dataDir });
      const client = await MongoClient.connect(server.uri('full'));
      const c = client.db().collection('c');
      let n = 0, error;
      while (!error && n < 5000) await c.insertOne({ _id: n, text: 'x'.repeat(1000) }).then(() => n++, (e) => { error = e; });
      const count = await c.countDocuments();
      const again = await c.insertOne({ text: 'y'.repeat(100_000) }).then(() => 'in', (e) => e.code);
      await c.deleteMany({ _id: { $lt: 100 } }).catch(() => {});
      console.log(JSON.stringify({ n, count, again, code: error?.code, message: error?.message }));
      await client.close();
      await server.close();`;
      // a limit on the size of files stands in for a full disk
      const out = await inProcess(dir, script, ['bash', '-c', 'ulimit -f 1500; exec "$@"', 'bash']);
      const result = JSON.parse(out);
      expect(result).toMatchObject({ code: 14031, again: 14031 });
      expect(result.message).toContain('disk of the data folder is full');
      expect(result.n).toBeGreaterThan(100);
      expect(result.count).toBe(result.n);
      // with room again, everything acknowledged is there and writing goes on
      const next = await startEmbeddedMongo({ dataDir: dir });
      const c = await MongoClient.connect(next.uri('full'));
      await c
        .db()
        .collection('c')
        .insertOne({ text: 'y'.repeat(100_000) });
      const left = await c
        .db()
        .collection('c')
        .countDocuments({ text: { $regex: '^x' } });
      expect([result.n, result.n - 100]).toContain(left);
      await c.close();
      await next.close();
      rmSync(dir, { recursive: true });
    },
  );
});

describe('a process killed at any moment', () => {
  it('loses and doubles nothing it acknowledged', async () => {
    const result = await crashRounds(4, 250);
    expect(result).toMatchObject({ rounds: 4, lost: 0, doubled: 0, mismatches: 0 });
    expect(result.acknowledged).toBeGreaterThan(50);
  }, 60_000);
});
