/**
 * Between raw BSON and the engine's values. Written here, not taken from the `bson` package, because the engine
 * needs three things that package does not offer: exact numeric types, documents as maps, and decoding only the
 * fields a query looks at. Encoding is the package's.
 */
import { Binary, Double, ObjectId, serialize } from 'bson';
import { MongoError, notSupported } from './errors.ts';
import type { Doc, Value } from './values.ts';

/** MongoDB's limit for one document, and with the reply's envelope for one batch. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
export const MAX_DEPTH = 180;

const TYPE = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binary: 5,
  objectId: 7,
  boolean: 8,
  date: 9,
  null: 10,
  int32: 16,
  int64: 18,
} as const;

const UNSUPPORTED: Record<number, string> = {
  6: 'undefined',
  11: 'regular expression',
  12: 'DBPointer',
  13: 'JavaScript code',
  14: 'symbol',
  15: 'JavaScript code with scope',
  17: 'timestamp',
  19: 'Decimal128',
  127: 'MaxKey',
  255: 'MinKey',
};

const malformed = (): MongoError => new MongoError('BadValue', 'Malformed BSON');

export function encode(doc: Doc): Buffer {
  const bytes = serialize(doc);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * The document that starts at `offset`. With `wanted`, only these top-level fields.
 * The result shares no memory with `bytes`. Throws on malformed BSON and on types outside the subset.
 */
export function decode(bytes: Buffer, offset = 0, wanted?: ReadonlySet<string>): Doc {
  const doc: Doc = new Map();
  const left = wanted ? { count: wanted.size } : undefined;
  readElements(bytes, offset, 0, (name, type, at) => {
    if (left && wanted) {
      if (!wanted.has(name)) return true;
      left.count--;
    }
    doc.set(name, readValue(bytes, type, at, 0));
    return left === undefined || left.count > 0;
  });
  return doc;
}

/** A command's body: the documents in the arrays named by `raw` are left as bytes, uncopied. */
export function decodeCommand(bytes: Buffer, offset: number, raw: string): { body: Doc; rawDocs?: Buffer[] } {
  const body: Doc = new Map();
  let rawDocs: Buffer[] | undefined;
  readElements(bytes, offset, 0, (name, type, at) => {
    if (name === raw && type === TYPE.array) rawDocs = readRawDocs(bytes, at);
    else body.set(name, readValue(bytes, type, at, 0));
    return true;
  });
  return { body, rawDocs };
}

function readRawDocs(bytes: Buffer, offset: number): Buffer[] {
  const docs: Buffer[] = [];
  readElements(bytes, offset, 0, (_name, type, at) => {
    if (type !== TYPE.object) throw malformed();
    docs.push(bytes.subarray(at, at + bytes.readInt32LE(at)));
    return true;
  });
  return docs;
}

/** Calls `visit(name, type, offset of value)` for each element until it returns false. */
function readElements(
  bytes: Buffer,
  offset: number,
  depth: number,
  visit: (name: string, type: number, at: number) => boolean,
): void {
  if (depth > MAX_DEPTH) throw new MongoError('BadValue', `BSON nested deeper than ${MAX_DEPTH} levels`);
  if (offset + 5 > bytes.length) throw malformed();
  const end = offset + int32(bytes, offset) - 1;
  if (end < offset + 4 || end >= bytes.length || bytes[end] !== 0) throw malformed();
  let at = offset + 4;
  while (at < end) {
    const type = bytes[at] as number;
    const nameStart = at + 1;
    at = nameStart;
    let hash = 0;
    for (let c = bytes[at] as number; c !== 0; c = bytes[++at] as number) hash = (hash * 31 + c) | 0;
    if (at >= end) throw malformed();
    const name = fieldName(bytes, nameStart, at, hash);
    at++;
    const size = sizeOfValue(bytes, type, at);
    if (size < 0 || at + size > end) throw malformed();
    if (!visit(name, type, at)) return;
    at += size;
  }
  if (at !== end) throw malformed();
}

