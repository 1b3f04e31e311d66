import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Connection } from 'mongoose';
import { HANDLERS } from '../handlers/index.ts';
import { Schedule } from '../jobs/agenda.ts';
import { createJobs } from '../jobs/index.ts';
import type { Job } from '../jobs/job.ts';
import { createApp } from './app.ts';
import { DailyBackup } from './backup/daily-backup.ts';
import { composeMessaging } from './compose/messaging.ts';
import { composePlatforms } from './compose/platforms.ts';
import { composeServices } from './compose/services.ts';
import type { Config } from './config/env.ts';
import { type Clock, type SettableClock, systemClock } from './core/clock.ts';
import type { InboundEvent } from './core/event.ts';
import { Heartbeat } from './core/heartbeat.ts';
import { randomId } from './core/ids.ts';
import { Leases } from './core/leases.ts';
import type { Logger } from './core/logger.ts';
import { DEMO_PLAYBOOK, seedDemo } from './demo.ts';
import type { Person } from './domain/people/person.ts';
import { Engine } from './engine.ts';
import { createStrangerAnswers } from './inbox/answer-stranger.ts';
import { tellDead } from './inbox/dead-letters.ts';
import { createDispatcher } from './inbox/dispatcher.ts';
import { createContactFetcher } from './inbox/fetch-contact.ts';
import { createFileFetcher } from './inbox/fetch-file.ts';
import { EventIngress } from './inbox/ingress.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Reach } from './outbox/held.ts';
import type { OutboxSender } from './outbox/sender.ts';
import type { Platform } from './platforms/platform.ts';
import { SimulatorClock } from './platforms/simulator/clock.ts';
import { publishChangedFile } from './publish.ts';
import { relocateLeads } from './services/journey/relocate.ts';
import { Directory } from './services/people/directory.ts';
import { Playbooks } from './services/playbooks.ts';
import type { Services } from './services/services.ts';
import { buildIndexes } from './stores/database.ts';
import { createStores, type Stores } from './stores/stores.ts';
import { upgrade } from './stores/upgrade.ts';

export interface ComposeInput {
  config: Config;
  connection: Connection;
  log: Logger;
  /** The project's folder: where the demo's files and the pages are. */
  root: string;
  /** Instead of the clock the configuration asks for. */
  clock?: SettableClock | undefined;
  /** Who works here, for an empty database; without it the simulator brings its demo company along. */
  people?: readonly Person[] | undefined;
}

export interface Genjin {
  app: Koa;
  stores: Stores;
  services: Services;
  engine: Engine;
  ingress: EventIngress;
  clock: Clock;
  metrics: Metrics;
  /** Opens the platforms' sockets; a part of `start`. */
  connect(): Promise<void>;
  /** Starts Agenda's ticking. Without it nothing happens by itself, which is what tests want. */
  start(): Promise<void>;
  /** Finishes what is being handled and sent, then stops. The connection stays open. */
  stop(): Promise<void>;
  /** What the process does for itself about every second once it is started. */
  beat(): Promise<void>;
}

/** Puts the product together. Nothing is read from the environment and nothing listens yet. */
export async function compose(input: ComposeInput): Promise<Genjin> {
  const ground = await layGround(input);
  const { stores, clock, log, leases, installedAt } = ground;
  const metrics = createMetrics(() => queueSizes(stores));
  // Parts that everything wakes or calls, and that stand on everything: bound before the first event comes.
  const late: { engine?: Engine; ingress?: EventIngress; sender?: OutboxSender; reach?: Reach } = {};
  const kick = () => late.engine?.kick();
  const { platforms, mailbox } = composePlatforms({
    ...ground,
    ingress: { accept: (event) => bound(late.ingress).accept(event), idle: () => bound(late.ingress).idle() },
    engine: () => bound(late.engine),
    pump: () => bound(late.sender).pump(),
  });
  const senders = platforms.map((platform) => platform.sender);
  const messaging = composeMessaging({
    ...ground,
    metrics,
    senders,
    mailbox,
    reach: lateReach(() => bound(late.reach)),
  });
  const composed = composeServices({ ...ground, ...messaging, platforms, metrics, kick, installedAt });
  const { services } = composed;
  const { outbox, inbox } = stores;
  const fetchFile = createFileFetcher(platforms, stores.files);
  const fetchContact = createContactFetcher(platforms);
  const answerStranger = createStrangerAnswers(platforms, clock);
  const queued = { inbox, outbox, clock, fetchFile, fetchContact, answerStranger, onQueued: messaging.wake };
  const dispatch = createDispatcher({ services, handlers: HANDLERS, ...queued });
  const letters = { directory: services.directory, ...queued };
  const doors = {
    handle: dispatch.handle,
    onDead: (event: InboundEvent, error: unknown) => tellDead(letters, event, error),
  };
  const ingress = new EventIngress({ inbox, ...doors, clock, log, leases });
  const { imports, documents } = services;
  const parts = { ...stores, ...messaging, ...composed, ingress, platforms, imports, documents };
  const jobs = createJobs({ ...parts, backups: dailyBackup(input.config, ground) });
  const onRan = (job: string, ms: number, failed: boolean) => {
    metrics.jobRuns.inc({ job, result: failed ? 'failed' : 'ok' });
    metrics.jobDuration.observe({ job }, ms / 1000);
  };
  const engine = new Engine({ jobs, clock, log, onRan });
  Object.assign(late, { engine, ingress, sender: messaging.sender, reach: services.reach });
  await services.directorySync.beginAnew();
  for (const platform of platforms) await platform.prepare?.();
  const running = {
    ...ground,
    ...messaging,
    metrics,
    services,
    ingress,
    engine,
    jobs,
    platforms,
    connection: input.connection,
  };
  return {
    app: createApp({ ...running, answersTo: messaging.answersTo }),
    stores,
    services,
    engine,
    ingress,
    clock,
    metrics,
    ...lifecycle(running),
  };
}

