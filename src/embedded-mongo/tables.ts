/**
 * The LMDB tables: `records` (collection id + record number → raw BSON), `index` (index id + key bytes + record
 * number → nothing) and `catalog`. Reads are synchronous and see the writes of the running transaction.
 */
import { type Database, open, type RootDatabase } from 'lmdb';
import { RECORD_BYTES } from './key-bytes.ts';

export type Table = Database<Buffer, Buffer>;

/** A byte range of keys: from `start`, up to but not `end`. */
export interface Range {
  start: Buffer;
  end: Buffer;
}

const PEEK_KEY = Buffer.alloc(4 + RECORD_BYTES);

export class Tables {
  readonly catalog: Table;
  readonly records: Table;
  readonly index: Table;
  private readonly root: RootDatabase<Buffer, Buffer>;
  // the bytes last looked at: filter and reader both ask for them
  private peekedCollection = 0;
  private peekedRecord = 0;
  private peekedBytes: Buffer | undefined;

  constructor(dir: string) {
    const binary = { encoding: 'binary', keyEncoding: 'binary' } as const;
    // overlappingSync off: a commit returns only when it is on disk
    this.root = open({ path: dir, noSubdir: false, overlappingSync: false, maxDbs: 4, ...binary });
    this.catalog = this.root.openDB('catalog', binary);
    this.records = this.root.openDB('records', binary);
    this.index = this.root.openDB('index', binary);
  }

  close(): Promise<void> {
    return this.root.close();
  }

  /** Returns when the writes of `work` are on disk; if it throws, or the disk fails, none of them are. */
  transaction<T>(work: () => T): T {
    try {
      return this.root.transactionSync(work);
    } finally {
      this.forgetPeeked();
    }
  }

  /** A record's bytes, valid only until the next read of anything. */
  peek(collection: number, record: number): Buffer | undefined {
    if (this.peekedCollection !== collection || this.peekedRecord !== record) {
      PEEK_KEY.writeUInt32BE(collection);
      PEEK_KEY.writeUIntBE(record, 4, RECORD_BYTES);
      this.peekedBytes = this.records.getBinaryFast(PEEK_KEY);
      this.peekedCollection = collection;
      this.peekedRecord = record;
    }
    return this.peekedBytes;
  }

  /** Stores a record, or removes it when there are no bytes. */
  write(collection: number, record: number, raw: Buffer | undefined): void {
    this.forgetPeeked();
    const key = Buffer.alloc(4 + RECORD_BYTES);
    key.writeUInt32BE(collection);
    key.writeUIntBE(record, 4, RECORD_BYTES);
    if (raw) this.records.putSync(key, raw);
    else this.records.removeSync(key);
  }

  private forgetPeeked(): void {
    this.peekedRecord = 0;
  }

  /** Keys come in growing batches, so that no LMDB cursor stays open while the consumer pauses. */
  *keys(table: Table, range: Range, reverse = false): Generator<Buffer> {
    let { start, end } = reverse ? { start: range.end, end: range.start } : range;
    let last: Buffer | undefined;
    for (let size = 16; ; size = Math.min(size * 4, 1024)) {
      const limit = last ? size + 1 : size;
      this.forgetPeeked();
      const batch = [...table.getKeys({ start, end, reverse, limit })];
      for (const key of batch) if (!last || Buffer.compare(key, last) !== 0) yield key;
      if (batch.length < limit) return;
      last = batch.at(-1) as Buffer;
      start = last;
    }
  }

  hasIndexKey({ start, end }: Range): boolean {
    this.forgetPeeked();
    for (const _ of this.index.getKeys({ start, end, limit: 1 })) return true;
    return false;
  }

  /** How many index keys the ranges hold, counting no further than `limit`. */
  countIndexKeys(ranges: readonly Range[], limit: number): number {
    let n = 0;
    this.forgetPeeked();
    for (const { start, end } of ranges) {
      if (n >= limit) break;
      // lmdb's getKeysCount would count on to the end of the range, whatever limit it is given
      for (const _ of this.index.getKeys({ start, end, limit: limit - n })) n++;
    }
    return n;
  }

  /** Removes everything that belongs to a collection's or an index's id. */
  clear(table: Table, id: number): void {
    for (const key of this.keys(table, wholeOf(id))) table.removeSync(key);
  }
}

function idPrefix(id: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(id);
  return out;
}

/** The range of everything that belongs to an id. */
export function wholeOf(id: number): Range {
  return { start: idPrefix(id), end: idPrefix(id + 1) };
}

/** The least byte string above all that begin with `prefix`, which must not be all 0xff. */
export function successor(prefix: Buffer): Buffer {
  let n = prefix.length;
  while (prefix[n - 1] === 0xff) n--;
  const out = Buffer.from(prefix.subarray(0, n));
  out[n - 1] = (out[n - 1] as number) + 1;
  return out;
}
