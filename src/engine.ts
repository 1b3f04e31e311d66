import type { Job } from '../jobs/job.ts';
import type { Clock, SettableClock } from './core/clock.ts';
import { errorText, levelOf } from './core/errors.ts';
import type { Logger } from './core/logger.ts';

export interface EngineDeps {
  jobs: readonly Job[];
  clock: Clock;
  log: Logger;
  onCycle: (ms: number, failed: boolean) => void;
}

export interface Ran {
  [job: string]: number;
}

const MAX_TURNS = 10_000;
const LONG_CYCLE_MS = 5_000;

/**
 * The engine's cycle (GoAlert's pattern): every job in turn, a failing one reported and passed over. Ticked by
 * Agenda, kicked when something was just queued, and driven step by step by tests and the simulator's clock.
 */
export class Engine {
  private readonly deps: EngineDeps;
  private running: Promise<Ran> | null = null;
  private kicked = false;
  private stopped = false;
  /** When a cycle last went through without a failure: what /readyz asks. */
  lastComplete: Date | null = null;
  lastError: string | null = null;

  constructor(deps: EngineDeps) {
    this.deps = deps;
  }

  /** Runs a cycle soon; many kicks make one cycle. */
  kick(): void {
    if (!this.stopped) void this.cycle();
  }

  /** Runs a cycle now; if one is under way, another one right after it. Answers what was done. */
  cycle(): Promise<Ran> {
    this.kicked = true;
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
      while (this.kicked) {
        this.kicked = false;
        add(total, await this.once());
      }
      return total;
    } finally {
      // In the same turn as the loop's last look at `kicked`, so that no kick falls in between.
      this.running = null;
    }
  }

  private async once(): Promise<Ran> {
    const ran: Ran = {};
    const started = performance.now();
    let failure: string | null = null;
    for (const job of this.deps.jobs) {
      try {
        ran[job.name] = await job.run(this.deps.clock.now());
      } catch (error) {
        failure = `${job.name}: ${errorText(error)}`;
        this.deps.log[levelOf(error)]({ err: error, job: job.name }, 'job failed; it runs again next cycle');
      }
    }
    const ms = performance.now() - started;
    if (ms > LONG_CYCLE_MS) this.deps.log.warn({ ms: Math.round(ms) }, 'long engine cycle');
    this.lastError = failure;
    if (!failure) this.lastComplete = this.deps.clock.now();
    this.deps.onCycle(ms, failure !== null);
    return ran;
  }
}

function add(total: Ran, ran: Ran): void {
  for (const [name, n] of Object.entries(ran)) total[name] = (total[name] ?? 0) + n;
}
