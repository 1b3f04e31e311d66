import type { Clock } from '../core/clock.ts';
import { type EffectBody, effectId, type Op } from '../core/effect.ts';
import { levelOf } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { deadlineOf } from '../domain/clocks/clock-rules.ts';
import { clockLabel } from '../domain/clocks/registered.ts';
import type { Colleague } from '../domain/people/person.ts';
import type { RunningClock } from '../domain/records/clock.ts';
import type { Change } from '../stores/aggregate.ts';
import type { TickingRecord } from '../stores/ticking.ts';
import type { Changes } from './changes.ts';
import type { Directory } from './people/directory.ts';
import type { Playbooks } from './playbooks.ts';
import type { DecideFiring, Firing, Ticking } from './ticking.ts';

export interface ClockDeps {
  /** Every kind of record with clocks. */
  ticking: readonly Ticking<TickingRecord>[];
  playbooks: Playbooks;
  directory: Directory;
  changes: Changes;
  clock: Clock;
  log: Logger;
  onFired: (name: string, lateMs: number) => void;
}

type People = ReadonlyMap<string, Colleague>;
type Kind = Ticking<TickingRecord>;

const BATCH = 500;
const PARALLEL = 16;

/**
 * Fires the clocks of records when they are due (B3, C7), whatever kind of record. No timers in memory: the database says
 * what is due.
 */
export class ClockService {
  private readonly deps: ClockDeps;

  constructor(deps: ClockDeps) {
    this.deps = deps;
  }

  /**
   * One pass over everything due at `now`. Safe beside other processes and after a crash: each firing is one
   * atomic update with a key of its own. One record that fails does not stop the others.
   * @returns how many clocks fired
   */
  async sweep(now: Date): Promise<number> {
    let total = 0;
    for (const kind of this.deps.ticking) total += await this.sweepKind(kind, now);
    return total;
  }

  /** When the next clock of any record fires, or null when none runs. */
  async nextDueAt(): Promise<Date | null> {
    const times = await Promise.all(this.deps.ticking.map(({ store }) => store.nextDueAt()));
    return times.reduce((first, at) => (at && (!first || at < first) ? at : first), null);
  }

  private async sweepKind(kind: Kind, now: Date): Promise<number> {
    let total = 0;
    for (;;) {
      const { looked, fired } = await this.batch(kind, now);
      total += fired;
      // Less than a batch was due, or what is left cannot fire now.
      if (looked < BATCH || !fired) return total;
    }
  }

  private async batch(kind: Kind, now: Date): Promise<{ looked: number; fired: number }> {
    const due = await kind.store.due(now, BATCH);
    if (!due.length) return { looked: 0, fired: 0 };
    const people = await this.deps.directory.map();
    const queue = due.values();
    let fired = 0;
    const worker = async () => {
      for (const record of queue) fired += await this.fireDue(kind, record, people, now);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return { looked: due.length, fired };
  }

  private async fireDue(kind: Kind, record: TickingRecord, people: People, now: Date): Promise<number> {
    let fired = 0;
    const due = record.clocks.filter((clock) => clock.dueAt <= now);
    if (kind.inOrder) due.sort(kind.inOrder);
    for (const clock of due) {
      try {
        if (await this.fire(kind, record, clock, people, now)) fired++;
      } catch (error) {
        const about = { err: error, [kind.kind]: record._id, clock: clock.name };
        this.deps.log[levelOf(error)](about, 'clock could not fire; will try again');
      }
    }
    return fired;
  }

  private async fire(
    kind: Kind,
    record: TickingRecord,
    clock: RunningClock,
    people: People,
    now: Date,
  ): Promise<boolean> {
    const key = `clock:${record._id}:${clock.name}:${clock.startedAt.getTime()}:${clock.step}:${clock.dueAt.getTime()}`;
    const op: Op = { key, now, by: `clock:${clock.name}` };
    const version = await this.deps.playbooks.get(clock.playbookVersion);
    const decide = await kind.prepare(record, clock, { version, people, op });
    if (!decide) return true;
    const change = (current: TickingRecord) => firingChange(kind, current, clock, decide, op);
    const { changed } = await this.deps.changes.change(kind.store, record._id, op, change, record);
    if (changed) this.deps.onFired(clock.name, this.deps.clock.now().getTime() - clock.dueAt.getTime());
    return changed;
  }
}

/**
 * The firing of one clock step, decided on the record as it is now: null unless the clock is still where it was seen.
 * Reminders come first among the effects, and behind them the audit line that names their keys.
 */
export function firingChange<R extends TickingRecord>(
  kind: Pick<Ticking<R>, 'kind' | 'references'>,
  record: R,
  seen: RunningClock,
  decide: DecideFiring<R>,
  op: Op,
): Change<R> | null {
  const clock = record.clocks.find(({ name }) => name === seen.name);
  if (!clock || clock.step !== seen.step || clock.dueAt.getTime() !== seen.dueAt.getTime()) return null;
  const firing = decide(record, clock);
  if (!firing || !('tells' in firing)) return firing;
  const { set, tells, effects = [] } = firing;
  return { set, effects: [...tells, firedLine(kind, record, clock, firing, op), ...effects] };
}

function firedLine<R extends TickingRecord>(
  kind: Pick<Ticking<R>, 'kind' | 'references'>,
  record: R,
  clock: RunningClock,
  { card, tells }: Extract<Firing<R>, { card: string | null }>,
  op: Op,
): EffectBody {
  const to = tells.map(({ message }) => message.to);
  const nobody = card && !to.length ? '，没有可提醒的人' : '';
  return {
    type: 'audit',
    entry: {
      kind: 'clock.fired',
      record: { kind: kind.kind, id: record._id },
      ...kind.references(record),
      // Whoever was reminded is said by the sender, once the platform has taken the message.
      text: `${clockLabel(clock.name)}到时限${nobody}`,
      after: {
        clock: clock.name,
        startedAt: clock.startedAt,
        step: clock.step,
        messages: tells.map((_, place) => effectId(op, place)),
        dueAt: clock.dueAt,
        deadline: deadlineOf(clock),
        card,
        to,
      },
    },
  };
}
