import Koa from 'koa';
import type { Connection } from 'mongoose';
import { type Config, DEMO_KEY } from './config/env.ts';
import type { Clock } from './core/clock.ts';
import { randomId } from './core/ids.ts';
import type { Leases } from './core/leases.ts';
import type { Logger } from './core/logger.ts';
import { type Scope, USUAL_PER_MINUTE } from './domain/api-key.ts';
import type { Engine } from './engine.ts';
import type { Metrics } from './metrics.ts';
import type { Ingress, Platform } from './platforms/platform.ts';
import { ApiKeys } from './services/api-keys.ts';
import type { Services } from './services/services.ts';
import type { Stores } from './stores/stores.ts';
import { ownHostsOnly } from './web/borders.ts';
import { formRoutes } from './web/forms.ts';
import { errors } from './web/http.ts';
import { leadsApi } from './web/leads-api.ts';
import { loginRoutes } from './web/login.ts';
import { opsRoutes } from './web/ops.ts';
import { pageRoutes } from './web/page-routes.ts';
import { readiness } from './web/readiness.ts';
import { securityHeaders } from './web/security.ts';
import { Sessions } from './web/session.ts';

export interface AppDeps {
  config: Config;
  stores: Stores;
  services: Services;
  engine: Engine;
  metrics: Metrics;
  leases: Leases;
  connection: Connection;
  clock: Clock;
  log: Logger;
  platforms: readonly Platform[];
  ingress: Ingress;
  /** The answers queued for an event, as texts. */
  answersTo(eventKey: string): Promise<string[]>;
}

/** The setting's keys may submit; the demo's own, which README shows, may do everything. */
function fixedKeys({ apiKeys, simulator }: Config) {
  return apiKeys.map((key, i) => {
    const isDemo = simulator !== undefined && key === DEMO_KEY;
    const name = isDemo ? DEMO_KEY : `API_KEYS-${i + 1}`;
    const scopes: Scope[] = [isDemo ? 'admin' : 'submit'];
    return { key, caller: { name, scopes, perMinute: USUAL_PER_MINUTE } };
  });
}

/** The HTTP side. Never listens: `main.ts` does, and tests call it as they like. */
export function createApp(deps: AppDeps): Koa {
  const { config, services, stores, clock, log, engine, metrics, connection, platforms } = deps;
  const app = new Koa();
  app.silent = true;
  app.use(errors(log));
  app.proxy = config.trustedProxies > 0;
  app.maxIpsCount = config.trustedProxies;
  app.use(securityHeaders(config.publicUrl));
  if (config.simulator) app.use(ownHostsOnly(config.publicUrl));
  const { publicUrl } = config;
  const sessions = new Sessions({ sessions: stores.sessions, people: stores.people, clock, publicUrl });
  const { directory } = services;
  const routers = [
    // First: what they bring comes in bursts, and is to be acknowledged before anything else is looked at.
    ...platforms.flatMap((platform) => platform.router ?? []),
    opsRoutes({ registry: metrics.registry, check: readiness({ connection, engine, clock, platforms }) }),
    leadsApi({
      services,
      idempotency: stores.idempotency,
      clock,
      makeId: randomId,
      keys: new ApiKeys({ keys: stores.apiKeys, fixed: fixedKeys(config), clock }),
      reports: stores.reports,
      audit: stores.audit,
      leases: deps.leases,
      log,
    }),
    formRoutes({ services, clock, makeId: randomId, publicUrl, log }),
    loginRoutes({ platforms, sessions, directory, publicUrl, log }),
    pageRoutes({ ...deps, sessions, files: stores.files, publicUrl }),
  ];
  for (const router of routers) app.use(router.routes()).use(router.allowedMethods());
  return app;
}
