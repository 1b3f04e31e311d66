import Router from '@koa/router';
import type { Registry } from 'prom-client';

export interface OpsDeps {
  registry: Registry;
  /** What is wrong, by part; an empty object means ready. */
  check(): Promise<Record<string, string>>;
}

/** For whoever runs it: alive, ready, and the figures. */
export function opsRoutes({ registry, check }: OpsDeps): Router {
  const router = new Router();
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });
  router.get('/readyz', async (ctx) => {
    const problems = await check();
    ctx.status = Object.keys(problems).length ? 503 : 200;
    ctx.body = { status: ctx.status === 200 ? 'ready' : 'not ready', problems };
  });
  router.get('/metrics', async (ctx) => {
    ctx.type = registry.contentType;
    ctx.body = await registry.metrics();
  });
  return router;
}
