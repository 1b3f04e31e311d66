/**
 * Collections, their documents and their indexes. Writes happen inside `transaction`. Longer than 300 lines by a few:
 * what keeps documents and index entries together stands in one place.
 */
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
import { encodeEntry, RECORD_BYTES } from './key-bytes.ts';
import { keyValues } from './key-values.ts';
import { type Range, successor, Tables, wholeOf } from './tables.ts';
import type { Doc, Maybe } from './values.ts';

const FORMAT = 1;
const NOTHING = Buffer.alloc(0);

/** A document in both its forms. */
export interface Stored {
  doc: Doc;
  raw: Buffer;
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
  private readonly tables: Tables;
  private collections = new Map<string, Collection>();
  private nextId = 1;
  /** Collections whose counts the running transaction has to save. */
  private readonly touched = new Set<Collection>();
  /** What the running statement has done so far. */
  private changes: Change[] = [];
  /** Indexes that became multikey or lossy in it, as they were before. */
  private spread: { collection: Collection; index: Index; multikey: boolean[]; lossy: boolean }[] = [];

  constructor(dir: string) {
    this.tables = new Tables(dir);
    const version = this.readCatalog('format')?.get('version');
    if (version === undefined)
      this.tables.transaction(() => this.writeCatalog('format', new Map([['version', FORMAT]])));
    else if (version !== FORMAT)
      throw new Error(`its format is ${String(version)}, and this program reads format ${FORMAT}`);
    this.load();
  }

  close(): Promise<void> {
    return this.tables.close();
  }

  private readCatalog(key: string): Doc | undefined {
    const raw = this.tables.catalog.get(Buffer.from(key));
    return raw && decode(raw);
  }

  private writeCatalog(key: string, doc: Doc): void {
    this.tables.catalog.putSync(Buffer.from(key), encode(doc));
  }

  private load(): void {
    this.collections = new Map();
    this.touched.clear();
    this.nextId = 1;
    const range = { start: Buffer.from('c'), end: Buffer.from('d') };
    for (const { value } of this.tables.catalog.getRange(range)) {
      const c = collectionFromDoc(decode(value));
      const stats = this.readCatalog(`stats${c.id}`);
      c.count = Number(stats?.get('count') ?? 0);
      c.next = Number(stats?.get('next') ?? 1);
      this.collections.set(`${c.db}.${c.name}`, c);
      this.nextId = Math.max(this.nextId, c.id + 1, ...c.indexes.map((i) => i.id + 1));
    }
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
    return this.tables.peek(c.id, record);
  }

  /** A document's bytes, copied; undefined when it has gone since. */
  read(c: Collection, record: number): Buffer | undefined {
    const raw = this.tables.peek(c.id, record);
    return raw && Buffer.from(raw.subarray(0, raw.length));
  }

  /** Numbers of the records in insertion order, as far as the collection goes now. */
  *scan(c: Collection): Generator<number> {
    if (c.count * 2 > c.next) {
      // hardly any gaps: trying every number is faster than walking the keys
      for (let record = 1, end = c.next; record < end; record++) if (this.peek(c, record)) yield record;
      return;
    }
    for (const key of this.tables.keys(this.tables.records, wholeOf(c.id))) yield recordOf(key);
  }

  /** Record numbers in the order of the index's keys; one comes up once for each of its keys in the ranges. */
  *scanIndex(ranges: readonly Range[], reverse: boolean): Generator<number> {
    for (const range of reverse ? ranges.toReversed() : ranges)
      for (const key of this.tables.keys(this.tables.index, range, reverse)) yield recordOf(key);
  }

  /** How many keys the ranges hold, counting no further than `limit`. */
  countKeys(ranges: readonly Range[], limit: number): number {
    return this.tables.countIndexKeys(ranges, limit);
  }

  // ---- writing

