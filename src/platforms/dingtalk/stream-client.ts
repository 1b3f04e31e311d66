import type { Clock } from '../../core/clock.ts';
import { errorText } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { isRefused } from './api.ts';
import { adviceOf } from './errors.ts';
import type { Ack, Frame } from './frames.ts';
import { type SocketTiming, StreamSocket } from './stream-socket.ts';

export interface StreamTiming extends SocketTiming {
  /** How long the right to listen holds without renewal, and how often everybody tries for it. */
  leaseMs: number;
  leaseEveryMs: number;
  /** A connection that held this long clears what failed before. */
  stableMs: number;
  firstRetryMs: number;
  longestRetryMs: number;
  /** Wrong credentials mend themselves seldom, and asking often blocks the address. */
  refusedRetryMs: number;
  /** An old socket is closed this long after its successor opened, if DingTalk has not done so. */
  drainMs: number;
}

/** Hand-over within 15 s: the lease runs out, then the next look of another process takes it. */
export const STREAM_TIMING: StreamTiming = {
  connectWithinMs: 10_000,
  pingEveryMs: 30_000,
  missedPongs: 2,
  silentMs: 10 * 60_000,
  oldMs: 60 * 60_000,
  leaseMs: 12_000,
  leaseEveryMs: 2_500,
  stableMs: 60_000,
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
  refusedRetryMs: 5 * 60_000,
  drainMs: 30_000,
};

export interface StreamDeps {
  /** A fresh address to connect to. @throws DingtalkError, Unreachable */
  openGateway(): Promise<string>;
  /** Does what the frame asks for; what it throws leaves the frame unanswered. */
  receive(frame: Frame): Promise<Ack | null>;
  leases: {
    hold(name: string, owner: string, now: Date, ms: number): Promise<boolean>;
    release(name: string, owner: string): Promise<void>;
  };
  leaseName: string;
  owner: string;
  clock: Clock;
  log: Logger;
  timing: StreamTiming;
  /** 0 to 1, for spreading retries. */
  random(): number;
}

/**
 * Keeps one Stream connection open for ever, in one process of all that share the credentials: DingTalk gives each
 * message to any one of the sockets it knows. One loop does everything, so attempts never multiply; a successor is
 * open before the old socket is let go, so that nothing falls in between.
 */
export class StreamClient {
  private readonly deps: StreamDeps;
  private current: StreamSocket | null = null;
  private readonly draining = new Map<StreamSocket, NodeJS.Timeout>();
  private readonly handling = new Set<Promise<unknown>>();
  /** Why a new socket is needed; null while none is. */
  private wanted: string | null = 'start';
  private failures = 0;
  /** On the process's own clock, as everything below. */
  private retryAt = 0;
  private openedAt = 0;
  private heldUntil = 0;
  private stopped = true;
  private loop: Promise<void> = Promise.resolve();
  private wake: () => void = () => {};
  /** Null when all is well or another process listens. */
  problem: string | null = null;

