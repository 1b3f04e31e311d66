import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const START_WITHIN_MS = 180_000;
const LOG_KEPT = 20_000;

export interface ProgramOptions {
  dataDir: string;
  /** Absent: the embedded database. */
  mongodbUri?: string | undefined;
  /** Where a fresh demo's clock starts, ISO. */
  now?: string | undefined;
  /** Another main file than the product's own. */
  main?: string | undefined;
  env?: Record<string, string> | undefined;
  /** Options for node, such as `--cpu-prof`. */
  node?: readonly string[] | undefined;
}

/** The real program as its users start it, in a process of its own that can be killed and started again. */
export class Program {
  readonly url: string;
  private readonly options: ProgramOptions;
  private readonly port: number;
  private child: ChildProcess | undefined;
  private log = '';

  private constructor(options: ProgramOptions, port: number) {
    this.options = options;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async at(options: ProgramOptions): Promise<Program> {
    return new Program(options, await freePort());
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** What it wrote since it was started last, the end of it. */
  get output(): string {
    return this.log;
  }

  /** Starts the process and does not wait for it. */
  launch(): void {
    const { dataDir, mongodbUri, now, main = 'src/main.ts', env, node = [] } = this.options;
    this.log = '';
    const child = spawn(process.execPath, [...node, '--import', 'tsx', main], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        TMPDIR: process.env.TMPDIR,
        PORT: String(this.port),
        DATA_DIR: dataDir,
        LOG_LEVEL: 'warn',
        ...(mongodbUri ? { MONGODB_URI: mongodbUri } : {}),
        ...(now ? { SIMULATOR_NOW: now } : {}),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer) => {
      this.log = (this.log + chunk.toString('utf8')).slice(-LOG_KEPT);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    this.child = child;
  }

  /** Starts the process. @returns how long it took until it answered, ms */
  async start(): Promise<number> {
    const began = performance.now();
    this.launch();
    while (performance.now() - began < START_WITHIN_MS) {
      if (this.child?.exitCode !== null) throw new Error(`the program ended at start:\n${this.log}`);
      const alive = await fetch(`${this.url}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (alive) return performance.now() - began;
      await wait(10);
    }
    throw new Error(`the program does not answer:\n${this.log}`);
  }

  /** kill -9 */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to stop. @returns its exit code */
  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child) return null;
    this.child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  server.close();
  await once(server, 'close');
  return port;
}
