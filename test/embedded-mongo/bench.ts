/**
 * The embedded database beside a real server, in one run: `MONGODB_URI=… node --import tsx test/embedded-mongo/bench.ts`.
 * Without MONGODB_URI only the embedded figures are printed. Both promise the same: a write is acknowledged when it is
 * on disk, which a real server does only when asked (`j: true`); one figure shows it without.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { type Db, type Document, MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';

const DOCUMENTS = 100_000;
const STAGES = ['new', 'contacted', 'quoted', 'won', 'lost'];

/** A lead as the product stores it, about 500 bytes. */
function lead(i: number): Document {
  return {
    _id: `L${i}`,
    company: `第${i % 5000}人民医院`,
    owner: `rep${i % 40}`,
    stage: STAGES[i % 5],
    amount: (i * 7919) % 10_000_000,
    day: `2026-${String((i % 12) + 1).padStart(2, '0')}-${String((i % 28) + 1).padStart(2, '0')}`,
    createdAt: new Date(1_760_000_000_000 + i * 60_000),
    tags: [`t${i % 20}`, `t${i % 7}`],
    contact: { name: '张主任', phone: `138${String(i).padStart(8, '0')}` },
    notes: [{ at: new Date(1_760_000_000_000), text: '已报价，客户说价格偏高，下周二下午三点回访' }],
    effects: [],
    rev: 1,
  };
}

interface Figure {
  name: string;
  unit: '/s' | 'ms';
  /** Does `n` of it over `connections` and gives the seconds. */
  run(db: Db): Promise<{ n: number; seconds: number }>;
  /** The least ratio to the real server that is a success. */
  goal?: number;
}

/** `n` calls of `work(i)`, `parallel` at a time. */
async function timed(
  n: number,
  parallel: number,
  work: (i: number) => Promise<unknown>,
): Promise<{ n: number; seconds: number }> {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (next < n) await work(next++);
    }),
  );
  return { n, seconds: (performance.now() - start) / 1000 };
}

/** The median of three. */
async function repeated(work: () => Promise<unknown>): Promise<{ n: number; seconds: number }> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) times.push((await timed(1, 1, work)).seconds);
  return { n: 1, seconds: times.sort((a, b) => a - b)[1] ?? 0 };
}

const leads = (db: Db) => db.collection<{ _id: string } & Document>('leads');
const at = (i: number): string => `L${(i * 7919) % DOCUMENTS}`;