  constructor(deps: StreamDeps) {
    this.deps = deps;
  }

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.loop = this.run();
  }

  /** Is this the process that listens, and does it? */
  get open(): boolean {
    return this.current !== null;
  }

  /** Handles what has come in to the end, then lets the next process listen at once. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    await Promise.allSettled(this.handling);
    this.letGo('stopped');
    await this.deps.leases.release(this.deps.leaseName, this.deps.owner).catch(() => {});
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      if (!(await this.holdLease())) this.letGo('another process listens');
      else if (this.wanted !== null && now() >= this.retryAt) await this.connect();
      await this.sleep();
    }
  }

  /** Until the lease has to be renewed, or something is to be done before. */
  private async sleep(): Promise<void> {
    const { clock, timing } = this.deps;
    const nextTry = this.wanted !== null && this.holds() ? this.retryAt - now() : Number.POSITIVE_INFINITY;
    const ms = Math.max(0, Math.min(timing.leaseEveryMs, nextTry));
    if (this.stopped) return;
    const before = clock.now().getTime();
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    // The sockets of a machine that slept only look alive, and its timers stood still.
    if (clock.now().getTime() - before > ms + SLEPT_MS) this.want('the machine slept');
  }

  private holds(): boolean {
    return this.heldUntil > now();
  }

  private async holdLease(): Promise<boolean> {
    const { leases, leaseName, owner, clock, timing, log } = this.deps;
    const asked = now();
    try {
      const held = await leases.hold(leaseName, owner, clock.now(), timing.leaseMs);
      this.heldUntil = held ? asked + timing.leaseMs : 0;
    } catch (error) {
      log.warn({ reason: errorText(error) }, 'the right to listen could not be renewed');
    }
    return this.holds();
  }

  private async connect(): Promise<void> {
    const { openGateway, timing, log } = this.deps;
    const why = this.wanted;
    try {
      const url = await openGateway();
      const events = {
        onFrame: (frame: Frame) => this.receive(frame),
        onRetire: (reason: string) => this.want(reason),
        onClose: (reason: string) => this.closed(socket, reason),
      };
      const socket: StreamSocket = await StreamSocket.open(url, events, timing, log);
      const before = this.current;
      this.current = socket;
      this.openedAt = now();
      this.wanted = null;
      this.problem = null;
      if (before) this.drain(before);
      log.info({ why }, 'DingTalk Stream connected');
    } catch (error) {
      const refused = isRefused(error, 'admin');
      this.problem = (refused && adviceOf(error)) || errorText(error);
      this.retryAt = now() + (refused ? timing.refusedRetryMs : this.backoff());
      log[refused ? 'error' : 'warn']({ reason: this.problem }, 'DingTalk Stream not connected');
    }
  }

  /** Full jitter: processes that lost their connection together do not come back together. */
  private backoff(): number {
    const { firstRetryMs, longestRetryMs } = this.deps.timing;
    const longest = Math.min(firstRetryMs * 2 ** this.failures++, longestRetryMs);
    return firstRetryMs / 2 + this.deps.random() * longest;
  }

  /** At once after a connection that held for a while, later after one that did not. */
  private want(why: string): void {
    if (this.wanted !== null) return;
    this.wanted = why;
    if (now() - this.openedAt >= this.deps.timing.stableMs) {
      this.failures = 0;
      this.retryAt = 0;
    } else {
      this.retryAt = now() + this.backoff();
    }
    this.wake();
  }

  private closed(socket: StreamSocket, why: string): void {
    clearTimeout(this.draining.get(socket));
    this.draining.delete(socket);
    if (this.current !== socket) return;
    this.current = null;
    if (this.stopped || !this.holds()) return;
    this.deps.log.info({ why }, 'DingTalk Stream closed');
    this.want(why);
  }

  /** Goes on reading until DingTalk closes it, which it does some ten seconds after it asked us to go. */
  private drain(socket: StreamSocket): void {
    const timer = setTimeout(() => socket.close('replaced'), this.deps.timing.drainMs);
    this.draining.set(socket, timer);
  }

  private letGo(why: string): void {
    this.wanted ??= why;
    for (const [socket, timer] of this.draining) {
      clearTimeout(timer);
      socket.close(why);
    }
    this.draining.clear();
    this.current?.close(why);
    this.current = null;
  }

  private async receive(frame: Frame): Promise<Ack | null> {
    const { headers, type, data } = frame;
    if (type === 'SYSTEM') return headers.topic === 'ping' ? pong(data) : null;
    const work = this.deps.receive(frame).catch((error: unknown) => {
      this.deps.log.warn({ err: error, topic: headers.topic }, 'frame not taken; DingTalk sends it again');
      return null;
    });
    this.handling.add(work);
    try {
      return await work;
    } finally {
      this.handling.delete(work);
    }
  }
}

const SLEPT_MS = 60_000;
const now = () => performance.now();

/** DingTalk asks whether we live by something to repeat. */
function pong(data: string): Ack {
  try {
    return { code: 200, data: { opaque: (JSON.parse(data) as { opaque?: unknown }).opaque } };
  } catch {
    return { code: 200, data: {} };
  }
}