// Field names repeat in every document of a collection; a small direct-mapped table saves making them again.
const NAMES = new Array<string | undefined>(2048);

function fieldName(bytes: Buffer, start: number, end: number, hash: number): string {
  const slot = hash & 2047;
  const known = NAMES[slot];
  if (known !== undefined && known.length === end - start && sameAscii(known, bytes, start)) return known;
  const name = bytes.toString('utf8', start, end);
  if (name.length === end - start && name.length < 64) NAMES[slot] = name;
  return name;
}

function sameAscii(name: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

const int32 = (b: Buffer, i: number): number =>
  (b[i] as number) |
  ((b[i + 1] as number) << 8) |
  ((b[i + 2] as number) << 16) |
  ((b[i + 3] as number) << 24);

/** Bytes of the values that always have as many; 255 for the others. */
const FIXED_SIZE = new Uint8Array(256).fill(255);
for (const t of [TYPE.double, TYPE.date, TYPE.int64]) FIXED_SIZE[t] = 8;
FIXED_SIZE[TYPE.null] = 0;
FIXED_SIZE[TYPE.int32] = 4;
FIXED_SIZE[TYPE.boolean] = 1;
FIXED_SIZE[TYPE.objectId] = 12;

function sizeOfValue(bytes: Buffer, type: number, at: number): number {
  const fixed = FIXED_SIZE[type] as number;
  if (fixed !== 255) return fixed;
  switch (type) {
    case TYPE.string:
      return 4 + atLeast(1, int32(bytes, at));
    case TYPE.object:
    case TYPE.array:
      return atLeast(5, int32(bytes, at));
    case TYPE.binary:
      return 5 + atLeast(0, int32(bytes, at));
    default:
      throw notSupported(`BSON type ${UNSUPPORTED[type] ?? type}`);
  }
}

function atLeast(min: number, n: number): number {
  if (n < min) throw malformed();
  return n;
}

function readValue(bytes: Buffer, type: number, at: number, depth: number): Value {
  switch (type) {
    case TYPE.string:
      return readString(bytes, at + 4, at + 3 + int32(bytes, at));
    case TYPE.int32:
      return int32(bytes, at);
    case TYPE.objectId:
      return new ObjectId(Uint8Array.prototype.slice.call(bytes, at, at + 12));
    case TYPE.date:
      return new Date(Number(bytes.readBigInt64LE(at)));
    case TYPE.double: {
      const n = bytes.readDoubleLE(at);
      return (n | 0) === n && !Object.is(n, -0) ? new Double(n) : n;
    }
    case TYPE.object: {
      const doc: Doc = new Map();
      readElements(bytes, at, depth + 1, (name, t, i) => {
        doc.set(name, readValue(bytes, t, i, depth + 1));
        return true;
      });
      return doc;
    }
    case TYPE.array: {
      const array: Value[] = [];
      readElements(bytes, at, depth + 1, (_name, t, i) => {
        array.push(readValue(bytes, t, i, depth + 1));
        return true;
      });
      return array;
    }
    default:
      return readRareValue(bytes, type, at);
  }
}

function readRareValue(bytes: Buffer, type: number, at: number): Value {
  switch (type) {
    case TYPE.boolean:
      return bytes[at] === 1;
    case TYPE.null:
      return null;
    case TYPE.int64:
      return bytes.readBigInt64LE(at);
    case TYPE.binary: {
      const start = at + 5;
      return new Binary(Buffer.from(bytes.subarray(start, start + int32(bytes, at))), bytes[at + 4]);
    }
    default:
      throw malformed();
  }
}

function readString(bytes: Buffer, start: number, end: number): string {
  if (end - start > 24) return bytes.toString('utf8', start, end);
  let out = '';
  for (let i = start; i < end; i++) {
    const c = bytes[i] as number;
    if (c > 127) return bytes.toString('utf8', start, end);
    out += String.fromCharCode(c);
  }
  return out;
}
