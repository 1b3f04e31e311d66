/** Real milliseconds without an acknowledgement after which the way is free. */
const FREE_AFTER_MS = 20;
/** So many acknowledgements under way at once are a burst: handling then has a turn every so many real milliseconds. */
const BURST = 8;
const TURN_EVERY_MS = 50;
/** Whatever else goes on, no event waits longer for its turn, in real milliseconds. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Acknowledging goes before handling, for the platforms give an acknowledgement a few seconds and the inbox keeps
 * what waits: under a burst everything is stored first and handled right after. Handling never stops altogether: it
 * goes on one at a time, in the order of asking, and takes its share of the machine once something has waited long.
 */
export class RightOfWay {
  private readonly longestWaitMs: number;
  private arriving = 0;
  private lastArrival = Number.NEGATIVE_INFINITY;
  private handling = 0;
  private lastTurn = Number.NEGATIVE_INFINITY;
  private lastBurst = Number.NEGATIVE_INFINITY;
  private readonly waiting: { since: number; begin: () => void }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(longestWaitMs = LONGEST_WAIT_MS) {
    this.longestWaitMs = longestWaitMs;
  }

  /** Runs what a platform waits for. */
  async acknowledging<T>(work: () => Promise<T>): Promise<T> {
    this.arriving++;
    if (this.arriving >= BURST) this.lastBurst = performance.now();
    try {
      return await work();
    } finally {
      this.arriving--;
      this.lastArrival = performance.now();
      this.admit();
    }
  }

  /** Runs what can wait, when its turn has come. */
  async handles<T>(work: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin) => {
      this.waiting.push({ since: performance.now(), begin });
      this.admit();
    });
    try {
      return await work();
    } finally {
      this.handling--;
      this.admit();
    }
  }

  private admit(): void {
    const now = performance.now();
    const isFree = !this.arriving && now - this.lastArrival >= FREE_AFTER_MS;
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const waited = now - next.since;
      if (!isFree && !this.hasTurn(now) && waited < this.longestWaitMs) break;
      this.waiting.shift();
      this.handling++;
      this.lastTurn = now;
      next.begin();
    }
    if (this.waiting.length) this.lookAgain();
  }

  private hasTurn(now: number): boolean {
    const inBurst = now - this.lastBurst < FREE_AFTER_MS;
    return !this.handling && (!inBurst || now - this.lastTurn >= TURN_EVERY_MS);
  }

  private lookAgain(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.admit();
    }, FREE_AFTER_MS);
  }
}
