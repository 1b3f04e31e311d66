import { randomUUID } from 'node:crypto';
import Koa from 'koa';
import { readConfig } from '../../src/config/env.ts';
import { createLogger } from '../../src/core/logger.ts';
import { openSealed } from '../../src/platforms/sealed.ts';
import { openStorage } from '../../src/storage.ts';

/** What the product's front door is compared with: Koa, the driver, one insert; where callbacks are sealed, their opening. */
const config = readConfig(process.env);
const storage = await openStorage(config, createLogger('silent'));
const collection = storage.connection.collection<{ _id: string; [field: string]: unknown }>('bare');

const app = new Koa();
app.use(async (ctx) => {
  if (ctx.method === 'GET') {
    ctx.body = 'ok';
    return;
  }
  let body = '';
  for await (const chunk of ctx.req) body += chunk;
  await collection.insertOne({ _id: randomUUID(), at: new Date(), ...read(ctx.query, body) });
  ctx.body = 'success';
});
/** With WeCom's settings a sealed callback, else JSON. */
function read(query: Record<string, unknown>, body: string): object {
  const { wecom } = config;
  if (!wecom) return JSON.parse(body);
  const keys = { token: wecom.token, encodingAesKey: wecom.aesKey, receiveId: wecom.corpId };
  const encrypted = /<Encrypt>(?:<!\[CDATA\[)?([^\]<]+)/.exec(body)?.[1] ?? '';
  const { msg_signature: signature, timestamp, nonce } = query as Record<string, string>;
  const signed = { signature: signature ?? '', timestamp: timestamp ?? '', nonce: nonce ?? '', encrypted };
  return { xml: openSealed(keys, signed, new Date()) };
}

app.listen(config.port, config.host);
