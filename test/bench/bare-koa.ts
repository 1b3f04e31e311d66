import { randomUUID } from 'node:crypto';
import Koa from 'koa';
import { readConfig } from '../../src/config/env.ts';
import { createLogger } from '../../src/core/logger.ts';
import { openStorage } from '../../src/storage.ts';

/** What the product's front door is compared with: Koa, the driver, one insert. */
const config = readConfig(process.env);
const storage = await openStorage(config, createLogger('silent'));
const collection = storage.connection.collection<{ _id: string }>('bare');

const app = new Koa();
app.use(async (ctx) => {
  if (ctx.method === 'GET') {
    ctx.body = 'ok';
    return;
  }
  let body = '';
  for await (const chunk of ctx.req) body += chunk;
  await collection.insertOne({ _id: randomUUID(), at: new Date(), ...JSON.parse(body) });
  ctx.body = 'success';
});
app.listen(config.port, config.host);
