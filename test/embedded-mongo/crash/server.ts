/** A process that serves a data folder until it is killed. Prints the connection string when ready. */
import { startEmbeddedMongo } from '../../../src/embedded-mongo/index.ts';

const server = await startEmbeddedMongo({ dataDir: process.argv[2] ?? '' });
process.stdout.write(`${server.uri('crash')}\n`);
setInterval(() => {}, 60_000);
