/**
 * The bytes of index keys, ordered as MongoDB orders the values.
 *
 * Layout of a key: index id, each field's value, record number. A value is a type byte (its rank), then a payload
 * that sorts bytewise; a descending field has its bytes inverted. A long payload is cut and ends in a hash: such
 * keys still find every match but no longer sort, which `lossy` tells. Readers always test the document again.
 */
import { createHash } from 'node:crypto';
import type { Binary, ObjectId } from 'bson';
import type { KeyField } from './key-values.ts';
import { type Doc, type Maybe, type Num, RANK, rankOf, toNumber, type Value } from './values.ts';

/** LMDB takes keys up to 1,978 bytes: index id and record number leave this much to all the values together. */
const MAX_KEY_BYTES = 1900;
const HASH_BYTES = 16;
/** A record number at the end of a key. */
export const RECORD_BYTES = 6;
/** An empty array's key: below null, where no query's bounds reach by accident. */
const EMPTY_ARRAY = RANK.missing;

export interface Encoded {
  bytes: Buffer;
  /** The bytes end in a hash: they identify the value but do not order it. */
  lossy: boolean;
}

/** One value's bytes within a key of `fieldCount` fields. */
export function encodeValue(v: Maybe, direction: 1 | -1, fieldCount: number): Encoded {
  end = 0;
  const lossy = appendValue(v, direction, fieldCount);
  return { bytes: Buffer.from(scratch.subarray(0, end)), lossy };
}

/** The whole key of an index entry: index id, values, record number. */
export function encodeEntry(
  id: number,
  row: readonly Maybe[],
  fields: readonly KeyField[],
  record: number,
): Encoded {
  let lossy = false;
  end = 0;
  reserve(4);
  end = scratch.writeUInt32BE(id, end);
  for (let i = 0; i < fields.length; i++)
    if (appendValue(row[i], (fields[i] as KeyField).direction, fields.length)) lossy = true;
  reserve(RECORD_BYTES);
  end = scratch.writeUIntBE(record, end, RECORD_BYTES);
  return { bytes: Buffer.from(scratch.subarray(0, end)), lossy };
}

/** How much of a cut value's bytes still orders it. */
export function orderedPart(e: Encoded): Buffer {
  return e.lossy ? e.bytes.subarray(0, e.bytes.length - HASH_BYTES) : e.bytes;
}

/** The type byte of a rank as it stands in a key. */
export function rankByte(rank: number, direction: 1 | -1): number {
  return direction === 1 ? rank + 1 : ~(rank + 1) & 0xff;
}

// Keys are built in one buffer that grows, and copied out when they are whole.
let scratch = Buffer.allocUnsafe(4096);
let end = 0;

function reserve(bytes: number): void {
  if (end + bytes > scratch.length)
    scratch = Buffer.concat([scratch, Buffer.allocUnsafe(scratch.length + bytes)]);
}

function byte(b: number): void {
  reserve(1);
  scratch[end++] = b;
}

function raw(bytes: Uint8Array): void {
  reserve(bytes.length);
  scratch.set(bytes, end);
  end += bytes.length;
}

/** Appends a value, cut to its share of the key; says whether it was cut. */
function appendValue(v: Maybe, direction: 1 | -1, fieldCount: number): boolean {
  const start = end;
  appendWhole(v);
  const room = Math.floor(MAX_KEY_BYTES / fieldCount);
  const lossy = end - start > room;
  if (lossy) {
    const hash = createHash('sha256').update(scratch.subarray(start, end)).digest();
    end = start + room - HASH_BYTES;
    raw(hash.subarray(0, HASH_BYTES));
  }
  if (direction === -1) for (let i = start; i < end; i++) scratch[i] = ~(scratch[i] as number) & 0xff;
  return lossy;
}

function appendWhole(v: Maybe): void {
  const rank = v === undefined ? EMPTY_ARRAY : rankOf(v);
  byte(rankByte(rank, 1));
  switch (rank) {
    case RANK.number:
      appendNumber(v as Num);
      break;
    case RANK.string:
      appendText(v as string);
      break;
    case RANK.objectId:
      raw((v as ObjectId).id);
      break;
    case RANK.date:
      appendNumber((v as Date).getTime());
      break;
    case RANK.boolean:
      byte(v ? 1 : 0);
      break;
    case RANK.binary: {
      const binary = v as Binary;
      reserve(5);
      end = scratch.writeUInt32BE(binary.length(), end);
      byte(binary.sub_type);
      raw(binary.value());
      break;
    }
    case RANK.object:
      for (const [name, x] of v as Doc) {
        byte(rankByte(rankOf(x), 1));
        appendText(name);
        appendWhole(x);
      }
      byte(0);
      break;
    case RANK.array:
      for (const x of v as Value[]) appendWhole(x);
      byte(0);
      break;
  }
}

/** Ends in 0, which inside becomes 1 1, and 1 becomes 1 2: a prefix sorts first. */
function appendText(text: string): void {
  reserve(text.length * 3 + 1);
  const start = end;
  end += scratch.write(text, start);
  if (scratch.subarray(start, end).some((b) => b <= 1)) {
    const escaped = [...scratch.subarray(start, end)].flatMap((b) => (b <= 1 ? [1, b + 1] : [b]));
    end = start;
    raw(Uint8Array.from(escaped));
  }
  byte(0);
}

/** Eight bytes of the nearest double, then two of what an int64 has beyond it. NaN comes first. */
function appendNumber(v: Num): void {
  reserve(10);
  const n = toNumber(v);
  const start = end;
  end += 10;
  if (Number.isNaN(n)) {
    scratch.fill(0, start, end);
    return;
  }
  scratch.writeDoubleBE(n === 0 ? 0 : n, start);
  if ((scratch[start] as number) & 0x80)
    for (let i = start; i < start + 8; i++) scratch[i] = ~(scratch[i] as number) & 0xff;
  else scratch[start] = (scratch[start] as number) | 0x80;
  scratch.writeUInt16BE(0x8000 + (typeof v === 'bigint' ? Number(v - BigInt(n)) : 0), start + 8);
}
