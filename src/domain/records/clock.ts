/**
 * A clock running on a record. Its rule is frozen: the steps are read from the playbook
 * version it was started under, whatever is published meanwhile.
 */
export interface RunningClock {
  /** Name of the clock in the playbook: `assignment`, `first-touch`, `follow-up`, `dwell`, `stay`, `reply`. */
  name: string;
  /** Index of the step that fires at `dueAt`. */
  step: number;
  startedAt: Date;
  dueAt: Date;
  /** When its first step is, or was, due: the deadline people know. Absent on clocks older than this. */
  deadline?: Date | undefined;
  /** When it reminded last. */
  firedAt?: Date | undefined;
  playbookVersion: number;
  /** Why it is due then, in Chinese, for the card. */
  because: string;
  /** The assignment it belongs to; a new assignment starts a new clock. */
  assignment: number;
  /** Of `follow-up`: what its owner means to do, agreed on with nobody. */
  plan?: boolean | undefined;
}

export function earliestDue(clocks: readonly RunningClock[]): Date | undefined {
  return clocks.reduce<Date | undefined>(
    (first, c) => (first && first <= c.dueAt ? first : c.dueAt),
    undefined,
  );
}
