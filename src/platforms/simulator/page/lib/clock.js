/**
 * The simulated time as the page knows it: read from the server, running on by itself in between.
 *
 * @import { ClockMove, ClockMoved } from '../contract.ts'
 */
import { getClock, moveClock } from './api.js';

const RESYNC_MS = 30_000;
const TICK_MS = 1_000;
const PROGRESS_MS = 500;

export class SimulatedClock extends EventTarget {
  #at = 0;
  #readAt = 0;
  isMoving = false;
  /** Share of the way, 0–1, or undefined while it cannot be told. @type {number | undefined} */
  progress;

  /** Loads the time and keeps it going: a `tick` event every second, `move` when moving starts, goes on or ends. */
  async start() {
    this.#set(await getClock());
    setInterval(() => this.dispatchEvent(new Event('tick')), TICK_MS);
    setInterval(() => void this.#resync(), RESYNC_MS);
  }

  now() {
    return new Date(this.#at + performance.now() - this.#readAt);
  }

  /**
   * Moves the server's clock; settles when everything due by then has run.
   * @param {ClockMove} move
   * @param {Date} target
   * @returns {Promise<ClockMoved>}
   */
  async move(move, target) {
    const from = this.now().getTime();
    this.isMoving = true;
    this.progress = undefined;
    this.dispatchEvent(new Event('move'));
    const watch = setInterval(() => void this.#watch(from, target.getTime()), PROGRESS_MS);
    try {
      const moved = await moveClock(move);
      this.#set(new Date(moved.now));
      return moved;
    } finally {
      clearInterval(watch);
      this.isMoving = false;
      this.dispatchEvent(new Event('move'));
    }
  }

  /** @param {number} from @param {number} to */
  async #watch(from, to) {
    await this.#resync();
    if (!this.isMoving) return;
    const share = (this.#at - from) / (to - from);
    // A server that sets its clock at once and works afterwards tells nothing about the way.
    this.progress = share > 0 && share < 1 ? share : undefined;
    this.dispatchEvent(new Event('move'));
  }

  async #resync() {
    try {
      this.#set(await getClock());
    } catch {
      // The connection light tells; the time runs on from what is known.
    }
  }

  /** @param {Date} now */
  #set(now) {
    this.#at = now.getTime();
    this.#readAt = performance.now();
    this.dispatchEvent(new Event('tick'));
  }
}
