/**
 * The socket side: frames messages, keeps each connection's commands in order, and commits in groups. The writes
 * that arrive together share one transaction and are answered when it is on disk.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { encode } from './bson.ts';
import { errorReply } from './command.ts';
import { MAX_MESSAGE_BYTES } from './commands/admin.ts';
import { Engine } from './engine.ts';
import { MongoError } from './errors.ts';
import type { Store } from './store.ts';
import { HEADER_BYTES, type Message, parseMessage, replyMessage } from './wire.ts';

/** Writes of more clients than this wait for the next group, so that one transaction stays short. */
const MAX_GROUP = 256;
/** How long the first of a group waits for others who wrote just before; a commit takes several times as long. */
const GATHER_MS = 1;

interface Connection {
  socket: Socket;
  waiting: Message[];
  writing: boolean;
  received: Buffer[];
  receivedBytes: number;
}

interface PendingWrite {
  connection: Connection;
  message: Message;
}

export class MongoServer {
  readonly engine: Engine;
  private readonly store: Store;
  private readonly servers: Server[] = [];
  private readonly connections = new Set<Connection>();
  private group: PendingWrite[] = [];
  private gathering: NodeJS.Timeout | undefined;
  /** Who wrote in the last group, and in the last two: they are likely to write again. */
  private lastWriters: Connection[] = [];
  private recentWriters = new Set<Connection>();

  constructor(store: Store) {
    this.store = store;
    this.engine = new Engine(store);
  }

  /** Starts listening; `where` is what `net.Server.listen` takes. */
  async listen(where: { path: string } | { host: string; port: number }): Promise<Server> {
    const server = createServer((socket) => this.accept(socket));
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(where, resolve);
    });
    return server;
  }

  /** Finishes the writes that have arrived, then hangs up. */
  close(): void {
    for (const server of this.servers) server.close();
    while (this.group.length > 0) this.commitGroup();
    for (const { socket } of this.connections) socket.destroySoon();
  }

  private accept(socket: Socket): void {
    const connection: Connection = { socket, waiting: [], writing: false, received: [], receivedBytes: 0 };
    this.connections.add(connection);
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.receive(connection, bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.connections.delete(connection));
  }

  private receive(c: Connection, bytes: Buffer): void {
    c.received.push(bytes);
    c.receivedBytes += bytes.length;
    try {
      for (;;) {
        if (c.receivedBytes < HEADER_BYTES) break;
        if ((c.received[0] as Buffer).length < HEADER_BYTES) c.received = [Buffer.concat(c.received)];
        const size = (c.received[0] as Buffer).readInt32LE(0);
        if (size < HEADER_BYTES || size > MAX_MESSAGE_BYTES) throw new MongoError('BadValue', 'message size');
        if (c.receivedBytes < size) break;
        const all = c.received.length === 1 ? (c.received[0] as Buffer) : Buffer.concat(c.received);
        c.received = all.length > size ? [all.subarray(size)] : [];
        c.receivedBytes -= size;
        c.waiting.push(parse(all.subarray(0, size)));
      }
      this.work(c);
    } catch {
      // what follows a message that cannot be framed cannot be read either
      c.socket.destroy();
    }
  }

  /** Runs what a connection has sent, in order: a read at once, a write with the next group. */
  private work(c: Connection): void {
    while (!c.writing) {
      const message = c.waiting.shift();
      if (!message) return;
      if (message.failure || !this.engine.writes(message.request)) {
        this.reply(c, message, message.failure ?? this.runRead(message));
      } else {
        c.writing = true;
        this.group.push({ connection: c, message });
        this.schedule();
      }
    }
  }

  private runRead(message: Message): Buffer {
    try {
      return this.engine.run(message.request);
    } catch (error) {
      return internalError(error);
    }
  }

  /** Without the wait, whoever answers fastest would fill a commit alone, and the others the next. */
  private schedule(): void {
    if (this.group.length === Math.max(1, this.recentWriters.size)) setImmediate(() => this.commitGroup());
    else if (this.group.length === 1) this.gathering = setTimeout(() => this.commitGroup(), GATHER_MS);
  }

  private commitGroup(): void {
    clearTimeout(this.gathering);
    const group = this.group.slice(0, MAX_GROUP);
    this.group = this.group.slice(MAX_GROUP);
    if (this.group.length > 0) setImmediate(() => this.commitGroup());
    if (group.length === 0) return;
    const writers = group.map(({ connection }) => connection);
    this.recentWriters = new Set([...this.lastWriters, ...writers]);
    this.lastWriters = writers;
    for (const [i, reply] of this.commit(group).entries()) {
      const { connection, message } = group[i] as PendingWrite;
      this.reply(connection, message, reply);
    }
    for (const { connection } of group) {
      connection.writing = false;
      this.work(connection);
    }
  }

  /** All of the group in one transaction; if that fails, one by one, so that only the culprit is told so. */
  private commit(group: PendingWrite[]): Buffer[] {
    const run = (part: PendingWrite[]): Buffer[] =>
      this.store.transaction(() => part.map(({ message }) => this.engine.run(message.request)));
    try {
      return run(group);
    } catch (error) {
      if (group.length === 1) return [internalError(error)];
      return group.flatMap((write) => this.commit([write]));
    }
  }

  private reply(c: Connection, message: Message, reply: Buffer): void {
    if (message.answer && !c.socket.destroyed) c.socket.write(replyMessage(message, reply));
  }
}

/** A message that frames but does not parse is answered with the error. */
function parse(bytes: Buffer): Message {
  try {
    return parseMessage(bytes);
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
    const request = { db: '', body: new Map() };
    const failure = encode(errorReply(error));
    return { requestId: bytes.readInt32LE(4), legacy: false, answer: true, request, failure };
  }
}

function internalError(error: unknown): Buffer {
  const text = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|No space left|EFBIG|File too large|MDB_MAP_FULL/i.test(text))
    return encode(
      errorReply(new MongoError('OutOfDiskSpace', `The disk of the data folder is full: ${text}`)),
    );
  if (/EROFS|EACCES|EPERM|Permission denied|Read-only/i.test(text))
    return encode(errorReply(new MongoError('InternalError', `The data folder cannot be written: ${text}`)));
  return encode(errorReply(new MongoError('InternalError', `The embedded database failed: ${text}`)));
}
