/**
 * Kill rounds: eight writers on a server process that is killed with SIGKILL at a random moment, over and over on
 * the same data. After each start everything acknowledged must be there and every index must agree with the
 * documents.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Db, type Document, MongoClient } from 'mongodb';

const WRITERS = 8;
/** The kill comes at a random moment after as many acknowledged writes. */
const WRITES_PER_ROUND = 20;

interface Counter {
  _id: number;
  n: number;
  last: string;
  log: string[];
}

interface Acknowledged {
  /** Per counter document: how many increments were acknowledged, and how many were sent. */
  counters: { done: number; sent: number }[];
  /** Ids of acknowledged inserts that were not deleted since; and of those whose fate is unknown. */
  inserted: Set<string>;
  unknown: Set<string>;
}

export interface CrashResult {
  rounds: number;
  acknowledged: number;
  lost: number;
  doubled: number;
  mismatches: number;
}

async function startServer(dataDir: string): Promise<{ child: ChildProcess; uri: string }> {
  const script = join(import.meta.dirname, 'server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> });
  for await (const line of lines) return { child, uri: line };
  throw new Error('the server ended before it was ready');
}

/** Writes until the connection breaks. Every kind of write the product does: insert, claim, upsert, delete. */
async function write(
  db: Db,
  writer: number,
  round: number,
  state: Acknowledged,
  result: CrashResult,
): Promise<void> {
  const items = db.collection<Document & { _id: string }>('items');
  const counter = state.counters[writer] as { done: number; sent: number };
  try {
    for (let i = 0; ; i++) {
      const _id = `${writer}-${round}-${i}`;
      state.unknown.add(_id);
      await items.insertOne({
        _id,
        writer,
        slot: `${writer}:${round}:${i}`,
        tags: [`t${i % 3}`, `w${writer}`],
        n: i,
      });
      state.unknown.delete(_id);
      state.inserted.add(_id);
      counter.sent++;
      const update = { $inc: { n: 1 }, $push: { log: { $each: [_id], $slice: -20 } }, $set: { last: _id } };
      await db.collection<Counter>('counters').findOneAndUpdate({ _id: writer }, update, { upsert: true });
      counter.done++;
      result.acknowledged += 2;
      if (i % 5 === 4) {
        const gone = `${writer}-${round}-${i - 2}`;
        state.inserted.delete(gone);
        state.unknown.add(gone);
        await items.deleteOne({ _id: gone });
        state.unknown.delete(gone);
        result.acknowledged++;
      }
      if (i % 7 === 6) {
        await items.updateMany({ writer, tags: 't1' }, { $set: { tags: ['t1', `w${writer}`, `r${round}`] } });
        result.acknowledged++;
      }
    }
  } catch {
    // the server is dead
  }
}

/** Compares what is there with what was acknowledged, and every index with a full read. */
async function check(db: Db, state: Acknowledged, result: CrashResult): Promise<void> {
  const items = await db.collection<Document & { _id: string }>('items').find().toArray();
  const there = new Set(items.map((d) => d._id));
  for (const id of state.inserted) if (!there.has(id)) result.lost++;
  for (const id of there) if (!state.inserted.has(id) && !state.unknown.has(id)) result.doubled++;
  for (const id of state.unknown) if (there.has(id)) state.inserted.add(id);
  state.unknown.clear();
  const counters = await db.collection<Counter>('counters').find().toArray();
  for (const [writer, counter] of state.counters.entries()) {
    const doc = counters.find((d) => d._id === writer);
    const n: number = doc?.n ?? 0;
    if (n < counter.done) result.lost++;
    if (n > counter.sent) result.doubled++;
    if (doc && doc.last !== doc.log.at(-1)) result.mismatches++; // one update, half there
    counter.done = n;
    counter.sent = n;
  }
  await checkIndexes(db, items, result);
}

async function checkIndexes(db: Db, items: Document[], result: CrashResult): Promise<void> {
  const collection = db.collection('items');
  const expect = (same: boolean): void => {
    if (!same) result.mismatches++;
  };
  expect((await collection.estimatedDocumentCount()) === items.length);
  expect((await collection.countDocuments({ slot: { $gte: '' } })) === items.length);
  for (const tag of ['t0', 't1', 't2']) {
    const byIndex = await collection.countDocuments({ tags: tag });
    expect(byIndex === items.filter((d) => d.tags.includes(tag)).length);
  }
  for (let w = 0; w < WRITERS; w++) {
    const byIndex = await collection.find({ writer: w }).sort({ n: 1 }).toArray();
    expect(byIndex.length === items.filter((d) => d.writer === w).length);
    expect(byIndex.every((d, i) => i === 0 || (byIndex[i - 1] as Document).n <= d.n));
  }
}

/** Runs the rounds; the kill comes up to `maxMs` after the first writes. */
export async function crashRounds(
  rounds: number,
  maxMs: number,
  onRound?: (r: CrashResult) => void,
): Promise<CrashResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'embedded-crash-'));
  const result: CrashResult = { rounds: 0, acknowledged: 0, lost: 0, doubled: 0, mismatches: 0 };
  const state: Acknowledged = {
    counters: Array.from({ length: WRITERS }, () => ({ done: 0, sent: 0 })),
    inserted: new Set(),
    unknown: new Set(),
  };
  for (let round = 0; round <= rounds; round++) {
    const { child, uri } = await startServer(dataDir);
    const died = new Promise((done) => child.once('exit', done));
    const options = { serverSelectionTimeoutMS: 200, retryWrites: false, retryReads: false };
    const client = await MongoClient.connect(uri, options);
    const db = client.db();
    if (round > 0) await check(db, state, result);
    else
      await db
        .collection('items')
        .createIndexes([
          { key: { slot: 1 }, unique: true },
          { key: { tags: 1 } },
          { key: { writer: 1, n: 1 } },
        ]);
    const writers = round < rounds ? state.counters.map((_, w) => write(db, w, round, state, result)) : [];
    if (round < rounds) {
      const enough = result.acknowledged + WRITES_PER_ROUND;
      while (result.acknowledged < enough) await new Promise((done) => setTimeout(done, 5));
      await new Promise((done) => setTimeout(done, Math.random() * maxMs));
      result.rounds++;
    }
    child.kill('SIGKILL');
    await died;
    await Promise.all(writers);
    await client.close();
    onRound?.(result);
  }
  rmSync(dataDir, { recursive: true });
  return result;
}
