/**
 * Collections and indexes on LMDB. Three tables: `records` (collection id + record number → raw BSON), `index`
 * (index id + key bytes + record number → nothing) and `catalog`. Reads are synchronous; writes happen inside
 * `transaction`, which returns when they are on disk.
 */
import { type Database, open, type RootDatabase } from 'lmdb';
import { decode, encode } from './bson.ts';
import {
  type Collection,
  collectionFromDoc,
  collectionToDoc,
  type Index,
  type IndexOptions,
  makeIndex,
} from './catalog.ts';
import { MongoError } from './errors.ts';
import { encodeEntry, keyValues, RECORD_BYTES } from './keys.ts';
import type { Doc, Maybe } from './values.ts';

const FORMAT = 1;
const NOTHING = Buffer.alloc(0);
const PEEK_KEY = Buffer.alloc(4 + RECORD_BYTES);

type Table = Database<Buffer, Buffer>;

/** A byte range of index keys: from `start`, up to but not `end`. */
export interface Range {
  start: Buffer;
  end: Buffer;
}

/** One document's change: what was there, what comes, and the index entries that go and come with it. */
interface Change {
  collection: Collection;
  record: number;
  before: Buffer | undefined;
  after: Buffer | undefined;
  removed: Buffer[];
  added: Buffer[];
}

export class Store {
  private readonly root: RootDatabase<Buffer, Buffer>;
  private readonly catalog: Table;
  private readonly records: Table;
  private readonly index: Table;
  private collections = new Map<string, Collection>();
  private nextId = 1;
  private readonly touched = new Set<Collection>();
  private undo: Change[] = [];
  /** The bytes last looked at: filter and reader both ask for them. */
  private readonly peeked = { collection: 0, record: 0, bytes: undefined as Buffer | undefined };

  constructor(dir: string) {
    const binary = { encoding: 'binary', keyEncoding: 'binary' } as const;
    // overlappingSync off: a commit returns only when it is on disk
    this.root = open<Buffer, Buffer>({
      path: dir,
      noSubdir: false,
      overlappingSync: false,
      maxDbs: 4,
      ...binary,
    });
    this.catalog = this.root.openDB('catalog', binary);
    this.records = this.root.openDB('records', binary);
    this.index = this.root.openDB('index', binary);
    this.load();
  }

  async close(): Promise<void> {
    await this.root.close();
  }

  private load(): void {
    this.peeked.record = 0;
    this.collections = new Map();
    this.touched.clear();
    this.nextId = 1;
    const format = this.catalog.get(Buffer.from('format'));
    if (!format) this.root.transactionSync(() => this.putCatalog('format', new Map([['version', FORMAT]])));
    else if (decode(format).get('version') !== FORMAT)
      throw new Error(
        `the data folder has format ${decode(format).get('version')}, this program reads ${FORMAT}`,
      );
    for (const { value } of this.catalog.getRange({ start: Buffer.from('c'), end: Buffer.from('d') })) {
      const c = collectionFromDoc(decode(value));
      const stats = this.catalog.get(Buffer.from(`stats${c.id}`));
      if (stats) {
        c.count = decode(stats).get('count') as number;
        c.next = Number(decode(stats).get('next'));
      }
      this.collections.set(`${c.db}.${c.name}`, c);
      this.nextId = Math.max(this.nextId, c.id + 1, ...c.indexes.map((i) => i.id + 1));
    }
  }

  private putCatalog(key: string, doc: Doc): void {
    this.catalog.putSync(Buffer.from(key), encode(doc));
  }

  private saveCollection(c: Collection): void {
    this.putCatalog(`c${c.id}`, collectionToDoc(c));
    this.touched.add(c);
  }

  // ---- reading

  find(db: string, name: string): Collection | undefined {
    return this.collections.get(`${db}.${name}`);
  }

  all(): Collection[] {
    return [...this.collections.values()];
  }

  /** A document's bytes, valid only until the next read. */
  peek(c: Collection, record: number): Buffer | undefined {
    if (this.peeked.collection !== c.id || this.peeked.record !== record) {
      this.peeked.collection = c.id;
      this.peeked.record = record;
      PEEK_KEY.writeUInt32BE(c.id);
      PEEK_KEY.writeUIntBE(record, 4, RECORD_BYTES);
      this.peeked.bytes = this.records.getBinaryFast(PEEK_KEY);
    }
    return this.peeked.bytes;
  }

  /** Numbers of the records in insertion order, as far as the collection goes now. */
  *scan(c: Collection): Generator<number> {
    if (c.count * 2 > c.next) {
      // hardly any gaps: trying every number is faster than walking the keys
      for (let record = 1, end = c.next; record < end; record++) if (this.peek(c, record)) yield record;
      return;
    }
    const range = { start: idPrefix(c.id), end: idPrefix(c.id + 1) };
    for (const key of this.keys(this.records, range, false)) yield key.readUIntBE(4, RECORD_BYTES);
  }