  /** Runs `work` and puts all its writes on disk together, or none of them if it or the disk fails. */
  transaction<T>(work: () => T): T {
    try {
      return this.tables.transaction(() => {
        const result = work();
        for (const c of this.touched) {
          const stats = { count: BigInt(c.count), next: BigInt(c.next) };
          this.writeCatalog(`stats${c.id}`, new Map(Object.entries(stats)));
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
    this.changes = [];
    this.spread = [];
    try {
      return work();
    } catch (error) {
      for (const c of this.changes.toReversed())
        this.apply({ ...c, before: c.after, after: c.before, added: c.removed, removed: c.added });
      for (const { collection, index, multikey, lossy } of this.spread.toReversed()) {
        Object.assign(index, { multikey, lossy });
        this.saveCollection(collection);
      }
      throw error;
    } finally {
      this.changes = [];
      this.spread = [];
    }
  }

  private apply(change: Change): void {
    const { collection: c, record, before, after } = change;
    for (const key of change.removed) this.tables.index.removeSync(key);
    for (const key of change.added) this.tables.index.putSync(key, NOTHING);
    this.tables.write(c.id, record, after);
    c.count += Number(after !== undefined) - Number(before !== undefined);
    this.touched.add(c);
    this.changes.push(change);
  }

  /** Stores a new document. Throws DuplicateKey before anything is written. */
  insert(c: Collection, { doc, raw }: Stored): void {
    const record = c.next;
    const added = c.indexes.flatMap((index) => this.freshEntries(c, index, doc, record, []).added);
    c.next++;
    this.apply({ collection: c, record, before: undefined, after: raw, removed: [], added });
  }

  /** Stores the new form of a document. Throws DuplicateKey before anything is written. */
  replace(c: Collection, record: number, before: Stored, after: Stored): void {
    const perIndex = c.indexes.map((index) => {
      const old = this.entriesOf(c, index, before.doc, record);
      return this.freshEntries(c, index, after.doc, record, old);
    });
    const added = perIndex.flatMap((e) => e.added);
    const removed = perIndex.flatMap((e) => e.removed);
    this.apply({ collection: c, record, before: before.raw, after: after.raw, removed, added });
  }

  remove(c: Collection, record: number, before: Stored): void {
    const removed = c.indexes.flatMap((index) => this.entriesOf(c, index, before.doc, record));
    this.apply({ collection: c, record, before: before.raw, after: undefined, removed, added: [] });
  }

  /** How an index's entries change for a document that had `old`. Throws when a unique index forbids it. */
  private freshEntries(
    c: Collection,
    index: Index,
    doc: Doc,
    record: number,
    old: Buffer[],
  ): { added: Buffer[]; removed: Buffer[] } {
    const entries = this.entriesOf(c, index, doc, record);
    const added = missingFrom(entries, old);
    if (index.unique) for (const entry of added) this.checkUnique(c, index, doc, entry);
    return { added, removed: missingFrom(old, entries) };
  }

  private checkUnique(c: Collection, index: Index, doc: Doc, entry: Buffer): void {
    const start = entry.subarray(0, -RECORD_BYTES);
    if (!this.tables.hasIndexKey({ start, end: successor(start) })) return;
    const { rows } = keyValues(doc, index.fields);
    const row = rows.find((r) => this.entry(index, r, 0).subarray(0, -RECORD_BYTES).equals(start)) ?? [];
    const keyValue: Doc = new Map(index.fields.map((f, i) => [f.path, row[i] ?? null]));
    throw new MongoError(
      'DuplicateKey',
      `E11000 duplicate key error collection: ${c.db}.${c.name} index: ${index.name} dup key: ${show(keyValue)}`,
      { keyPattern: index.key, keyValue },
    );
  }

  /** A document's entries in an index, without repetition; notes when the index becomes multikey or lossy. */
  private entriesOf(c: Collection, index: Index, doc: Doc, record: number): Buffer[] {
    if (index.predicate && !index.predicate.test(doc)) return [];
    const { rows, multikey, present } = keyValues(doc, index.fields);
    if (index.sparse && !present) return [];
    const before = { collection: c, index, multikey: index.multikey, lossy: index.lossy };
    const entries = rows.map((row) => this.entry(index, row, record));
    const spreads = multikey.some((m, i) => m && !index.multikey[i]);
    if (spreads) index.multikey = index.multikey.map((m, i) => m || multikey[i] === true);
    if (spreads || index.lossy !== before.lossy) {
      this.spread.push(before);
      this.saveCollection(c);
    }
    return entries.length === 1 ? entries : [...new Map(entries.map((e) => [text(e), e])).values()];
  }

  private entry(index: Index, row: readonly Maybe[], record: number): Buffer {
    const { bytes, lossy } = encodeEntry(index.id, row, index.fields, record);
    if (lossy) index.lossy = true;
    return bytes;
  }

  // ---- catalog

  private saveCollection(c: Collection): void {
    this.writeCatalog(`c${c.id}`, collectionToDoc(c));
    this.touched.add(c);
  }

  create(db: string, name: string): Collection {
    const c: Collection = { id: this.nextId++, db, name, indexes: [], count: 0, next: 1 };
    const id = { name: '_id_', key: new Map([['_id', 1]]), unique: true, sparse: false };
    c.indexes.push(makeIndex(this.nextId++, id));
    this.collections.set(`${db}.${name}`, c);
    this.saveCollection(c);
    return c;
  }

  drop(c: Collection): void {
    for (const index of c.indexes) this.tables.clear(this.tables.index, index.id);
    this.tables.clear(this.tables.records, c.id);
    for (const key of [`c${c.id}`, `stats${c.id}`]) this.tables.catalog.removeSync(Buffer.from(key));
    this.collections.delete(`${c.db}.${c.name}`);
    this.touched.delete(c);
  }

  /** Builds an index over what is there. Throws, leaving nothing behind, when the documents do not allow it. */
  createIndex(c: Collection, options: IndexOptions): Index {
    const index = makeIndex(this.nextId++, options);
    try {
      for (const record of this.scan(c)) {
        const doc = decode(this.peek(c, record) as Buffer);
        const { added } = this.freshEntries(c, index, doc, record, []);
        for (const entry of added) this.tables.index.putSync(entry, NOTHING);
      }
    } catch (error) {
      this.tables.clear(this.tables.index, index.id);
      throw error;
    }
    c.indexes.push(index);
    this.saveCollection(c);
    return index;
  }

  dropIndex(c: Collection, index: Index): void {
    this.tables.clear(this.tables.index, index.id);
    c.indexes = c.indexes.filter((i) => i !== index);
    this.saveCollection(c);
  }
}

function recordOf(key: Buffer): number {
  return key.readUIntBE(key.length - RECORD_BYTES, RECORD_BYTES);
}

function text(bytes: Buffer): string {
  return bytes.toString('latin1');
}

function missingFrom(entries: Buffer[], others: Buffer[]): Buffer[] {
  if (others.length === 0) return entries;
  const known = new Set(others.map(text));
  return entries.filter((e) => !known.has(text(e)));
}

function show(doc: Doc): string {
  const parts = [...doc].map(([k, v]) => `${k}: ${typeof v === 'string' ? JSON.stringify(v) : String(v)}`);
  return `{ ${parts.join(', ')} }`;
}
