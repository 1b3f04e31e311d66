import type { Job } from '../jobs/job.ts';
import type { Clock, SettableClock } from './core/clock.ts';
import { errorText, levelOf } from './core/errors.ts';
import type { Logger } from './core/logger.ts';

export interface EngineDeps {
  jobs: readonly Job[];
  clock: Clock;
  log: Logger;
  /** After each run of a job. */
  onRan: (job: string, ms: number, failed: boolean) => void;
}

export interface Ran {
  [job: string]: number;
}

const MAX_TURNS = 10_000;
const LONG_CYCLE_MS = 5_000;

/**
 * The engine's cycle (GoAlert's pattern): jobs in turn, a failing one reported and passed over. Agenda wakes one job
 * at a time, each by its own schedule; a kick, because something was just queued, runs all of them; tests and the
 * simulator's clock drive it step by step.
 */
export class Engine {
  private readonly deps: EngineDeps;
  private running: Promise<Ran> | null = null;
  /** Jobs that are to run in the next turn. */
  private wanted = new Set<Job>();
  private stopped = false;
  private readonly wentThrough = new Map<Job, Date>();
  private readonly failures = new Map<Job, unknown>();

  constructor(deps: EngineDeps) {
    this.deps = deps;
  }

  /** Since when every job has gone through without a failure, as far back as the one that is behind; /readyz asks. */
  get lastComplete(): Date | null {
    const times = this.deps.jobs.map((job) => this.wentThrough.get(job)?.getTime());
    const oldest = times.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.min(a, b)));
    return oldest === undefined ? null : new Date(oldest);
  }

  /** What is failing now, job by job. */
  get lastError(): string | null {
    const lines = [...this.failures].map(([job, error]) => `${job.name}: ${errorText(error)}`);
    return lines.length ? lines.join('; ') : null;
  }

  /** Runs one job, after what is under way. @throws what the job throws */
  async run(name: string): Promise<void> {
    const job = this.deps.jobs.find((one) => one.name === name);
    if (!job || this.stopped) return;
    this.wanted.add(job);
    this.running ??= this.turns();
    await this.running;
    if (this.failures.has(job)) throw this.failures.get(job);
  }

  /** Runs a cycle soon; many kicks make one cycle. */
  kick(): void {
    if (!this.stopped) void this.cycle();
  }

  /** Runs a cycle now; if one is under way, another one right after it. Answers what was done. */
  cycle(): Promise<Ran> {
    for (const job of this.deps.jobs) this.wanted.add(job);
    this.running ??= this.turns();
    return this.running;
  }

  /** Cycles until everything is quiet, kicks that arrive meanwhile included. */
  async settle(): Promise<Ran> {
    const total: Ran = {};
    for (let i = 0; i < MAX_TURNS; i++) {
      const ran = await this.cycle();
      add(total, ran);
      if (Object.values(ran).some((n) => n > 0)) continue;
      const beside = await Promise.all(this.deps.jobs.map((job) => job.idle?.() ?? false));
      if (!beside.includes(true)) return total;
    }
    throw new Error('the engine does not come to rest');
  }

  /**
   * Moves the clock to `to`, stopping at every moment at which something falls due and letting it happen there, so
   * that a day passed in a second leaves the same records as a day.
   */
  async advanceTo(clock: SettableClock, to: Date): Promise<Ran> {
    const total = await this.settle();
    for (let i = 0; i < MAX_TURNS; i++) {
      const next = await this.nextDueAt();
      if (!next || next > to) break;
      await clock.moveTo(next);
      add(total, await this.settle());
    }
    await clock.moveTo(to);
    add(total, await this.settle());
    return total;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async nextDueAt(): Promise<Date | null> {
    const now = this.deps.clock.now();
    const times = await Promise.all(this.deps.jobs.map((job) => job.nextDueAt()));
    // Something overdue that a settled engine left alone will not be mended by waiting.
    const ahead = times.flatMap((at) => (at && at > now ? [at.getTime()] : []));
    return ahead.length ? new Date(Math.min(...ahead)) : null;
  }

  private async turns(): Promise<Ran> {
    const total: Ran = {};
    try {
      while (this.wanted.size) {
        const wanted = this.wanted;
        this.wanted = new Set();
        add(total, await this.once(this.deps.jobs.filter((job) => wanted.has(job))));
      }
      return total;
    } finally {
      // In the same turn as the loop's last look at `wanted`, so that no kick falls in between.
      this.running = null;
    }
  }

  private async once(jobs: readonly Job[]): Promise<Ran> {
    const ran: Ran = {};
    const started = performance.now();
    for (const job of jobs) ran[job.name] = await this.runOne(job);
    const ms = performance.now() - started;
    if (ms > LONG_CYCLE_MS) this.deps.log.warn({ ms: Math.round(ms) }, 'long engine cycle');
    return ran;
  }

  private async runOne(job: Job): Promise<number> {
    const { clock, log, onRan } = this.deps;
    const started = performance.now();
    let done = 0;
    try {
      done = await job.run(clock.now());
      this.failures.delete(job);
      this.wentThrough.set(job, clock.now());
    } catch (error) {
      this.failures.set(job, error);
      log[levelOf(error)]({ err: error, job: job.name }, 'job failed; it runs again when it is next woken');
    }
    onRan(job.name, performance.now() - started, this.failures.has(job));
    return done;
  }
}

function add(total: Ran, ran: Ran): void {
  for (const [name, n] of Object.entries(ran)) total[name] = (total[name] ?? 0) + n;
}
