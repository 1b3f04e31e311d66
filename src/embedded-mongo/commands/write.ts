/** insert, update, delete, findAndModify. Each statement is all or nothing. */
import { ObjectId } from 'bson';
import { decode, encode, MAX_DEPTH, MAX_DOCUMENT_BYTES } from '../bson.ts';
import type { Collection } from '../catalog.ts';
import { type Command, type Context, ok, target, targetOrNew, words } from '../command.ts';
import { MongoError, notSupported } from '../errors.ts';
import type { Predicate } from '../matcher.ts';
import { parseProjection } from '../projection.ts';
import { find, parseFilterField, parseSort, type Query } from '../query.ts';
import type { Stored } from '../store.ts';
import { onlyFields } from '../subset.ts';
import { parseUpdate, setPath, type Update } from '../updater.ts';
import {
  clone,
  type Doc,
  docOf,
  isDoc,
  isNumber,
  type Maybe,
  RANK,
  rankOf,
  toNumber,
  truthy,
  type Value,
} from '../values.ts';

function load(ctx: Context, c: Collection, record: number): Stored {
  const raw = ctx.store.read(c, record);
  if (!raw) throw new Error(`record ${record} of ${c.db}.${c.name} is in an index but not there`);
  return { doc: decode(raw), raw };
}

/** The document with its `_id` first, made when missing, and its bytes. Throws when it cannot be stored. */
function prepare(doc: Doc, tooLarge: 'BSONObjectTooLarge' | 'UpdateTooLarge'): Stored {
  const id = doc.get('_id') ?? new ObjectId();
  if (rankOf(id) === RANK.array) throw new MongoError('InvalidIdField', "The '_id' value cannot be an array");
  checkDepth(doc, 0);
  let out = doc;
  if ([...doc.keys()][0] !== '_id') {
    out = new Map([['_id', id]]);
    for (const [key, value] of doc) if (key !== '_id') out.set(key, value);
  }
  const raw = encode(out);
  if (raw.length > MAX_DOCUMENT_BYTES)
    throw new MongoError(tooLarge, `document of ${raw.length} bytes is larger than ${MAX_DOCUMENT_BYTES}`);
  return { doc: out, raw };
}