const claim = (db: Db, i: number) =>
  leads(db).findOneAndUpdate(
    { _id: at(i), rev: { $gte: 1 } },
    { $set: { stage: 'won', effects: [{ id: i }] }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  );

const FIGURES: Figure[] = [
  {
    name: 'insert, 1 connection',
    unit: '/s',
    run: (db) => timed(2000, 1, (i) => db.collection('in1').insertOne({ ...lead(i), _id: undefined })),
  },
  {
    name: 'insert, 16 connections',
    unit: '/s',
    goal: 1,
    run: (db) => timed(8000, 16, (i) => db.collection('in16').insertOne({ ...lead(i), _id: undefined })),
  },
  {
    name: 'insert, 16 connections, not waiting for the disk',
    unit: '/s',
    run: (db) => {
      const options = { writeConcern: { w: 1, journal: false } };
      const into = db.collection('in16');
      return timed(8000, 16, (i) => into.insertOne({ ...lead(i), _id: undefined }, options));
    },
  },
  {
    name: 'findOne by _id, 1 connection',
    unit: '/s',
    run: (db) => timed(4000, 1, (i) => leads(db).findOne({ _id: at(i) })),
  },
  {
    name: 'findOne by _id, 16 connections',
    unit: '/s',
    goal: 1,
    run: (db) => timed(16_000, 16, (i) => leads(db).findOne({ _id: at(i) })),
  },
  {
    name: 'findOne by index, 16 connections',
    unit: '/s',
    goal: 1,
    run: (db) =>
      timed(16_000, 16, (i) =>
        leads(db).findOne({ 'contact.phone': `138${String(i % DOCUMENTS).padStart(8, '0')}` }),
      ),
  },
  { name: 'findOneAndUpdate, 1 connection', unit: '/s', run: (db) => timed(2000, 1, (i) => claim(db, i)) },
  {
    name: 'findOneAndUpdate, 16 connections',
    unit: '/s',
    goal: 1,
    run: (db) => timed(8000, 16, (i) => claim(db, i)),
  },
  {
    name: 'find + sort + limit 20 by index, 16 connections',
    unit: '/s',
    goal: 1,
    run: (db) =>
      timed(4000, 16, (i) =>
        leads(db)
          .find({ owner: `rep${i % 40}` })
          .sort({ createdAt: -1 })
          .limit(20)
          .toArray(),
      ),
  },
  {
    name: 'count by index, 16 connections',
    unit: '/s',
    run: (db) => timed(400, 16, (i) => leads(db).countDocuments({ owner: `rep${i % 40}` })),
  },
  {
    name: 'count without index',
    unit: 'ms',
    run: (db) => repeated(() => leads(db).countDocuments({ amount: { $gt: 5_000_000 } })),
  },
  {
    name: '$match + $group over 100k',
    unit: 'ms',
    goal: 0.4,
    run: (db) =>
      repeated(() =>
        leads(db)
          .aggregate([
            { $match: { amount: { $gte: 0 } } },
            {
              $group: {
                _id: { owner: '$owner', stage: '$stage' },
                n: { $sum: 1 },
                amount: { $sum: '$amount' },
              },
            },
          ])
          .toArray(),
      ),
  },
  {
    name: '$match + $group over 2.5k by index',
    unit: 'ms',
    run: (db) =>
      repeated(() =>
        leads(db)
          .aggregate([
            { $match: { owner: 'rep7' } },
            { $group: { _id: '$stage', n: { $sum: 1 }, amount: { $sum: '$amount' } } },
          ])
          .toArray(),
      ),
  },
  {
    name: '$lookup by index, 20 documents, 16 connections',
    unit: '/s',
    goal: 1,
    run: (db) => timed(2000, 16, (i) => ordersOf(db, `rep${i % 40}`, 20)),
  },
  {
    name: '$lookup by index, 500 documents, 1 connection',
    unit: 'ms',
    run: (db) => repeated(() => ordersOf(db, 'rep7', 500)),
  },
  { name: 'Agenda, 2,000 jobs', unit: 'ms', run: drainAgenda },
];

/** A rep's leads with the orders of each. */
const ordersOf = (db: Db, owner: string, limit: number) =>
  leads(db)
    .aggregate([
      { $match: { owner } },
      { $limit: limit },
      { $lookup: { from: 'orders', localField: '_id', foreignField: 'lead', as: 'orders' } },
    ])
    .toArray();

async function drainAgenda(db: Db): Promise<{ n: number; seconds: number }> {
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: db }),
    processEvery: 50,
    maxConcurrency: 50,
    defaultConcurrency: 50,
  });
  agenda.on('error', () => {});
  let done = 0;
  let finish: () => void = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  agenda.define('job', () => {
    if (++done === 2000) finish();
  });
  await agenda.start();
  await agenda.stop();
  await timed(2000, 16, (i) => agenda.now('job', { i }));
  const start = performance.now();
  await agenda.start();
  await finished;
  const seconds = (performance.now() - start) / 1000;
  await agenda.stop();
  return { n: 1, seconds };
}

async function load(db: Db): Promise<void> {
  await db.dropDatabase();
  await leads(db).createIndexes([
    { key: { owner: 1, createdAt: -1 } },
    { key: { 'contact.phone': 1 } },
    { key: { stage: 1 } },
  ]);
  await db.collection('orders').createIndex({ lead: 1 });
  // made here, not by sixteen connections at once: a server under wine dies of that
  for (const name of ['in1', 'in16', 'agendaJobs']) await db.createCollection(name);
  for (let i = 0; i < DOCUMENTS; i += 5000)
    await leads(db).insertMany(
      Array.from({ length: 5000 }, (_, j) => ({ ...lead(i + j), _id: `L${i + j}` })),
    );
  for (let i = 0; i < 20_000; i += 5000)
    await db
      .collection('orders')
      .insertMany(Array.from({ length: 5000 }, (_, j) => ({ lead: `L${(i + j) * 5}`, total: j })));
}

