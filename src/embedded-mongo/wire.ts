/** MongoDB's wire protocol: OP_MSG, and OP_QUERY for the first handshake of older drivers. */
import { decode, decodeCommand } from './bson.ts';
import type { Batch } from './cursors.ts';
import { MongoError } from './errors.ts';
import type { Doc } from './values.ts';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const FLAG_CHECKSUM = 1;
const FLAG_MORE_TO_COME = 2;
/** Flags below this bit must be understood by whoever reads the message. */
const REQUIRED_FLAGS = 0xffff;
export const HEADER_BYTES = 16;

/** A command as it came in. */
export interface Request {
  db: string;
  body: Doc;
  /** The documents of an insert, as bytes. */
  rawDocs?: Buffer[];
}

export interface Message {
  requestId: number;
  legacy: boolean;
  /** False when the client wants no answer (write concern 0). */
  answer: boolean;
  request: Request;
  /** The reply, when the message could not be understood. */
  failure?: Buffer;
}

/** The field of each command whose documents are kept as bytes. */
const RAW_FIELD: Record<string, string> = { insert: 'documents', update: 'updates', delete: 'deletes' };

/** Parses one whole message. Throws when it is not one this server can read. */
export function parseMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4);
  const opCode = bytes.readInt32LE(12);
  if (opCode === OP_MSG) return parseOpMsg(bytes, requestId);
  if (opCode === OP_QUERY) return parseOpQuery(bytes, requestId);
  throw new MongoError('BadValue', `wire protocol operation ${opCode} is not supported`);
}

function parseOpMsg(bytes: Buffer, requestId: number): Message {
  const flags = bytes.readUInt32LE(HEADER_BYTES);
  if (flags & REQUIRED_FLAGS & ~(FLAG_CHECKSUM | FLAG_MORE_TO_COME))
    throw new MongoError('BadValue', 'unknown flag');
  const end = bytes.length - (flags & FLAG_CHECKSUM ? 4 : 0);
  let request: Request | undefined;
  const sequences: Buffer[] = [];
  let at = HEADER_BYTES + 4;
  while (at < end) {
    const kind = bytes[at++];
    const size = bytes.readInt32LE(at);
    if (size < 5 || at + size > end) throw new MongoError('BadValue', 'a message section does not fit');
    if (kind === 0) request = readBody(bytes, at);
    else if (kind === 1) readSequence(bytes, at, at + size, sequences);
    else throw new MongoError('BadValue', `message section of kind ${kind}`);
    at += size;
  }
  if (!request) throw new MongoError('BadValue', 'a message without a body');
  if (sequences.length > 0) request.rawDocs = sequences;
  return { requestId, legacy: false, answer: (flags & FLAG_MORE_TO_COME) === 0, request };
}

function readBody(bytes: Buffer, at: number): Request {
  // the first field of a command is its name
  const name = bytes.toString('latin1', at + 5, bytes.indexOf(0, at + 5));
  const { body, rawDocs } = decodeCommand(bytes, at, RAW_FIELD[name] ?? '');
  const db = body.get('$db');
  if (typeof db !== 'string') throw new MongoError('BadValue', 'a command without $db');
  return { db, body, rawDocs };
}

function readSequence(bytes: Buffer, from: number, end: number, into: Buffer[]): void {
  let at = bytes.indexOf(0, from + 4) + 1;
  while (at < end) {
    const size = bytes.readInt32LE(at);
    if (size < 5 || at + size > end) throw new MongoError('BadValue', 'a document sequence does not fit');
    into.push(bytes.subarray(at, at + size));
    at += size;
  }
}

function parseOpQuery(bytes: Buffer, requestId: number): Message {
  const nameEnd = bytes.indexOf(0, HEADER_BYTES + 4);
  const ns = bytes.toString('utf8', HEADER_BYTES + 4, nameEnd);
  if (!ns.endsWith('.$cmd')) throw new MongoError('BadValue', 'OP_QUERY is for commands only');
  const body = decode(bytes, nameEnd + 1 + 8);
  return { requestId, legacy: true, answer: true, request: { db: ns.slice(0, -5), body } };
}

let lastRequestId = 0;

/** The message that answers `message` with the reply document's bytes. */
export function replyMessage(message: Message, reply: Buffer): Buffer {
  const extra = message.legacy ? 20 : 5;
  const head = Buffer.alloc(HEADER_BYTES + extra);
  head.writeInt32LE(head.length + reply.length, 0);
  lastRequestId = (lastRequestId + 1) & 0x7fffffff;
  head.writeInt32LE(lastRequestId, 4);
  head.writeInt32LE(message.requestId, 8);
  head.writeInt32LE(message.legacy ? OP_REPLY : OP_MSG, 12);
  if (message.legacy) {
    head.writeInt32LE(8, HEADER_BYTES); // await capable
    head.writeInt32LE(1, HEADER_BYTES + 16); // one document
  }
  return Buffer.concat([head, reply]);
}

/** `{cursor: {firstBatch | nextBatch: [...], id, ns}, ok: 1}` around documents that are already encoded. */
export function cursorReply(ns: string, batch: Batch, field: 'firstBatch' | 'nextBatch'): Buffer {
  const items: Buffer[] = [];
  for (const [i, doc] of batch.docs.entries()) items.push(element(3, String(i)), doc);
  const id = Buffer.alloc(8);
  id.writeBigInt64LE(batch.cursorId);
  const nsBytes = Buffer.from(`${ns}\0`);
  const nsLength = Buffer.alloc(4);
  nsLength.writeInt32LE(nsBytes.length);
  const cursor = document([
    element(4, field),
    document(items),
    element(18, 'id'),
    id,
    element(2, 'ns'),
    nsLength,
    nsBytes,
  ]);
  const one = Buffer.alloc(8);
  one.writeDoubleLE(1);
  return document([element(3, 'cursor'), cursor, element(1, 'ok'), one]);
}

function element(type: number, name: string): Buffer {
  const out = Buffer.allocUnsafe(name.length + 2);
  out[0] = type;
  out.write(name, 1, 'latin1');
  out[name.length + 1] = 0;
  return out;
}

function document(parts: Buffer[]): Buffer {
  const size = parts.reduce((n, p) => n + p.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(size);
  return Buffer.concat([head, ...parts, Buffer.from([0])], size);
}
