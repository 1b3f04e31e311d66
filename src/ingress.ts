import type { Clock } from './core/clock.ts';
import { errorText, levelOf } from './core/errors.ts';
import type { InboundEvent } from './core/event.ts';
import { LEASE_MS, type Leases } from './core/leases.ts';
import type { Logger } from './core/logger.ts';
import type { Ingress } from './platforms/platform.ts';
import type { InboxRow, InboxStore } from './stores/inbox.ts';

export interface IngressDeps {
  inbox: InboxStore;
  /** Handles one event completely; run again after a failure or a crash, so it must be idempotent. */
  handle(event: InboundEvent, log: Logger): Promise<void>;
  /** The event is given up: tell the person and the administrator. */
  onDead(event: InboundEvent, error: string): Promise<void>;
  clock: Clock;
  log: Logger;
  leases: Leases;
}

const MAX_ATTEMPTS = 5;
const FIRST_RETRY_MS = 1_000;
const SWEEP_LANES = 200;

/**
 * The one door: every event of every platform is stored here before the platform is told so, and handled from
 * here, one at a time and in order for each person (DESIGN.md 3.2–3.3). An event whose process died is taken up
 * when its lease ends; one that keeps failing goes to the dead letters.
 */
export class EventIngress implements Ingress {
  private readonly deps: IngressDeps;
  /** The running drain of each lane in this process. */
  private readonly lanes = new Map<string, Promise<void>>();

  constructor(deps: IngressDeps) {
    this.deps = deps;
  }

  async accept(event: InboundEvent): Promise<{ first: boolean; handled: Promise<void> }> {
    const first = await this.deps.inbox.add(event, this.deps.clock.now());
    if (!first) return { first, handled: Promise.resolve() };
    return { first, handled: this.drain(`${event.platform}:${event.userId}`) };
  }

  /** Takes up what no process is handling: new events of others, due retries, claims that ran out. */
  async sweep(): Promise<number> {
    const lanes = await this.deps.inbox.lanesWithWork(this.deps.clock.now(), SWEEP_LANES);
    await Promise.all(lanes.map((lane) => this.drain(lane)));
    return lanes.length;
  }

  /** Resolves when nothing is being handled here any more: for a graceful stop. */
  async idle(): Promise<void> {
    while (this.lanes.size) await Promise.allSettled(this.lanes.values());
  }

  /** Queues a pass behind the lane's running one, so that an event stored meanwhile is not missed. */
  private drain(lane: string): Promise<void> {
    const running = this.lanes.get(lane) ?? Promise.resolve();
    const next = running
      .then(() => this.drainOnce(lane))
      .catch((error: unknown) => {
        this.deps.log[levelOf(error)]({ lane, err: error }, 'lane stopped; the sweep takes it up again');
      });
    this.lanes.set(lane, next);
    void next.then(() => {
      if (this.lanes.get(lane) === next) this.lanes.delete(lane);
    });
    return next;
  }

  private async drainOnce(lane: string): Promise<void> {
    const { inbox, clock, leases } = this.deps;
    for (;;) {
      const row = await inbox.claimNext(lane, leases.owner, clock.now(), LEASE_MS);
      if (!row || !(await leases.during(inbox, row._id, () => this.handle(row)))) return;
    }
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
      if (row.attempts < MAX_ATTEMPTS) {
        log.warn({ err: error, attempts: row.attempts }, 'event will be tried again');
        const wait = FIRST_RETRY_MS * 2 ** (row.attempts - 1);
        await inbox.retryLater(row._id, owner, new Date(clock.now().getTime() + wait), text);
        return false;
      }
      log.error({ err: error }, 'event given up');
      await this.deps.onDead(row.event, text);
      await inbox.finish(row._id, owner, { state: 'dead', now: clock.now(), error: text });
      return true;
    }
  }
}
