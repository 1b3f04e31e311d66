/** Real milliseconds without an acknowledgement after which the way is free. */
const FREE_AFTER_MS = 20;
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
  private readonly waiting: { since: number; begin: () => void }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(longestWaitMs = LONGEST_WAIT_MS) {
    this.longestWaitMs = longestWaitMs;
  }

  /** Runs what a platform waits for. */
  async acknowledging<T>(work: () => Promise<T>): Promise<T> {
    this.arriving++;
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
      if (!isFree && this.handling > 0 && waited < this.longestWaitMs) break;
      this.waiting.shift();
      this.handling++;
      next.begin();
    }
    if (this.waiting.length) this.lookAgain();
  }

  private lookAgain(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.admit();
    }, FREE_AFTER_MS);
  }
}