/** Starts the database in a process of its own on existing data; says how long and how much memory it takes. */
async function footprint(dataDir: string): Promise<{ startMs: number; restMb: number; scannedMb: number }> {
  const index = new URL('../../src/embedded-mongo/index.ts', import.meta.url).href;
  const script = `
    import { MongoClient } from 'mongodb';
    const { startEmbeddedMongo } = await import(${JSON.stringify(index)});
    const mb = () => Math.round(process.memoryUsage.rss() / 1e6);
    const t = performance.now();
    const server = await startEmbeddedMongo({ dataDir: ${JSON.stringify(dataDir)} });
    const startMs = Math.round(performance.now() - t);
    const client = await MongoClient.connect(server.uri());
    await client.db('bench').collection('leads').findOne({});
    const restMb = mb();
    for (let i = 0; i < 3; i++) await client.db('bench').collection('leads').aggregate([{ $group: { _id: '$owner', n: { $sum: '$amount' } } }]).toArray();
    const scannedMb = mb();
    await client.close();
    await server.close();
    console.log(JSON.stringify({ startMs, restMb, scannedMb }));`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  for await (const chunk of child.stdout) out += chunk;
  return JSON.parse(out);
}

function line(name: string, mine: string, theirs: string, ratio: string, verdict: string): void {
  process.stdout.write(
    `${name.padEnd(50)} ${mine.padStart(12)} ${theirs.padStart(12)} ${ratio.padStart(7)} ${verdict}\n`,
  );
}

const amount = (f: Figure, r: { n: number; seconds: number }): number =>
  f.unit === '/s' ? r.n / r.seconds : r.seconds * 1000;
const text = (f: Figure, v: number | undefined): string =>
  v === undefined ? '' : `${v.toFixed(v < 100 ? 1 : 0)} ${f.unit}`;

/** Prints the table; resolves to whether every goal was met. */
export async function run(): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'embedded-bench-'));
  const server = await startEmbeddedMongo({ dataDir });
  const options = { maxPoolSize: 20, writeConcern: { w: 1, journal: true } };
  const client = await MongoClient.connect(server.uri(), options);
  const realClient = process.env.MONGODB_URI
    ? await MongoClient.connect(process.env.MONGODB_URI, options)
    : undefined;
  let met = true;
  line('', 'embedded', 'real server', 'ratio', 'goal');
  const start = performance.now();
  await load(client.db('bench'));
  const mine = performance.now() - start;
  if (realClient) await load(realClient.db('genjin_bench'));
  const theirs = performance.now() - start - mine;
  line(
    'loading 120k documents with 4 indexes',
    `${(mine / 1000).toFixed(1)} s`,
    realClient ? `${(theirs / 1000).toFixed(1)} s` : '',
    realClient ? (theirs / mine).toFixed(2) : '',
    '',
  );
  for (const f of FIGURES) {
    const a = amount(f, await f.run(client.db('bench')));
    const b = realClient && amount(f, await f.run(realClient.db('genjin_bench')));
    const ratio = b === undefined ? undefined : f.unit === '/s' ? a / b : b / a;
    const ok = ratio === undefined || f.goal === undefined || ratio >= f.goal;
    met &&= ok;
    line(
      f.name,
      text(f, a),
      text(f, b),
      ratio?.toFixed(2) ?? '',
      f.goal === undefined ? '' : `≥ ${f.goal}${ok ? '' : '  MISSED'}`,
    );
  }
  await client.close();
  await server.close();
  await realClient?.db('genjin_bench').dropDatabase();
  await realClient?.close();
  const { startMs, restMb, scannedMb } = await footprint(dataDir);
  line('start, with 100k documents there', `${startMs} ms`, '', '', '< 200 ms');
  line('memory at rest, whole process', `${restMb} MB`, '', '', '< 120 MB');
  line('memory after three full scans', `${scannedMb} MB`, '', '', '');
  rmSync(dataDir, { recursive: true });
  return met;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = (await run()) ? 0 : 1;