/** What came in through an update's operands may make the document too deep. */
function checkDepth(v: Value, depth: number): void {
  if (depth > MAX_DEPTH)
    throw new MongoError('BadValue', `a document nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(v)) for (const e of v) checkDepth(e, depth + 1);
  else if (isDoc(v)) for (const e of v.values()) checkDepth(e, depth + 1);
}

/** Runs each statement; collects what failed for the reply, and stops there when the command is ordered. */
function runStatements(
  ctx: Context,
  statements: readonly unknown[],
  run: (i: number) => void,
): { writeErrors?: Doc[] } {
  const ordered = ctx.body.get('ordered') !== false;
  const errors: Doc[] = [];
  for (let i = 0; i < statements.length; i++) {
    try {
      ctx.store.statement(() => run(i));
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      errors.push(docOf({ index: i, code: error.code, errmsg: error.message, ...error.extra }));
      if (ordered) break;
    }
  }
  return errors.length > 0 ? { writeErrors: errors } : {};
}

function insert(ctx: Context): Doc {
  const raws = ctx.rawDocs ?? [];
  if (raws.length === 0) throw new MongoError('InvalidOptions', 'insert needs documents');
  target(ctx); // the name is checked before any document
  let n = 0;
  const errors = runStatements(ctx, raws, (i) => {
    const doc = decode(raws[i] as Buffer);
    for (const key of doc.keys())
      if (key.startsWith('$')) throw notSupported(`A top-level field that begins with $ ('${key}')`);
    const ready = prepare(doc, 'BSONObjectTooLarge');
    // only now: what is refused leaves no collection behind
    ctx.store.insert(targetOrNew(ctx), ready);
    n++;
  });
  return ok({ n, ...errors });
}

/** A document for an upsert: what the filter says must be equal, then the update. */
function fromFilter(filter: Predicate, update: Update): Doc {
  const doc: Doc = new Map();
  const seen = new Set<string>();
  const visit = (p: Predicate): void => {
    for (const part of p.and ?? []) visit(part);
    if (!p.equality || (update.replaces && p.equality.path !== '_id')) return;
    const { path, value } = p.equality;
    if (seen.has(path))
      throw new MongoError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    seen.add(path);
    setPath(doc, path.split('.'), clone(value));
  };
  visit(filter);
  update.apply(doc, true);
  return doc;
}

interface Changed {
  before: Doc;
  after: Doc;
  /** It is reported as a change. */
  counts: boolean;
}

/** Applies an update to one stored document. */
function change(ctx: Context, c: Collection, record: number, update: Update): Changed {
  const old = load(ctx, c, record);
  const doc = decode(old.raw);
  const counts = update.apply(doc, false);
  const after = prepare(doc, 'UpdateTooLarge');
  const differs = !after.raw.equals(old.raw);
  if (differs) ctx.store.replace(c, record, old, after);
  return { counts: differs || counts, before: old.doc, after: after.doc };
}

function upsert(ctx: Context, c: Collection, filter: Predicate, update: Update): Doc {
  const ready = prepare(fromFilter(filter, update), 'UpdateTooLarge');
  ctx.store.insert(c, ready);
  return ready.doc;
}

const one = (filter: Predicate): Query => ({ filter, sort: [], skip: 0, limit: 1 });

function statements(ctx: Context, field: string, known: ReadonlySet<string>): Doc[] {
  const list = ctx.rawDocs?.map((raw) => decode(raw)) ?? ctx.body.get(field);
  if (!Array.isArray(list) || list.length === 0)
    throw new MongoError('InvalidOptions', `${field} must not be empty`);
  return list.map((s) => {
    if (!isDoc(s)) throw new MongoError('TypeMismatch', `${field} must hold objects`);
    onlyFields(`${field} statement`, s.keys(), known);
    return s;
  });
}

const UPDATE_FIELDS = words('q u multi upsert');
const DELETE_FIELDS = words('q limit');

function update(ctx: Context): Doc {
  const list = statements(ctx, 'updates', UPDATE_FIELDS);
  const c = list.some((s) => truthy(s.get('upsert'))) ? targetOrNew(ctx) : target(ctx).collection;
  let n = 0;
  let modified = 0;
  const upserted: Doc[] = [];
  const errors = runStatements(ctx, list, (i) => {
    const s = list[i] as Doc;
    const multi = truthy(s.get('multi'));
    const filter = parseFilterField(s.get('q'));
    const apply = parseUpdate(s.get('u') ?? null, multi);
    if (!c) return;
    const records = [...find(ctx.store, c, multi ? { ...one(filter), limit: 0 } : one(filter))];
    if (records.length === 0 && truthy(s.get('upsert'))) {
      const doc = upsert(ctx, c, filter, apply);
      upserted.push(docOf({ index: i, _id: doc.get('_id') }));
      n++;
      return;
    }
    for (const r of records) if (change(ctx, c, r, apply).counts) modified++;
    n += records.length;
  });
  return ok({ n, upserted: upserted.length > 0 ? upserted : undefined, nModified: modified, ...errors });
}

function deleteDocs(ctx: Context): Doc {
  const list = statements(ctx, 'deletes', DELETE_FIELDS);
  for (const s of list) {
    const limit = s.get('limit');
    if (!isNumber(limit) || (toNumber(limit) !== 0 && toNumber(limit) !== 1))
      throw new MongoError('FailedToParse', 'The limit field in delete objects must be 0 or 1');
  }
  const { collection: c } = target(ctx);
  let n = 0;
  const errors = runStatements(ctx, list, (i) => {
    const s = list[i] as Doc;
    const filter = parseFilterField(s.get('q'));
    if (!c) return;
    const records = [...find(ctx.store, c, { ...one(filter), limit: toNumber(s.get('limit') as number) })];
    for (const record of records) ctx.store.remove(c, record, load(ctx, c, record));
    n += records.length;
  });
  return ok({ n, ...errors });
}

function findAndModify(ctx: Context): Doc {
  const { body } = ctx;
  const [removes, upserts, wantsNew] = ['remove', 'upsert', 'new'].map((f) => truthy(body.get(f)));
  const filter = parseFilterField(body.get('query'));
  const query = { ...one(filter), sort: parseSort(body.get('sort')) };
  const projection = parseProjection(body.get('fields') ?? body.get('projection'));
  const u = body.get('update');
  if (removes && (u !== undefined || upserts || wantsNew))
    throw new MongoError('FailedToParse', "Cannot specify 'remove' with an update, 'upsert' or 'new'");
  if (!removes && u === undefined)
    throw new MongoError('FailedToParse', 'Either an update or remove=true must be specified');
  const apply = removes ? undefined : parseUpdate(u ?? null, false);
  const c = upserts ? targetOrNew(ctx) : target(ctx).collection;
  const result = (shown: Doc | undefined, lastErrorObject: Record<string, Maybe>): Doc => {
    const value = shown && projection ? projection.apply(shown) : (shown ?? null);
    return ok({ lastErrorObject: docOf(lastErrorObject), value });
  };
  return ctx.store.statement(() => {
    const [record] = c ? find(ctx.store, c, query) : [];
    if (c && record !== undefined) {
      if (!apply) {
        const gone = load(ctx, c, record);
        ctx.store.remove(c, record, gone);
        return result(gone.doc, { n: 1 });
      }
      const { before, after } = change(ctx, c, record, apply);
      return result(wantsNew ? after : before, { n: 1, updatedExisting: true });
    }
    if (!apply) return result(undefined, { n: 0 });
    if (!c || !upserts) return result(undefined, { n: 0, updatedExisting: false });
    const doc = upsert(ctx, c, filter, apply);
    return result(wantsNew ? doc : undefined, { n: 1, updatedExisting: false, upserted: doc.get('_id') });
  });
}

export const WRITE_COMMANDS: Record<string, Command> = {
  insert: { writes: true, fields: words('documents ordered bypassDocumentValidation'), run: insert },
  update: { writes: true, fields: words('updates ordered bypassDocumentValidation'), run: update },
  delete: { writes: true, fields: words('deletes ordered'), run: deleteDocs },
  findAndModify: {
    writes: true,
    fields: words('query sort fields projection update remove upsert new bypassDocumentValidation'),
    run: findAndModify,
  },
};
