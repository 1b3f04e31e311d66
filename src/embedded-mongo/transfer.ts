/**
 * Moves a whole database between two MongoDB servers, either of which may be the embedded one: documents with
 * their exact BSON types and order of fields, in their natural order, and indexes.
 */
import { createHash } from 'node:crypto';
import { type Collection, type Db, type Document, type IndexDescription, MongoServerError } from 'mongodb';
import { decode } from './bson.ts';
import { type Doc, identity } from './values.ts';

/** Marks a target that an unfinished transfer has written to. */
const MARKER = 'genjin_transfer';
const BATCH_DOCUMENTS = 1000;
const BATCH_BYTES = 8_000_000;

export interface TransferProgress {
  collection: string;
  /** Documents of this collection that are in the target now, and how many there will be. */
  copied: number;
  total: number;
}

export interface TransferredCollection {
  name: string;
  documents: number;
  /** The same for the same documents, in whatever order: hex. */
  checksum: string;
  indexes: number;
}

export interface TransferReport {
  collections: TransferredCollection[];
  /** An earlier transfer into this target had been interrupted and was carried on. */
  resumed: boolean;
}

/**
 * Copies everything in `source` to `target`, which must be empty or left over from an interrupted transfer: then it
 * goes on where that stopped. Nothing else may write to either of them meanwhile. Counts and checksums of both
 * sides are compared at the end.
 *
 * Throws when the target holds other data, when it cannot take something (the message names it), and when the
 * two sides differ in the end. After any error the same call can be made again.
 */
export async function transferDatabase(
  source: Db,
  target: Db,
  onProgress: (progress: TransferProgress) => void | Promise<void> = () => {},
): Promise<TransferReport> {
  const resumed = await claimTarget(target);
  const names = await collectionNames(source);
  const collections: TransferredCollection[] = [];
  for (const name of names) {
    const [from, to] = [source.collection(name), target.collection(name)];
    if (!(await collectionNames(target)).includes(name)) await target.createCollection(name);
    await copyDocuments(from, to, onProgress);
    const indexes = (await from.indexes()).filter((index) => index.name !== '_id_').map(describe);
    const [lasting, expiring] = [false, true].map((ttl) =>
      indexes.filter((index) => (index.expireAfterSeconds !== undefined) === ttl),
    ) as [IndexDescription[], IndexDescription[]];
    if (lasting.length > 0) await to.createIndexes(lasting);
    const compared = await compare(from, to);
    // last, lest documents expire before they are compared
    if (expiring.length > 0) await to.createIndexes(expiring);
    collections.push({ name, ...compared, indexes: indexes.length });
  }
  await target.collection(MARKER).drop();
  return { collections, resumed };
}

async function collectionNames(db: Db): Promise<string[]> {
  const infos = await db.listCollections({}, { nameOnly: true }).toArray();
  const names = infos.map((info) => info.name);
  return names.filter((name) => !name.startsWith('system.') && name !== MARKER).sort();
}

/** Marks the target as this transfer's; true when it was marked already. */
async function claimTarget(target: Db): Promise<boolean> {
  if (await target.collection(MARKER).findOne({})) return true;
  const names = await collectionNames(target);
  if (names.length > 0)
    throw new Error(`The target database '${target.databaseName}' already has data (${names.join(', ')}).`);
  await target.collection(MARKER).insertOne({ startedBy: 'transfer' });
  return false;
}

function describe(index: Document): IndexDescription {
  const { v: _version, ns: _namespace, background: _background, ...rest } = index;
  return rest as IndexDescription;
}

/** The documents of a collection as they are, in bunches. */
async function* batches(collection: Collection): AsyncGenerator<Buffer[]> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for await (const doc of collection.find({}, { raw: true, batchSize: BATCH_DOCUMENTS })) {
    // with `raw` the driver gives bytes, whatever its types say
    const raw = Buffer.from(doc as unknown as Uint8Array);
    if (batch.length === BATCH_DOCUMENTS || (batch.length > 0 && bytes + raw.length > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(raw);
    bytes += raw.length;
  }
  if (batch.length > 0) yield batch;
}

async function copyDocuments(
  from: Collection,
  to: Collection,
  onProgress: (progress: TransferProgress) => void | Promise<void>,
): Promise<void> {
  const progress = { collection: from.collectionName, copied: 0, total: await from.countDocuments({}) };
  await onProgress({ ...progress });
  for await (const raws of batches(from)) {
    const docs = raws.map((raw) => decodeFrom(from, raw));
    const there = new Set<string>();
    const filter = { _id: { $in: docs.map((doc) => doc.get('_id')) } };
    for await (const doc of to.find(filter as Document, { raw: true, projection: { _id: 1 } }))
      there.add(identity(decode(Buffer.from(doc as unknown as Uint8Array)).get('_id')));
    await insert(
      to,
      docs.filter((doc) => !there.has(identity(doc.get('_id')))),
    );
    progress.copied += docs.length;
    await onProgress({ ...progress });
  }
}

function decodeFrom(from: Collection, raw: Buffer): Doc {
  try {
    return decode(raw);
  } catch (error) {
    const id = String(decode(raw, 0, new Set(['_id'])).get('_id'));
    throw new Error(
      `${from.collectionName}, document ${id}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** By command and not by `insertMany`, which takes plain objects only: they would lose types and order. */
async function insert(to: Collection, documents: Doc[]): Promise<void> {
  if (documents.length === 0) return;
  const reply = await to.db.command({ insert: to.collectionName, documents });
  const [error] = (reply.writeErrors ?? []) as { index: number; errmsg: string }[];
  if (!error) return;
  const id = documents[error.index]?.get('_id');
  throw new MongoServerError({ message: `${to.collectionName}, document ${String(id)}: ${error.errmsg}` });
}

async function compare(from: Collection, to: Collection): Promise<{ documents: number; checksum: string }> {
  const [a, b] = [await checksum(from), await checksum(to)];
  if (a.documents !== b.documents || a.checksum !== b.checksum)
    throw new Error(
      `${from.collectionName} differs: ${a.documents} documents ${a.checksum} in the source, ${b.documents} documents ${b.checksum} in the target. Stop whatever writes to them and transfer again into an empty target.`,
    );
  return a;
}

/** The exclusive or of the documents' hashes: needs no order. No two documents are the same: they have ids. */
async function checksum(collection: Collection): Promise<{ documents: number; checksum: string }> {
  const sum = Buffer.alloc(32);
  let documents = 0;
  for await (const batch of batches(collection)) {
    for (const raw of batch) {
      const hash = createHash('sha256').update(raw).digest();
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) ^ (hash[i] as number);
      documents++;
    }
  }
  return { documents, checksum: sum.toString('hex') };
}
