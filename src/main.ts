import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compose } from './compose.ts';
import { type Config, readConfig } from './config/env.ts';
import { errorText, GenjinError, isGenjinError } from './core/errors.ts';
import { createLogger, type Logger } from './core/logger.ts';
import { withDotEnv } from './environment.ts';
import { openStorage } from './storage.ts';

/** The bot's process: reads the environment, listens. Starts, and stops in order. */
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STOP_WITHIN_MS = 15_000;

async function main(): Promise<void> {
  const config = readConfig(withDotEnv(process.env, process.cwd()));
  const log = createLogger(config.logLevel);
  // Listening comes first: a port in use is said before anything is written, and a probe during a long start gets an
  // answer.
  const door: { handle: RequestListener } = { handle: stillStarting };
  const server = createServer((request, response) => door.handle(request, response));
  await listen(server, config);
  const storage = await openStorage(config, log);
  const genjin = await compose({ config, connection: storage.connection, log, root: ROOT });
  door.handle = genjin.app.callback();
  if (config.role !== 'web') await genjin.start();
  announce(config, log, storage.embedded);

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    server.close();
    server.closeIdleConnections();
    const clean = await genjin.stop().then(
      () => true,
      (err) => {
        log.error({ err }, 'not everything could be written down; the next start goes on from the database');
        return false;
      },
    );
    server.closeAllConnections();
    await storage.close();
    process.exit(clean ? 0 : 1);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

function stillStarting(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '2' });
  response.end(
    JSON.stringify({ type: 'about:blank', title: '正在启动', status: 503, detail: '正在启动，请稍候再试' }),
  );
}

async function listen(server: Server, { port, host }: Config): Promise<void> {
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(port, host, done);
    });
  } catch (error) {
    const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const userText = inUse
      ? `端口 ${port} 已被占用。请停止占用它的程序，或用 PORT 换一个端口，例如 PORT=3001 npm start`
      : `无法监听 ${host}:${port}：${errorText(error)}。请检查 HOST 与 PORT`;
    throw new GenjinError('config', errorText(error), { userText, cause: error });
  }
}

function announce(config: Config, log: Logger, embedded: boolean): void {
  const url = `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${config.port}/`;
  log.info({ url, database: embedded ? 'embedded' : 'mongodb', role: config.role }, 'genjin is ready');
  if (!config.simulator) return;
  const lines = [
    '',
    `  Genjin 跟进 · 演示已就绪: ${url}`,
    embedded ? `  内置数据库 (${config.dataDir})：适合试用与小团队、单进程；正式使用请设置 MONGODB_URI` : '',
    '  接口密钥: demo · 停止: Ctrl+C',
    '',
  ];
  process.stdout.write(
    `${lines.filter((line, i) => line || i === 0 || i === lines.length - 1).join('\n')}\n`,
  );
}

main().catch((error: unknown) => {
  const text = isGenjinError(error) ? error.userText : errorText(error);
  process.stderr.write(`无法启动 / cannot start:\n${text}\n`);
  process.exit(1);
});
