import mongoose, { type Connection, type Model, type mongo } from 'mongoose';

/**
 * Opens one connection. The caller closes it. Buffering is off: a lost database is an error now, not a hang.
 * @param dbName the database when the URI names none
 */
export async function openDatabase(uri: string, dbName?: string): Promise<Connection> {
  const named = /^[a-z+]+:\/\/[^/]+\/[^?]/.test(uri);
  const connection = mongoose.createConnection(uri, {
    ...(dbName && !named ? { dbName } : {}),
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
    maxPoolSize: 32,
    serverSelectionTimeoutMS: 5_000,
  });
  await connection.asPromise();
  return connection;
}

/**
 * Builds every index the schemas declare, and the collections without one, which would else be made by their first
 * writes, several at once. Run once at start, before anything is read; all of a collection's in one command.
 */
export async function buildIndexes(connection: Connection): Promise<void> {
  const there = new Set((await connection.listCollections()).map(({ name }) => name));
  await Promise.all(
    Object.values(connection.models).map(async ({ collection, schema }) => {
      const indexes = schema
        .indexes()
        .map(([key, options]) => ({ ...options, key }) as mongo.IndexDescription);
      if (indexes.length) await collection.createIndexes(indexes);
      else if (!there.has(collection.name)) await connection.createCollection(collection.name);
    }),
  );
}

/** E11000: a unique index refused the write. */
export function isDuplicateKey(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 11000;
}

/** Inserts the documents whose ids are not there yet, in one go; those that are stay as they are. */
export async function insertNew<T>(model: Model<T>, docs: readonly T[]): Promise<void> {
  if (!docs.length) return;
  const options = { ordered: false, rawResult: true, throwOnValidationError: true } as const;
  await exceptDuplicates(model.insertMany([...docs], options));
}

/**
 * Waits for an unordered insert of many, in which a unique index may refuse some.
 * @returns the places of those it refused
 * @throws whatever else went wrong with any of them
 */
export async function exceptDuplicates(inserting: Promise<unknown>): Promise<Set<number>> {
  try {
    await inserting;
    return new Set();
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
    const refused = [error.writeErrors].flat();
    if (!refused.every(isDuplicateKey)) throw error;
    return new Set(refused.map(({ index }) => index));
  }
}

/** A schema that refuses what it does not know, in documents and in filters alike. */
export const STRICT = {
  strict: 'throw',
  strictQuery: 'throw',
  minimize: false,
  versionKey: false,
  id: false,
} as const;
