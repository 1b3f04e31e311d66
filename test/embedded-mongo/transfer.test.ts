/** Export and import: between two embedded databases, and with MONGODB_URI to a real one and back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Binary, type Db, Decimal128, Double, Long, MongoClient, ObjectId } from 'mongodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { transferDatabase } from '../../src/embedded-mongo/transfer.ts';

const realUri = process.env.MONGODB_URI;
const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'embedded-')));
let servers: EmbeddedMongo[];
let clients: MongoClient[];
let source: Db;
let target: Db;

beforeAll(async () => {
  servers = await Promise.all(folders.map((dataDir) => startEmbeddedMongo({ dataDir })));
  const uris = servers.map((s) => s.uri());
  clients = await Promise.all(
    [...uris, ...(realUri ? [realUri] : [])].map((uri) => MongoClient.connect(uri)),
  );
  source = (clients[0] as MongoClient).db('genjin_from');
  target = (clients[1] as MongoClient).db('genjin_to');
});
beforeEach(async () => {
  await source.dropDatabase();
  await target.dropDatabase();
});
afterAll(async () => {
  await clients[2]?.db('genjin_to').dropDatabase();
  for (const client of clients) await client.close();
  for (const server of servers) await server.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Documents whose types and order of fields plain objects would lose. */
async function fill(db: Db): Promise<void> {
  const odd = [
    new Map<string, unknown>([
      ['_id', 'order'],
      ['b', 1],
      ['10', 1],
      ['9', 1],
      [
        'a',
        new Map([
          ['2', 1],
          ['1', 1],
        ]),
      ],
    ]),
    new Map<string, unknown>([
      ['_id', 'types'],
      ['int', 5],
      ['double', new Double(5)],
      ['long', Long.fromNumber(5)],
      ['huge', Long.fromString('9007199254740993')],
      ['minusZero', -0],
      ['nan', Number.NaN],
      ['date', new Date(0)],
      ['id', new ObjectId()],
      ['bytes', new Binary(Buffer.from('x'), 4)],
      ['nothing', null],
      ['list', [1, new Double(1), [], {}]],
      ['__proto__', { x: 1 }],
      ['中文', '张主任\u0000'],
    ]),
  ];
  await db.command({ insert: 'odd', documents: odd });
  const leads = Array.from({ length: 2500 }, (_, i) => ({
    _id: new ObjectId(),
    no: `L${i}`,
    at: new Date(i),
    n: i % 7,
  }));
  await db.collection('leads').insertMany(leads);
  await db.collection('leads').createIndex({ no: 1 }, { unique: true });
  await db.collection('leads').createIndex({ n: -1, at: 1 }, { partialFilterExpression: { n: { $gt: 3 } } });
  await db.collection('leads').createIndex({ x: 1 }, { sparse: true, name: 'of x' });
  await db.collection('leads').createIndex({ later: 1 }, { expireAfterSeconds: 60 });
  await db.createCollection('empty');
}

const rawOf = async (db: Db, name: string): Promise<string[]> => {
  const docs = await db.collection(name).find({}, { raw: true }).toArray();
  return docs.map((d) => Buffer.from(d as unknown as Uint8Array).toString('hex'));
};

async function expectSame(a: Db, b: Db): Promise<void> {
  for (const name of ['odd', 'leads', 'empty']) {
    expect(await rawOf(b, name)).toEqual(await rawOf(a, name));
    expect(await b.collection(name).indexes()).toEqual(await a.collection(name).indexes());
  }
}

it('copies documents byte for byte, in their order, with their indexes, and reports', async () => {
  await fill(source);
  const progress: string[] = [];
  const report = await transferDatabase(source, target, (p) => {
    progress.push(`${p.collection} ${p.copied}/${p.total}`);
  });
  expect(report).toMatchObject({
    resumed: false,
    collections: [
      { name: 'empty', documents: 0, indexes: 0 },
      { name: 'leads', documents: 2500, indexes: 4 },
      { name: 'odd', documents: 2, indexes: 0 },
    ],
  });
  expect(progress).toEqual([
    'empty 0/0',
    'leads 0/2500',
    'leads 1000/2500',
    'leads 2000/2500',
    'leads 2500/2500',
    'odd 0/2',
    'odd 2/2',
  ]);
  await expectSame(source, target);
  expect((await target.listCollections().toArray()).map((c) => c.name).sort()).toEqual([
    'empty',
    'leads',
    'odd',
  ]);
});

it('goes on where it was interrupted', async () => {
  await fill(source);
  const stop = transferDatabase(source, target, ({ copied }) => {
    if (copied === 1000) throw new Error('pulled the plug');
  });
  await expect(stop).rejects.toThrow('pulled the plug');
  expect(await target.collection('leads').countDocuments()).toBe(1000);
  expect((await transferDatabase(source, target)).resumed).toBe(true);
  await expectSame(source, target);
});

it('does not touch a target that has data of its own', async () => {
  await fill(source);
  await target.collection('mine').insertOne({ a: 1 });
  await expect(transferDatabase(source, target)).rejects.toThrow("'genjin_to' already has data (mine)");
  expect((await target.listCollections().toArray()).map((c) => c.name)).toEqual(['mine']);
});

it('notices when the two sides differ in the end', async () => {
  await fill(source);
  const meddled = transferDatabase(source, target, async ({ collection, copied }) => {
    if (collection === 'leads' && copied === 2000)
      await target.collection('leads').updateOne({ no: 'L5' }, { $set: { n: -1 } });
  });
  await expect(meddled).rejects.toThrow(/^leads differs: 2500 documents/);
});

it.skipIf(!realUri)('takes everything to a real server and back', async () => {
  const real = (clients[2] as MongoClient).db('genjin_to');
  await real.dropDatabase();
  await fill(source);
  const there = await transferDatabase(source, real);
  await expectSame(source, real);
  const back = await transferDatabase(real, target);
  expect(back.collections).toEqual(there.collections);
  await expectSame(source, target);
});

it.skipIf(!realUri)('names what the embedded database cannot take', async () => {
  const real = (clients[2] as MongoClient).db('genjin_to');
  await real.dropDatabase();
  await real
    .collection<{ _id: string; price: Decimal128 }>('prices')
    .insertOne({ _id: 'p1', price: Decimal128.fromString('1.5') });
  await expect(transferDatabase(real, target)).rejects.toThrow('prices, document p1: BSON type Decimal128');
});
