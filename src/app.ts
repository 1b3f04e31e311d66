import Koa from 'koa';
import type { Connection } from 'mongoose';
import type { Config } from './config/env.ts';
import type { Clock, SettableClock } from './core/clock.ts';
import { randomId } from './core/ids.ts';
import type { Logger } from './core/logger.ts';
import type { Engine } from './engine.ts';
import type { EventIngress } from './ingress.ts';
import type { Metrics } from './metrics.ts';
import type { SimulatorClock } from './platforms/simulator/clock.ts';
import { simulatorRoutes } from './platforms/simulator/routes.ts';
import type { SimulatorSender } from './platforms/simulator/sender.ts';
import type { Services } from './services/services.ts';
import type { Stores } from './stores/stores.ts';
import { formRoutes } from './web/forms.ts';
import { errors } from './web/http.ts';
import { leadsApi } from './web/leads-api.ts';
import { opsRoutes } from './web/ops.ts';
import { readiness } from './web/readiness.ts';
import { securityHeaders } from './web/security.ts';

export interface AppDeps {
  config: Config;
  stores: Stores;
  services: Services;
  ingress: EventIngress;
  engine: Engine;
  metrics: Metrics;
  connection: Connection;
  clock: Clock;
  log: Logger;
  settable: SettableClock | undefined;
  simulatorSender: SimulatorSender;
  simulatorClock: SimulatorClock | undefined;
}

/** The HTTP side. Never listens: `main.ts` does, and tests call it as they like. */
export function createApp(deps: AppDeps): Koa {
  const { config, services, stores, clock, log, engine, metrics, connection } = deps;
  const app = new Koa();
  app.silent = true;
  app.use(errors(log));
  app.use(securityHeaders());
  const routers = [
    opsRoutes({ registry: metrics.registry, check: readiness({ connection, engine, clock }) }),
    leadsApi({
      services,
      idempotency: stores.idempotency,
      clock,
      makeId: randomId,
      keys: config.apiKeys,
      log,
    }),
    formRoutes({ services, clock, makeId: randomId, publicUrl: config.publicUrl, log }),
    ...(config.simulator && deps.settable ? [simulator(deps, deps.settable)] : []),
  ];
  for (const router of routers) app.use(router.routes()).use(router.allowedMethods());
  return app;
}

function simulator(deps: AppDeps, clock: SettableClock) {
  const { services, stores, engine, simulatorSender, simulatorClock } = deps;
  return simulatorRoutes({
    store: stores.simulator,
    sender: simulatorSender,
    ingress: deps.ingress,
    clock,
    makeId: randomId,
    files: stores.files,
    users: async () => {
      const people = [...(await services.directory.map()).values()].filter((p) => p.active);
      return people.map(({ _id: id, name, role, managerId, team, regions }) => ({
        id,
        name,
        role,
        ...(managerId ? { managerId } : {}),
        ...(team ? { team } : {}),
        ...(regions.length ? { region: regions.join('、') } : {}),
      }));
    },
    advance: async (to) => {
      await deps.ingress.idle();
      const ran = await engine.advanceTo(clock, to);
      await simulatorClock?.remember(true);
      return ran;
    },
    audit: async ({ leadId }, limit) => {
      const entries = await stores.audit.list(leadId ? { leadId } : {}, limit);
      return entries.map(({ _id: _, by, ...entry }) => ({ ...entry, who: by }));
    },
    forms: async () => {
      const { playbook } = await services.playbooks.current();
      return playbook.forms.map(({ id, title }) => ({
        id,
        title,
        url: `/forms/${id}`,
        qr: `/forms/${id}/qr.svg`,
      }));
    },
  });
}
