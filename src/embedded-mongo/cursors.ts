/** Open cursors: results not yet fetched, as paused iterators. */
import { MAX_DOCUMENT_BYTES } from './bson.ts';
import { MongoError } from './errors.ts';

const IDLE_MS = 10 * 60_000;
export const FIRST_BATCH = 101;

interface Cursor {
  ns: string;
  rest: Iterator<Buffer>;
  /** Read from `rest` but not sent yet. */
  held: Buffer | undefined;
  usedAt: number;
}

export interface Batch {
  docs: Buffer[];
  /** 0 when nothing is left. */
  cursorId: bigint;
}

export class Cursors {
  private readonly open = new Map<bigint, Cursor>();
  private lastId = BigInt(Date.now());

  /** The first batch of a result; the rest stays under a new id. `size` 0 sends nothing yet. */
  start(ns: string, results: Iterator<Buffer>, size: number, single: boolean): Batch {
    const cursor: Cursor = { ns, rest: results, held: undefined, usedAt: Date.now() };
    const docs = fill(cursor, size);
    const more = !single && (size === 0 || cursor.held !== undefined);
    if (!more) return { docs, cursorId: 0n };
    this.lastId++;
    this.open.set(this.lastId, cursor);
    return { docs, cursorId: this.lastId };
  }

  more(id: bigint, ns: string, size: number): Batch {
    const cursor = this.open.get(id);
    if (!cursor || cursor.ns !== ns) throw new MongoError('CursorNotFound', `cursor id ${id} not found`);
    cursor.usedAt = Date.now();
    try {
      const docs = fill(cursor, size);
      if (cursor.held !== undefined) return { docs, cursorId: id };
      this.open.delete(id);
      return { docs, cursorId: 0n };
    } catch (error) {
      this.open.delete(id);
      throw error;
    }
  }

  /** Whether there was such a cursor. */
  kill(id: bigint): boolean {
    return this.open.delete(id);
  }

  /** Forgets the cursors nobody has asked for in ten minutes. */
  expire(): void {
    for (const [id, cursor] of this.open) if (Date.now() - cursor.usedAt > IDLE_MS) this.open.delete(id);
  }
}

/** Up to `size` documents and 16 MB; one more is read ahead, to know whether there is more. */
function fill(cursor: Cursor, size: number): Buffer[] {
  const docs: Buffer[] = [];
  let bytes = 0;
  if (size === 0) return docs;
  for (;;) {
    if (cursor.held === undefined) {
      const next = cursor.rest.next();
      if (next.done) return docs;
      cursor.held = next.value;
    }
    if (docs.length >= size || (docs.length > 0 && bytes + cursor.held.length > MAX_DOCUMENT_BYTES))
      return docs;
    bytes += cursor.held.length;
    docs.push(cursor.held);
    cursor.held = undefined;
  }
}
