/**
 * Work the engine does again and again. A job does what is due at `now` and nothing else; running it twice for the
 * same moment does no more than running it once, and two processes may run it at the same time.
 */
export interface Job {
  name: string;
  /** How often Agenda wakes it where nothing else does, wall time; at most 30 s, for `/readyz` asks all of them. */
  everyMs: number;
  /** @returns how much was done; 0 means that nothing is left to do now */
  run(now: Date): Promise<number>;
  /** The next moment at which `run` will have something to do, as far as it is known. */
  nextDueAt(): Promise<Date | null>;
  /** Times of day at which Agenda wakes it as well. They may change while the product runs. */
  appointments?(): Promise<Appointment[]>;
  /** Waits for what `run` started and left going beside the cycle. @returns whether there was anything */
  idle?(): Promise<boolean>;
}

/** A time of day at which a job is woken, under a name of its own. */
export interface Appointment {
  name: string;
  /** Minute, hour, day of the month, month, weekday. */
  cron: string;
  /** `Asia/Shanghai` */
  timeZone: string;
}
