import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Socket } from 'node:net';

/** A road to a database that can be closed. */
export interface Road {
  uri: string;
  /** Breaks what is open and lets nobody through. */
  close(): void;
  open(): void;
  end(): Promise<void>;
}

/** Leads to the server of a connection string, over TCP or a socket of this machine. */
export async function buildRoad(uri: string): Promise<Road> {
  const [, host = ''] = /^mongodb:\/\/([^/]+)/.exec(uri) ?? [];
  const target = decodeURIComponent(host);
  const [name = '', port] = target.split(':');
  const sockets = new Set<Socket>();
  let closed = false;
  const server = createServer((near) => {
    if (closed) return void near.destroy();
    const far = target.startsWith('/') ? createConnection(target) : createConnection(Number(port), name);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    uri: uri.replace(host, `127.0.0.1:${(server.address() as AddressInfo).port}`),
    close() {
      closed = true;
      breakAll();
    },
    open() {
      closed = false;
    },
    async end() {
      breakAll();
      await new Promise((done) => server.close(done));
    },
  };
}
