/**
 * Rounds of random questions. A round's answers are boiled down to one hash, which must be the same on a real
 * server (recorded in fixtures/embedded-mongo/fuzz.json), without indexes and with random ones.
 */
import { createHash } from 'node:crypto';
import { type Document, EJSON } from 'bson';
import type { Db } from 'mongodb';
import {
  documents,
  filter,
  indexes,
  negatedFilter,
  pipeline,
  Random,
  sort,
  updateStatement,
} from './random.ts';

export const QUERIES_PER_ROUND = 50;
export const NEGATIONS_PER_ROUND = 20;
const DOCUMENTS = 40;
const UPDATES_PER_ROUND = 40;

const text = (v: unknown): string => EJSON.stringify(v as Document, { relaxed: false });

/** One answer as text; errors by code alone. */
async function ask(db: Db, command: Document): Promise<string> {
  try {
    const reply = await db.command(command, { promoteValues: 'aggregate' in command });
    const { n, nModified, writeErrors } = reply as {
      n?: unknown;
      nModified?: unknown;
      writeErrors?: Document[];
    };
    if ('aggregate' in command)
      return text({ docs: reply.cursor.firstBatch.map((d: Document) => loosely(d)) });
    if (reply.cursor) return text({ docs: reply.cursor.firstBatch });
    return text({ n, nModified, errors: writeErrors?.map((e) => e.code) });
  } catch (error) {
    return `error ${(error as { code?: number }).code ?? String(error)}`;
  }
}

/**
 * What a pipeline promises: not the order of fields, which an optimizer may change, nor that of what a join finds,
 * nor which of 0, -0 and 0.0 a group keeps, which depends on the order it happens to see them in.
 */
function loosely(v: unknown, field?: string): unknown {
  if (Object.is(v, -0)) return 0;
  if (Array.isArray(v)) {
    const items = v.map((item) => loosely(item));
    return field === 'found' ? items.sort((a, b) => (text(a) < text(b) ? -1 : 1)) : items;
  }
  if (typeof v !== 'object' || v === null || '_bsontype' in v || v instanceof Date) return v;
  const entries = Object.entries(v).map(([k, x]) => [k, loosely(x, k)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The questions of a round and their answers, in order. */
export async function queryRound(db: Db, seed: number, withIndexes: boolean): Promise<[string, string][]> {
  const r = new Random(seed);
  await load(db, r, withIndexes);
  const answers: [string, string][] = [];
  for (let i = 0; i < QUERIES_PER_ROUND; i++) {
    const command = question(r);
    answers.push([text(command), await ask(db, command)]);
  }
  return answers;
}

/** The same with conditions in `$not`. */
export async function negationRound(db: Db, seed: number, withIndexes: boolean): Promise<[string, string][]> {
  const r = new Random(seed + 2_000_000);
  await load(db, r, withIndexes);
  const answers: [string, string][] = [];
  for (let i = 0; i < NEGATIONS_PER_ROUND; i++) {
    const command = {
      find: 'f',
      filter: negatedFilter(r),
      sort: sort(r),
      projection: { _id: 1 },
      batchSize: 1000,
    };
    answers.push([text(command), await ask(db, command)]);
  }
  return answers;
}

async function load(db: Db, r: Random, withIndexes: boolean): Promise<void> {
  await db.dropDatabase();
  await db.command({ insert: 'f', documents: documents(r, DOCUMENTS) });
  const keys = indexes(r);
  if (!withIndexes) return;
  for (const key of keys) {
    // arrays on two paths of a compound index are refused, by every MongoDB
    const name = Object.entries(key).flat().join('_');
    await db.command({ createIndexes: 'f', indexes: [{ key, name }] }).catch(() => {});
  }
}

function question(r: Random): Document {
  if (r.chance(0.2)) return { aggregate: 'f', pipeline: pipeline(r), cursor: { batchSize: 1000 } };
  const command: Document = {
    find: 'f',
    filter: filter(r),
    sort: sort(r),
    projection: { _id: 1 },
    batchSize: 1000,
  };
  if (r.chance(0.3)) command.limit = 1 + r.below(8);
  if (r.chance(0.2)) command.skip = r.below(5);
  return command;
}

/** A sequence of updates, each reply, and the documents at the end; half of the rounds with a unique index. */
export async function updateRound(db: Db, seed: number): Promise<[string, string][]> {
  const r = new Random(seed + 1_000_000);
  await db.dropDatabase();
  await db.command({ insert: 'f', documents: documents(r, 10) });
  if (seed % 2 === 0)
    await db.command({
      createIndexes: 'f',
      indexes: [
        { key: { b: 1 }, name: 'b' },
        { key: { 'a.b': 1 }, name: 'ab' },
      ],
    });
  const answers: [string, string][] = [];
  for (let i = 0; i < UPDATES_PER_ROUND; i++) {
    const command = { update: 'f', updates: [updateStatement(r, 10)] };
    answers.push([text(command), await ask(db, command)]);
  }
  const all = { find: 'f', filter: {}, sort: { _id: 1 }, batchSize: 1000 };
  answers.push([text(all), await ask(db, all)]);
  return answers;
}

export function digest(answers: [string, string][]): string {
  const hash = createHash('sha256');
  for (const [, answer] of answers) hash.update(answer).update('\n');
  return hash.digest('base64url').slice(0, 16);
}
