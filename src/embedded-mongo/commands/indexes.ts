/** createIndexes, listIndexes, dropIndexes. */
import { encode } from '../bson.ts';
import type { Collection, Index, IndexOptions } from '../catalog.ts';
import { type Command, type Context, ok, openCursor, target, targetOrNew, words } from '../command.ts';
import { MongoError } from '../errors.ts';
import { onlyFields, supported } from '../subset.ts';
import {
  type Doc,
  docOf,
  equal,
  isDoc,
  isNumber,
  type Maybe,
  toNumber,
  truthy,
  type Value,
} from '../values.ts';

const INDEX_FIELDS = words(
  'key name unique sparse partialFilterExpression expireAfterSeconds background v ns',
);

function parseIndex(spec: Value): IndexOptions {
  if (!isDoc(spec)) throw new MongoError('TypeMismatch', 'an index must be an object');
  onlyFields('createIndexes', spec.keys(), INDEX_FIELDS);
  const key = spec.get('key');
  const name = spec.get('name');
  const partial = spec.get('partialFilterExpression');
  const ttl = spec.get('expireAfterSeconds');
  if (!isDoc(key))
    throw new MongoError('FailedToParse', "The 'key' field is a required property of an index");
  if (typeof name !== 'string' || name === '')
    throw new MongoError('FailedToParse', "The 'name' field is a required property of an index");
  if (partial !== undefined && !isDoc(partial))
    throw new MongoError('TypeMismatch', 'partialFilterExpression must be an object');
  if (partial) checkPartial(partial);
  const sparse = truthy(spec.get('sparse'));
  if (sparse && partial)
    throw new MongoError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
  if (ttl !== undefined && (!isNumber(ttl) || toNumber(ttl) < 0 || key.size !== 1))
    throw new MongoError('CannotCreateIndex', 'TTL needs a single field and seconds that are not negative');
  return {
    name,
    key,
    unique: truthy(spec.get('unique')),
    sparse,
    partial,
    ttlSeconds: ttl === undefined ? undefined : toNumber(ttl as number),
  };
}

/** What MongoDB understands in the filter of a partial index; anything else it refuses. */
const PARTIAL_OPERATORS = words('$eq $gt $gte $lt $lte $in $exists');

function checkPartial(filter: Doc): void {
  for (const [path, condition] of filter) {
    if (path === '$and' || path === '$or') {
      if (Array.isArray(condition)) for (const branch of condition.filter(isDoc)) checkPartial(branch);
    } else if (isDoc(condition)) {
      for (const [op, operand] of condition) {
        if (!op.startsWith('$')) continue;
        supported('query', op);
        if (!PARTIAL_OPERATORS.has(op) || (op === '$exists' && !truthy(operand)))
          throw new MongoError(
            'CannotCreateIndex',
            `Expression not supported in partial index: ${path} ${op}`,
          );
      }
    }
  }
}

/** True when the index is there already; throws when its name or key is taken by a different one. */
function exists(c: Collection, wanted: IndexOptions): boolean {
  for (const index of c.indexes) {
    const sameKey = equal(index.key, wanted.key) && sameOrder(index.key, wanted.key);
    if (sameKey && index.name === '_id_') return true;
    const same =
      sameKey &&
      index.unique === wanted.unique &&
      index.sparse === wanted.sparse &&
      equal(index.partial ?? null, wanted.partial ?? null);
    if (index.name === wanted.name && !same) throw conflict('IndexKeySpecsConflict', wanted);
    if (same && (index.name !== wanted.name || index.ttlSeconds !== wanted.ttlSeconds))
      throw conflict('IndexOptionsConflict', wanted);
    if (same) return true;
  }
  return false;
}

function sameOrder(a: Doc, b: Doc): boolean {
  return [...a.keys()].join('\0') === [...b.keys()].join('\0');
}

function conflict(code: 'IndexKeySpecsConflict' | 'IndexOptionsConflict', wanted: IndexOptions): MongoError {
  const what =
    code === 'IndexKeySpecsConflict' ? 'Another index has the name' : 'The same index exists, not as';
  return new MongoError(code, `${what} '${wanted.name}' with the options given`);
}

function createIndexes(ctx: Context): Doc {
  const specs = ctx.body.get('indexes');
  if (!Array.isArray(specs) || specs.length === 0)
    throw new MongoError('BadValue', 'Must specify at least one index to create');
  const wanted = specs.map(parseIndex);
  const createdAutomatically = target(ctx).collection === undefined;
  const c = targetOrNew(ctx);
  const before = c.indexes.length;
  const made: Index[] = [];
  try {
    for (const options of wanted) {
      if (exists(c, options)) continue;
      made.push(ctx.store.createIndex(c, options));
    }
  } catch (error) {
    for (const index of made) ctx.store.dropIndex(c, index);
    throw error;
  }
  return ok({
    numIndexesBefore: before,
    numIndexesAfter: c.indexes.length,
    createdCollectionAutomatically: createdAutomatically,
  });
}

function describe(index: Index): Doc {
  return docOf({
    v: 2,
    key: index.key,
    name: index.name,
    unique: (index.unique && index.name !== '_id_') || undefined,
    sparse: index.sparse || undefined,
    partialFilterExpression: index.partial,
    expireAfterSeconds: index.ttlSeconds,
  });
}

function dropIndexes(ctx: Context): Doc {
  const { name, collection } = target(ctx);
  if (!collection) throw new MongoError('NamespaceNotFound', `ns not found ${ctx.db}.${name}`);
  const before = collection.indexes.length;
  for (const index of chosen(collection, ctx.body.get('index'))) ctx.store.dropIndex(collection, index);
  return ok({ nIndexesWas: before });
}

function chosen(c: Collection, which: Maybe): Index[] {
  if (which === '*') return c.indexes.filter((i) => i.name !== '_id_');
  if (Array.isArray(which)) return which.flatMap((w) => chosen(c, w));
  const index = c.indexes.find((i) => i.name === which || (isDoc(which) && equal(i.key, which)));
  if (!index) throw new MongoError('IndexNotFound', `index not found with name [${String(which)}]`);
  if (index.name === '_id_') throw new MongoError('InvalidOptions', 'cannot drop _id index');
  return [index];
}

export const INDEX_COMMANDS: Record<string, Command> = {
  createIndexes: { writes: true, fields: words('indexes commitQuorum'), run: createIndexes },
  dropIndexes: { writes: true, fields: words('index'), run: dropIndexes },
  listIndexes: {
    writes: false,
    fields: words('cursor'),
    run: (ctx) => {
      const { name, collection } = target(ctx);
      if (!collection) throw new MongoError('NamespaceNotFound', `ns does not exist: ${ctx.db}.${name}`);
      return openCursor(
        ctx,
        `${ctx.db}.${name}`,
        collection.indexes.map((i) => encode(describe(i))),
      );
    },
  },
};
