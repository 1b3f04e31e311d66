/**
 * Work the engine does again and again. A job does what is due at `now` and nothing else; running it twice for the
 * same moment does no more than running it once, and two processes may run it at the same time.
 */
export interface Job {
  name: string;
  /** @returns how much was done; 0 means that nothing is left to do now */
  run(now: Date): Promise<number>;
  /** The next moment at which `run` will have something to do, as far as it is known. */
  nextDueAt(): Promise<Date | null>;
  /** Waits for what `run` started and left going beside the cycle. @returns whether there was anything */
  idle?(): Promise<boolean>;
}