  /** Record numbers in the order of the index's keys; one comes up once for each of its keys in the ranges. */
  *scanIndex(ranges: readonly Range[], reverse: boolean): Generator<number> {
    for (const range of reverse ? ranges.toReversed() : ranges) {
      for (const key of this.keys(this.index, range, reverse))
        yield key.readUIntBE(key.length - RECORD_BYTES, RECORD_BYTES);
    }
  }

  /** Keys come in growing batches, so that no LMDB cursor stays open while the consumer pauses. */
  private *keys(table: Table, range: Range, reverse: boolean): Generator<Buffer> {
    let { start, end } = reverse ? { start: range.end, end: range.start } : range;
    let last: Buffer | undefined;
    for (let size = 16; ; size = Math.min(size * 4, 1024)) {
      const limit = last ? size + 1 : size;
      this.peeked.record = 0;
      const batch = [...table.getKeys({ start, end, reverse, limit })];
      for (const key of batch) if (!last || Buffer.compare(key, last) !== 0) yield key;
      if (batch.length < limit) return;
      last = batch.at(-1) as Buffer;
      start = last;
    }
  }

  /** How many keys the ranges hold, counting no further than `limit`. */
  countKeys(ranges: readonly Range[], limit: number): number {
    let n = 0;
    this.peeked.record = 0;
    for (const { start, end } of ranges) {
      if (n >= limit) break;
      n += this.index.getKeysCount({ start, end, limit: limit - n });
    }
    return n;
  }

  // ---- writing

  /** Runs `work` and puts all its writes on disk together, or none of them if it or the disk fails. */
  transaction<T>(work: () => T): T {
    try {
      return this.root.transactionSync(() => {
        const result = work();
        for (const c of this.touched) {
          const stats = new Map<string, number | bigint>([
            ['count', c.count],
            ['next', BigInt(c.next)],
          ]);
          this.putCatalog(`stats${c.id}`, stats);
        }
        this.touched.clear();
        return result;
      });
    } catch (error) {
      this.load();
      throw error;
    }
  }

  /** Within a transaction: if `work` throws, its document changes are taken back and those before it stay. */
  statement<T>(work: () => T): T {
    this.undo = [];
    try {
      return work();
    } catch (error) {
      const changes = this.undo.toReversed();
      for (const c of changes)
        this.apply({ ...c, before: c.after, after: c.before, added: c.removed, removed: c.added });
      throw error;
    } finally {
      this.undo = [];
    }
  }

  private apply(change: Change): void {
    const { collection: c, record, before, after } = change;
    this.peeked.record = 0;
    for (const key of change.removed) this.index.removeSync(key);
    for (const key of change.added) this.index.putSync(key, NOTHING);
    if (after) this.records.putSync(recordKey(c.id, record), after);
    else this.records.removeSync(recordKey(c.id, record));
    c.count += Number(after !== undefined) - Number(before !== undefined);
    this.touched.add(c);
    this.undo.push(change);
  }

  /** Stores a new document. Throws DuplicateKey before anything is written. */
  insert(c: Collection, doc: Doc, raw: Buffer): void {
    const record = c.next;
    const added = c.indexes.flatMap((index) => this.entries(c, index, doc, record, []));
    c.next++;
    this.apply({ collection: c, record, before: undefined, after: raw, removed: [], added });
  }

  /** Stores the new form of a document. Throws DuplicateKey before anything is written. */
  replace(
    c: Collection,
    record: number,
    before: { doc: Doc; raw: Buffer },
    after: { doc: Doc; raw: Buffer },
  ): void {
    const removed: Buffer[] = [];
    const added: Buffer[] = [];
    for (const index of c.indexes) {
      const old = this.keysOf(c, index, before.doc, record);
      const fresh = this.entries(c, index, after.doc, record, old);
      added.push(...fresh);
      removed.push(...missingFrom(old, this.keysOf(c, index, after.doc, record)));
    }
    this.apply({ collection: c, record, before: before.raw, after: after.raw, removed, added });
  }

  remove(c: Collection, record: number, before: { doc: Doc; raw: Buffer }): void {
    const removed = c.indexes.flatMap((index) => this.keysOf(c, index, before.doc, record));
    this.apply({ collection: c, record, before: before.raw, after: undefined, removed, added: [] });
  }

  /** The entries to add for a document that has `old` already. */
  private entries(c: Collection, index: Index, doc: Doc, record: number, old: Buffer[]): Buffer[] {
    const fresh = missingFrom(this.keysOf(c, index, doc, record), old);
    if (index.unique) for (const key of fresh) this.checkUnique(c, index, doc, key);
    return fresh;
  }

