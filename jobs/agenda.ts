import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job as AgendaJob } from 'agenda';
import type { Connection } from 'mongoose';
import { levelOf } from '../src/core/errors.ts';
import type { Logger } from '../src/core/logger.ts';
import type { Appointment, Job } from './job.ts';

const COLLECTION = 'agenda';
const PROCESS_EVERY_MS = 1_000;
/** What a killed process held is free again this soon. */
const LOCK_MS = 3_000;
/** A job that lasts longer than its lock would be started by a second process: the lock is kept alive. */
const TOUCH_MS = 1_000;

/** How a job of Agenda stands, for people: `npx genjin jobs`. */
export interface JobState {
  name: string;
  lastRunAt?: Date | undefined;
  lastFinishedAt?: Date | undefined;
  nextRunAt?: Date | undefined;
  failedAt?: Date | undefined;
  failReason?: string | undefined;
}

interface StoredJob extends JobState {
  repeatInterval?: string | number;
  repeatTimezone?: string | null;
}

interface AgendaDeps {
  connection: Connection;
  jobs: readonly Job[];
  /** Runs one job and answers when it has run; fails as the job fails. */
  run(name: string): Promise<void>;
  log: Logger;
}

/**
 * Each job is an Agenda job under its own name and schedule. Agenda only wakes: what is due stands in our own
 * records, so a run that is lost or comes twice does no harm. With several processes Agenda's lock gives each run to
 * one of them.
 */
export class Schedule {
  private readonly deps: AgendaDeps;
  private running: Agenda | undefined;

  constructor(deps: AgendaDeps) {
    this.deps = deps;
  }

  /** @throws when the database does not answer */
  async start(): Promise<void> {
    const { connection, jobs } = this.deps;
    // Agenda creates no index that serves its own polling.
    await database(connection)
      .collection(COLLECTION)
      .createIndex(
        { name: 1, nextRunAt: 1, priority: -1, lockedAt: 1, disabled: 1 },
        { name: 'findAndLockNextJob' },
      );
    this.running = await openAgenda(this.deps);
    for (const { name } of jobs) this.define(name, name);
    await this.running.start();
    await this.refresh();
  }

  /**
   * Makes Agenda's jobs those of the product and its playbook. An unchanged one is left alone: writing it anew would
   * free the lock of a run under way and pass over a run that was missed.
   */
  async refresh(): Promise<void> {
    const stored = new Map((await storedJobs(this.deps.connection)).map((job) => [job.name, job]));
    const wanted: (Appointment & { job: string })[] = [];
    for (const job of this.deps.jobs) {
      const known = stored.get(job.name);
      if (known?.repeatInterval !== job.everyMs) await this.agenda.every(job.everyMs, job.name);
      for (const one of (await job.appointments?.()) ?? []) wanted.push({ ...one, job: job.name });
    }
    for (const { name, cron, timeZone, job } of wanted) {
      this.define(name, job);
      const known = stored.get(name);
      if (known?.repeatInterval === cron && known.repeatTimezone === timeZone) continue;
      await this.agenda.every(cron, name, undefined, { timezone: timeZone, skipImmediate: true });
    }
    const kept = new Set([...this.deps.jobs, ...wanted].map(({ name }) => name));
    for (const name of stored.keys()) if (!kept.has(name)) await this.agenda.cancel({ name });
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  private get agenda(): Agenda {
    if (!this.running) throw new Error('The schedule has not been started');
    return this.running;
  }

  private define(name: string, job: string): void {
    if (this.agenda.definitions[name]) return;
    this.agenda.define(name, (run: AgendaJob, done) => {
      this.wake(run, job).then(() => done(), done);
    });
  }

  private async wake(run: AgendaJob, job: string): Promise<void> {
    const alive = setInterval(() => void run.touch().catch(() => undefined), TOUCH_MS);
    try {
      await this.deps.run(job);
    } finally {
      clearInterval(alive);
    }
  }
}

/** Agenda connects as soon as it is made and nobody hears of a failure: its backend is connected before. */
class ConnectedBackend extends MongoBackend {
  private connected: Promise<void> | undefined;

  override connect(): Promise<void> {
    this.connected ??= super.connect();
    return this.connected;
  }
}

async function openAgenda({ connection, log }: AgendaDeps): Promise<Agenda> {
  const mongo = database(connection);
  const backend = new ConnectedBackend({ mongo, collection: COLLECTION, ensureIndex: false });
  await backend.connect();
  const agenda = new Agenda({
    backend,
    processEvery: PROCESS_EVERY_MS,
    defaultLockLifetime: LOCK_MS,
    defaultLockLimit: 1,
    defaultConcurrency: 1,
  });
  agenda.on('error', (error: unknown) =>
    log[isLateRun(error) ? 'warn' : levelOf(error)]({ err: error }, 'agenda'),
  );
  return agenda;
}

/** Every job with its last run, its next one and what went wrong, by name. */
export async function jobStates(connection: Connection): Promise<JobState[]> {
  return (await storedJobs(connection)).map(
    ({ name, lastRunAt, lastFinishedAt, nextRunAt, failedAt, failReason }) => ({
      name,
      lastRunAt,
      lastFinishedAt,
      nextRunAt,
      failedAt,
      failReason,
    }),
  );
}

async function storedJobs(connection: Connection): Promise<StoredJob[]> {
  return database(connection).collection<StoredJob>(COLLECTION).find({}).sort({ name: 1 }).toArray();
}

function database(connection: Connection) {
  if (!connection.db) throw new Error('The database is not connected');
  return connection.db;
}

/** On an overloaded machine a run may outlast its lock: Agenda gives it up and the next one goes on. */
function isLateRun(error: unknown): boolean {
  return error instanceof Error && /^execution of '.*' canceled/.test(error.message);
}
