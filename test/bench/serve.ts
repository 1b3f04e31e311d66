import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config/env.ts';
import { createLogger } from '../../src/core/logger.ts';
import { openStorage } from '../../src/storage.ts';
import { ROOT } from '../support/company.ts';
import { bigTeam } from './team.ts';

/**
 * The product as `src/main.ts` starts it, with a big team instead of the demo's, and one more route: `/bench/accept`
 * takes an event as a platform's callback does, acknowledged as soon as it is stored.
 */
const config = readConfig(process.env);
const log = createLogger(config.logLevel);
const storage = await openStorage(config, log);
const genjin = await compose({ config, connection: storage.connection, log, root: ROOT, people: bigTeam() });
const handle = genjin.app.callback();

const server = createServer((request, response) => {
  if (request.url !== '/bench/accept') {
    void handle(request, response);
    return;
  }
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const { userId, text } = JSON.parse(body);
    const event = { platform: 'simulator', kind: 'message', payload: { text } } as const;
    genjin.ingress.accept({ ...event, id: randomUUID(), userId, at: genjin.clock.now() }).then(
      () => response.end('success'),
      () => response.writeHead(500).end(),
    );
  });
});
server.listen(config.port, config.host);
await genjin.start();

process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void genjin
    .stop()
    .then(() => storage.close())
    .then(() => process.exit(0));
});