  private checkUnique(c: Collection, index: Index, doc: Doc, key: Buffer): void {
    const start = key.subarray(0, key.length - RECORD_BYTES);
    this.peeked.record = 0;
    const [other] = this.index.getKeys({ start, end: successor(start), limit: 1 });
    if (!other) return;
    const { rows } = keyValues(doc, index.fields);
    const row = rows.find((r) => this.entryKey(index, r, 0).subarray(0, -RECORD_BYTES).equals(start)) ?? [];
    const keyValue: Doc = new Map(index.fields.map((f, i) => [f.path, row[i] ?? null]));
    throw new MongoError(
      'DuplicateKey',
      `E11000 duplicate key error collection: ${c.db}.${c.name} index: ${index.name} dup key: ${show(keyValue)}`,
      { keyPattern: index.key, keyValue },
    );
  }

  /** A document's entries in an index, without repetition; notes when the index becomes multikey or lossy. */
  private keysOf(c: Collection, index: Index, doc: Doc, record: number): Buffer[] {
    if (index.predicate && !index.predicate.test(doc)) return [];
    const { rows, multikey, present } = keyValues(doc, index.fields);
    if (index.sparse && !present) return [];
    if (multikey.some((m, i) => m && !index.multikey[i])) {
      index.multikey = index.multikey.map((m, i) => m || multikey[i] === true);
      this.saveCollection(c);
    }
    const lossy = index.lossy;
    const keys = rows.map((row) => this.entryKey(index, row, record));
    if (index.lossy !== lossy) this.saveCollection(c);
    return keys.length === 1 ? keys : [...new Map(keys.map((k) => [k.toString('latin1'), k])).values()];
  }

  private entryKey(index: Index, row: readonly Maybe[], record: number): Buffer {
    const { bytes, lossy } = encodeEntry(index.id, row, index.fields, record);
    if (lossy) index.lossy = true;
    return bytes;
  }

  // ---- catalog

  create(db: string, name: string): Collection {
    const c: Collection = { id: this.nextId++, db, name, indexes: [], count: 0, next: 1 };
    const id = { name: '_id_', key: new Map([['_id', 1]]), unique: true, sparse: false };
    c.indexes.push(makeIndex(this.nextId++, id));
    this.collections.set(`${db}.${name}`, c);
    this.saveCollection(c);
    return c;
  }

  drop(c: Collection): void {
    for (const index of c.indexes) this.clear(this.index, index.id);
    this.clear(this.records, c.id);
    this.catalog.removeSync(Buffer.from(`c${c.id}`));
    this.catalog.removeSync(Buffer.from(`stats${c.id}`));
    this.collections.delete(`${c.db}.${c.name}`);
    this.touched.delete(c);
  }

  /** Builds an index over what is there. Throws, leaving nothing behind, when the documents do not allow it. */
  createIndex(c: Collection, options: IndexOptions): void {
    const index = makeIndex(this.nextId++, options);
    try {
      for (const record of this.scan(c)) {
        const doc = decode(this.peek(c, record) as Buffer);
        for (const key of this.entries(c, index, doc, record, [])) this.index.putSync(key, NOTHING);
      }
    } catch (error) {
      this.clear(this.index, index.id);
      throw error;
    }
    c.indexes.push(index);
    this.saveCollection(c);
  }

  dropIndex(c: Collection, index: Index): void {
    this.clear(this.index, index.id);
    c.indexes = c.indexes.filter((i) => i !== index);
    this.saveCollection(c);
  }

  private clear(table: Table, id: number): void {
    const range = { start: idPrefix(id), end: idPrefix(id + 1) };
    for (const key of this.keys(table, range, false)) table.removeSync(key);
  }
}

export function idPrefix(id: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(id);
  return out;
}

function recordKey(collection: number, record: number): Buffer {
  const out = Buffer.alloc(4 + RECORD_BYTES);
  out.writeUInt32BE(collection);
  out.writeUIntBE(record, 4, RECORD_BYTES);
  return out;
}

/** The least byte string above all that begin with `prefix`, which must not be all 0xff. */
export function successor(prefix: Buffer): Buffer {
  let n = prefix.length;
  while (prefix[n - 1] === 0xff) n--;
  const out = Buffer.from(prefix.subarray(0, n));
  out[n - 1] = (out[n - 1] as number) + 1;
  return out;
}

function missingFrom(keys: Buffer[], others: Buffer[]): Buffer[] {
  if (others.length === 0) return keys;
  const known = new Set(others.map((o) => o.toString('latin1')));
  return keys.filter((k) => !known.has(k.toString('latin1')));
}

function show(doc: Doc): string {
  return `{ ${[...doc].map(([k, v]) => `${k}: ${typeof v === 'string' ? JSON.stringify(v) : v instanceof Date ? v.toISOString() : String(v)}`).join(', ')} }`;
}
