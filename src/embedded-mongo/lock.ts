/** One process per data folder. The lock is a listening socket, so the kernel frees it when its process dies. */
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The kernel's limit for a socket's path, less what the zero byte takes. */
const MAX_SOCKET_PATH = 100;

/** Another process, or this one, has the folder. */
export class DataFolderInUse extends Error {
  readonly dataDir: string;
  /** The process that has it, as far as it can be told. */
  readonly pid: number | undefined;
  /** Where that process's server listens; undefined where it listens on a port that only it knows. */
  readonly socketPath: string | undefined;

  constructor(dataDir: string, pid: number | undefined, socketPath?: string) {
    const by = pid === undefined ? 'another process' : `process ${pid}`;
    super(
      `The data folder ${dataDir} is in use by ${by}. Only one process at a time can use the embedded database; stop that process, choose another folder with DATA_DIR, or set MONGODB_URI.`,
    );
    this.name = 'DataFolderInUse';
    this.dataDir = dataDir;
    this.pid = pid;
    this.socketPath = socketPath;
  }
}

export interface Lock {
  /** Where the server is to listen. */
  socketPath: string;
  release(): Promise<void>;
}

/** @throws DataFolderInUse when another process, or this one, uses the folder already */
export async function acquireLock(dataDir: string): Promise<Lock> {
  const { dev, ino } = statSync(dataDir);
  const id = createHash('sha256')
    .update(`${realpathSync(dataDir)}:${dev}:${ino}`)
    .digest('hex')
    .slice(0, 16);
  const pidFile = join(dataDir, 'pid');
  const guards: Server[] = [];
  const release = async (): Promise<void> => {
    for (const guard of guards) await new Promise((done) => guard.close(done));
  };
  for (const name of lockNames(id, dataDir)) {
    const guard = await take(name);
    if (!guard) {
      await release();
      const served = process.platform === 'win32' ? undefined : socketFile(id, dataDir, 'db.sock');
      throw new DataFolderInUse(dataDir, pidIn(pidFile), served);
    }
    guards.push(guard);
  }
  const socketPath = socketFile(id, dataDir, 'db.sock');
  rmSync(socketPath, { force: true });
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    socketPath,
    release: async () => {
      rmSync(pidFile, { force: true });
      await release();
    },
  };
}

/**
 * A name without a file is taken by one process at most. A socket file can be left behind by a dead process and
 * two that start in the same instant may both remove it; but it is seen from other containers, and by macOS.
 */
function lockNames(id: string, dataDir: string): string[] {
  if (process.platform === 'win32') return [`\\\\.\\pipe\\genjin-${id}`];
  const file = socketFile(id, dataDir, 'lock.sock');
  return process.platform === 'linux' ? [`\0genjin-${id}`, file] : [file];
}

/** In the data folder if its path is short enough for a socket. */
function socketFile(id: string, dataDir: string, name: string): string {
  const path = join(dataDir, name);
  return Buffer.byteLength(path) <= MAX_SOCKET_PATH ? path : join(tmpdir(), `genjin-${id}-${name}`);
}

async function take(name: string): Promise<Server | undefined> {
  if (name.startsWith('/')) {
    if (await answers(name)) return undefined;
    rmSync(name, { force: true });
  }
  const server = createServer((socket) => socket.destroy());
  return new Promise((done, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') done(undefined);
      else reject(error);
    });
    server.listen(name, () => {
      server.unref();
      done(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

function pidIn(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8').trim()) || undefined;
  } catch {
    return undefined;
  }
}