function dailyBackup(
  { dataDir, mongodbUri, backup }: Config,
  { playbooks, clock, log }: Ground,
): DailyBackup {
  const timeZone = async () => (await playbooks.current()).playbook.calendar.timeZone;
  return new DailyBackup({ dataDir, backup: mongodbUri ? undefined : backup, clock, log, timeZone });
}

function lateReach(reach: () => Reach): Reach {
  return {
    lost: (row, why, now) => reach().lost(row, why, now),
    found: (person, now) => reach().found(person, now),
  };
}

function bound<T>(part: T | undefined): T {
  if (!part) throw new Error('Used before the product was put together');
  return part;
}

type Ground = Awaited<ReturnType<typeof layGround>>;

/** What everything else stands on: collections, clock, the playbook in force, the demo's data. */
async function layGround({ config, connection, log, root, clock: given, people }: ComposeInput) {
  const stores = createStores(connection, config.dataDir, randomId);
  await buildIndexes(connection);
  await upgrade(stores);
  const simulatorClock = config.simulator
    ? new SimulatorClock(stores.settings, config.simulator.now)
    : undefined;
  await simulatorClock?.recall();
  const settable = given ?? simulatorClock;
  const clock = settable ?? systemClock;
  const playbooks = new Playbooks(stores.playbooks, stores.leads, clock);
  await publishAtStart(config, playbooks, stores, root, clock.now());
  if (people) await stores.people.addAll(people);
  else if (config.simulator)
    await seedDemo(stores, await playbooks.current(), { root, team: config.simulator.team }, clock.now());
  const installedAt = new Date(await stores.settings.setOnce('installed-at', clock.now()));
  await stores.people.changed();
  const directory = new Directory(stores.people, playbooks);
  const leases = new Leases(`${process.pid}-${randomUUID().slice(0, 8)}`, clock, log);
  return { config, stores, playbooks, directory, clock, settable, simulatorClock, log, leases, installedAt };
}

function lifecycle(parts: {
  engine: Engine;
  jobs: readonly Job[];
  playbooks: Playbooks;
  ingress: EventIngress;
  services: Services;
  connection: Connection;
  log: Logger;
  leases: Leases;
  platforms: readonly Platform[];
  simulatorClock: SimulatorClock | undefined;
  sender: OutboxSender;
}) {
  const { engine, jobs, ingress, services, connection, log, leases, platforms, simulatorClock, sender } =
    parts;
  const schedule = new Schedule({ connection, jobs, run: (name) => engine.run(name), log });
  let scheduledUnder: number | undefined;
  // The times of reports are the playbook's; whichever process publishes, this one follows.
  const followPlaybook = async () => {
    const { version } = await parts.playbooks.current();
    if (scheduledUnder !== version) await schedule.refresh();
    scheduledUnder = version;
  };
  const heartbeat = new Heartbeat(async () => {
    for (const platform of platforms) await platform.beat?.();
    // What only this process can send must not wait for the engine's tick to come by here.
    if (platforms.some((platform) => platform.sender.sendsHere)) sender.wake();
    if (begun) await followPlaybook();
    await simulatorClock?.remember();
  }, log);
  let begun = false;
  const connect = async () => {
    for (const platform of platforms) await platform.start?.();
  };
  return {
    connect,
    async start() {
      await schedule.start();
      begun = true;
      await connect();
      leases.start();
      heartbeat.start();
      engine.kick();
    },
    beat: () => heartbeat.beat(),
    /** Every part is stopped, also when the database is gone; the first failure is thrown at the end. */
    async stop() {
      const steps = [
        () => heartbeat.stop(),
        ...platforms.map((platform) => () => platform.stop?.()),
        () => schedule.stop(),
        () => ingress.idle(),
        () => engine.stop(),
        () => sender.stop(),
        () => services.imports.letGo(),
        () => services.documents.letGo(),
        () => leases.stop(),
        () => simulatorClock?.rest(),
      ];
      const failures: unknown[] = [];
      for (const stop of steps) {
        try {
          await stop();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length) throw failures[0];
    },
  };
}

/** The named playbook where it has changed, or the demo's into an empty database; else what was published last stands. */
async function publishAtStart(config: Config, playbooks: Playbooks, stores: Stores, root: string, now: Date) {
  const first = (await stores.playbooks.newestVersion()) === 0;
  const path = config.playbook ?? (first && config.simulator ? `${root}/${DEMO_PLAYBOOK}` : undefined);
  if (path) await publishChangedFile(playbooks, stores.settings, path, now);
  // A publication that was cut off may have left leads behind.
  if (!first) await relocateLeads(await playbooks.current(), stores.leads, now);
}

async function queueSizes(stores: Stores): Promise<Record<string, number>> {
  const [inbox, outbox] = await Promise.all([stores.inbox.countByState(), stores.outbox.countByState()]);
  const named = (queue: string, sizes: Record<string, number>) =>
    Object.entries(sizes).map(([state, n]) => [`${queue}-${state}`, n]);
  return Object.fromEntries([...named('inbox', inbox), ...named('outbox', outbox)]);
}
