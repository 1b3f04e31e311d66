import type { Clock } from '../core/clock.ts';
import { errorText, isLasting, levelOf } from '../core/errors.ts';
import { type InboundEvent, LETS_PASS } from '../core/event.ts';
import { LEASE_MS, type Leases } from '../core/leases.ts';
import type { Logger } from '../core/logger.ts';
import { RightOfWay } from '../core/right-of-way.ts';
import type { Ingress } from '../platforms/platform.ts';
import type { InboxRow, InboxStore } from '../stores/inbox.ts';

export interface IngressDeps {
  inbox: InboxStore;
  /** Handles one event completely; run again after a failure or a crash, so it must be idempotent. */
  handle(event: InboundEvent, log: Logger): Promise<void>;
  /** The event is given up: tell the person and the administrator. */
  onDead(event: InboundEvent, error: unknown): Promise<void>;
  clock: Clock;
  log: Logger;
  leases: Leases;
}

const MAX_ATTEMPTS = 5;
const FIRST_RETRY_MS = 1_000;
const SWEEP_LANES = 200;

/**
 * The one door: every event of every platform is stored here before the platform is told so, and handled from
 * here, one at a time and in order for each person. An event whose process died is taken up
 * when its lease ends; one that keeps failing goes to the dead letters.
 */
export class EventIngress implements Ingress {
  private readonly deps: IngressDeps;
  private readonly way = new RightOfWay();
  /** The newest drain of each lane in this process, and those of them that have not begun. */
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly queued = new Map<string, Promise<void>>();

  constructor(deps: IngressDeps) {
    this.deps = deps;
  }

  async accept(event: InboundEvent): Promise<{ first: boolean; handled: Promise<void> }> {
    const { inbox, clock } = this.deps;
    const first = await this.way.acknowledging(() => inbox.add(event, clock.now()));
    if (!first) return { first, handled: Promise.resolve() };
    return { first, handled: this.drain(`${event.platform}:${event.userId}`) };
  }

  /**
   * Takes up what no process is handling: new events of others, due retries, claims that ran out. Lanes that run here
   * come to theirs by themselves, and are not waited for.
   */
  async sweep(): Promise<number> {
    const lanes = await this.deps.inbox.lanesWithWork(this.deps.clock.now(), SWEEP_LANES);
    const idle = lanes.filter((lane) => !this.lanes.has(lane));
    await Promise.all(idle.map((lane) => this.drain(lane)));
    return idle.length;
  }

  /** Resolves when nothing is being handled here any more. @returns whether anything was */
  async idle(): Promise<boolean> {
    const wasBusy = this.lanes.size > 0;
    while (this.lanes.size) await Promise.allSettled(this.lanes.values());
    return wasBusy;
  }

  /** Queues one pass behind the lane's running one, so that an event stored meanwhile is not missed. */
  private drain(lane: string): Promise<void> {
    const queued = this.queued.get(lane);
    if (queued !== undefined) return queued;
    const running = this.lanes.get(lane) ?? Promise.resolve();
    const next = running
      .then(() => {
        this.queued.delete(lane);
        return this.drainOnce(lane);
      })
      .catch((error: unknown) => {
        this.deps.log[levelOf(error)]({ lane, err: error }, 'lane stopped; the sweep takes it up again');
      });
    this.queued.set(lane, next);
    this.lanes.set(lane, next);
    void next.then(() => {
      if (this.lanes.get(lane) === next) this.lanes.delete(lane);
    });
    return next;
  }

  private async drainOnce(lane: string): Promise<void> {
    while (await this.way.handles(() => this.handleNext(lane)));
  }

  /** @returns whether the lane may go on to its next event */
  private async handleNext(lane: string): Promise<boolean> {
    const { inbox, clock, leases } = this.deps;
    const row = await inbox.claimNext(lane, leases.owner, clock.now(), LEASE_MS);
    return row !== null && leases.during(inbox, row._id, () => this.handle(row));
  }

  /** @returns whether the lane may go on to its next event */
  private async handle(row: InboxRow): Promise<boolean> {
    const { inbox, clock } = this.deps;
    const { owner } = this.deps.leases;
    const log = this.deps.log.child({ event: row._id, user: row.event.userId });
    try {
      await this.deps.handle(row.event, log);
      await inbox.finish(row._id, owner, { state: 'done', now: clock.now() });
      return true;
    } catch (error) {
      const text = errorText(error);
      if (row.attempts < MAX_ATTEMPTS && !isLasting(error)) {
        log.warn({ err: error, attempts: row.attempts }, 'event will be tried again');
        const wait = FIRST_RETRY_MS * 2 ** (row.attempts - 1);
        await inbox.retryLater(row._id, owner, new Date(clock.now().getTime() + wait), text);
        return row.attempts >= LETS_PASS;
      }
      log.error({ err: error }, 'event given up');
      await this.deps.onDead(row.event, error);
      await inbox.finish(row._id, owner, { state: 'dead', now: clock.now(), error: text });
      return true;
    }
  }
}
