/** find, getMore, killCursors, count, aggregate. */
import { decode, encode } from '../bson.ts';
import { type Command, type Context, ok, openCursor, target, words } from '../command.ts';
import { FIRST_BATCH } from '../cursors.ts';
import { MongoError } from '../errors.ts';
import { all, EVERYTHING, type Predicate } from '../matcher.ts';
import { neededFields, parsePipeline } from '../pipeline.ts';
import { parseProjection } from '../projection.ts';
import { ALL, find, findDocuments, parseFilterField, parseSort, type Query, wholeNumber } from '../query.ts';
import type { Documents, Stage } from '../stage.ts';
import { isDoc } from '../values.ts';
import { cursorReply } from '../wire.ts';

function parseQuery(ctx: Context): Query {
  const limit = ctx.body.get('limit');
  return {
    filter: parseFilterField(ctx.body.get('filter') ?? ctx.body.get('query')),
    sort: parseSort(ctx.body.get('sort')),
    skip: wholeNumber('skip', ctx.body.get('skip'), 0),
    limit: Math.abs(typeof limit === 'number' && limit < 0 ? limit : wholeNumber('limit', limit, 0)),
    deadline: deadline(ctx),
  };
}

function deadline(ctx: Context): number | undefined {
  const ms = wholeNumber('maxTimeMS', ctx.body.get('maxTimeMS'), 0);
  return ms > 0 ? Date.now() + ms : undefined;
}

function runFind(ctx: Context): Buffer {
  const { name, collection } = target(ctx);
  const query = parseQuery(ctx);
  const projection = parseProjection(ctx.body.get('projection'));
  const ns = `${ctx.db}.${name}`;

  function* results(): Generator<Buffer> {
    if (!collection) return;
    for (const record of find(ctx.store, collection, query)) {
      if (projection) {
        const raw = ctx.store.peek(collection, record);
        if (raw) yield encode(projection.apply(decode(raw, 0, projection.fields)));
        continue;
      }
      const raw = ctx.store.read(collection, record);
      if (raw) yield raw;
    }
  }
  const size = wholeNumber('batchSize', ctx.body.get('batchSize'), FIRST_BATCH);
  const single = ctx.body.get('singleBatch') === true;
  return openCursor(ctx, ns, results(), size, single);
}

function runGetMore(ctx: Context): Buffer {
  const id = ctx.body.get('getMore');
  const ns = `${ctx.db}.${String(ctx.body.get('collection'))}`;
  const size = wholeNumber('batchSize', ctx.body.get('batchSize'), 0) || Number.POSITIVE_INFINITY;
  return cursorReply(ns, ctx.cursors.more(BigInt(id as bigint), ns, size), 'nextBatch');
}

function count(ctx: Context): number {
  const { collection } = target(ctx);
  if (!collection) return 0;
  const query = parseQuery(ctx);
  if (query.filter === EVERYTHING) {
    const n = Math.max(0, collection.count - query.skip);
    return query.limit > 0 ? Math.min(n, query.limit) : n;
  }
  let n = 0;
  for (const _ of find(ctx.store, collection, query)) n++;
  return n;
}

function runAggregate(ctx: Context): Buffer {
  const { name, collection } = target(ctx);
  const spec = ctx.body.get('pipeline');
  if (!Array.isArray(spec))
    throw new MongoError('TypeMismatch', "'pipeline' option must be specified as an array");
  if (!isDoc(ctx.body.get('cursor')))
    throw new MongoError('FailedToParse', "The 'cursor' option is required");
  const lookup = (from: string, filter: Predicate): Documents => {
    const c = ctx.store.find(ctx.db, from);
    return c ? findDocuments(ctx.store, c, { ...ALL, filter }, undefined) : [];
  };
  const stages = parsePipeline(spec, lookup);
  const { query, rest } = pushDown(stages);
  query.deadline = deadline(ctx);
  const cursor = ctx.body.get('cursor');
  const size = wholeNumber('batchSize', isDoc(cursor) ? cursor.get('batchSize') : undefined, FIRST_BATCH);
  const ns = `${ctx.db}.${name}`;

  function* results(): Generator<Buffer> {
    if (collection && rest.length === 0) {
      for (const record of find(ctx.store, collection, query)) {
        const raw = ctx.store.read(collection, record);
        if (raw) yield raw;
      }
      return;
    }
    let docs: Documents = collection ? findDocuments(ctx.store, collection, query, neededFields(rest)) : [];
    for (const stage of rest) docs = stage.run(docs);
    for (const doc of docs) yield encode(doc);
  }
  return openCursor(ctx, ns, results(), size);
}

/** Takes the leading stages that a find can do, with its indexes: any `$match`, one `$sort`, `$skip`, `$limit`. */
function pushDown(stages: readonly Stage[]): { query: Query; rest: readonly Stage[] } {
  const query: Query = { ...ALL };
  let i = 0;
  const next = (name: string): Stage | undefined => (stages[i]?.name === name ? stages[i++] : undefined);
  for (let stage = next('$match'); stage; stage = next('$match'))
    query.filter = all([query.filter, stage.filter as Predicate]);
  query.sort = next('$sort')?.sort ?? [];
  query.skip = next('$skip')?.count ?? 0;
  query.limit = next('$limit')?.count ?? 0;
  return { query, rest: stages.slice(i) };
}

export const READ_COMMANDS: Record<string, Command> = {
  find: {
    writes: false,
    fields: words('filter sort projection skip limit batchSize singleBatch noCursorTimeout allowDiskUse'),
    run: runFind,
  },
  getMore: { writes: false, fields: words('collection batchSize'), run: runGetMore },
  killCursors: {
    writes: false,
    fields: words('cursors'),
    run: ({ body, cursors }) => {
      const ids = body.get('cursors');
      const wanted = Array.isArray(ids) ? ids.map((id) => BigInt(id as bigint)) : [];
      const killed = wanted.filter((id) => cursors.kill(id));
      return ok({
        cursorsKilled: killed,
        cursorsNotFound: wanted.filter((id) => !killed.includes(id)),
        cursorsAlive: [],
        cursorsUnknown: [],
      });
    },
  },
  count: { writes: false, fields: words('query skip limit'), run: (ctx) => ok({ n: count(ctx) }) },
  aggregate: {
    writes: false,
    fields: words('pipeline cursor allowDiskUse bypassDocumentValidation'),
    run: runAggregate,
  },
};
