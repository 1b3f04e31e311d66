import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

const OP_MSG = 2013;
const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

/**
 * A line to the database that can be cut before any chosen write: for the database it looks exactly like a process
 * that was killed there, and it can be done for every write in turn.
 */
export class Cutter {
  /** Writes passed on since `arm`. */
  writes = 0;
  readonly uri: string;
  /** Resolves when the line has been cut. */
  readonly cut: Promise<void>;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private limit = Number.POSITIVE_INFINITY;
  private isCut = false;
  private told: () => void = () => {};

  private constructor(server: Server, uri: string) {
    this.server = server;
    this.uri = uri;
    this.cut = new Promise((done) => {
      this.told = done;
    });
  }

  static async before(uri: string): Promise<Cutter> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { host, name } = partsOf(uri);
    const cutter = new Cutter(server, `mongodb://127.0.0.1:${port}/${name}?directConnection=true`);
    server.on('connection', (client) => cutter.join(client, connect(host)));
    return cutter;
  }

  /** Counts writes from here on, and cuts the line instead of letting number `limit` (from 0) through. */
  arm(limit: number): void {
    this.writes = 0;
    this.limit = limit;
  }

  close(): void {
    this.isCut = true;
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    this.told();
  }

  private join(client: Socket, server: Socket): void {
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    server.pipe(client);
    let waiting = Buffer.alloc(0);
    client.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      while (waiting.length >= 16 && waiting.length >= waiting.readInt32LE(0)) {
        const message = waiting.subarray(0, waiting.readInt32LE(0));
        waiting = waiting.subarray(message.length);
        if (!this.pass(message)) return;
        server.write(message);
      }
    });
  }

  private pass(message: Buffer): boolean {
    if (this.isCut) return false;
    if (!WRITES.has(commandOf(message))) return true;
    if (this.writes >= this.limit) {
      this.close();
      return false;
    }
    this.writes++;
    return true;
  }
}

/** The name of a command is the key of the first element of its document. */
function commandOf(message: Buffer): string {
  if (message.readInt32LE(12) !== OP_MSG) return '';
  const first = 16 + 4 + 1 + 4 + 1;
  return message.toString('utf8', first, message.indexOf(0, first));
}

function partsOf(uri: string): { host: { path: string } | { host: string; port: number }; name: string } {
  const [, host = '', name = ''] = /^mongodb:\/\/([^/]+)\/([^?]*)/.exec(uri) ?? [];
  const decoded = decodeURIComponent(host);
  if (decoded.startsWith('/')) return { host: { path: decoded }, name };
  const [address = '', port = '27017'] = decoded.split(':');
  return { host: { host: address, port: Number(port) }, name };
}
