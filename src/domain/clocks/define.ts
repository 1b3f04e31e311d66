import type { TickingKind } from '../../core/records.ts';

/** What a clock is. What it does when it is due says its rule; what happens before, the kind of record it runs on. */
export interface ClockRow {
  /** In the words of every text people read: 首次联系. */
  label: string;
  /**
   * Where its steps stand: in the playbook's `clocks`, where it must be or may be left out; or `own`, where its length
   * follows from something else of the playbook.
   */
  rule: 'required' | 'optional' | 'own';
  /** Cards a step of it may send. */
  cards: readonly string[];
}

/** A clock with its name and the kind of record it runs on. */
export interface ClockDefinition extends ClockRow {
  name: string;
  on: TickingKind;
}

/** The clocks of one kind of record, by name. Names are unique over all kinds: the area's table joins `registered.ts`. */
export function defineClocks<const Table extends Record<string, ClockRow>>(
  on: TickingKind,
  table: Table,
): { [Name in keyof Table]: Table[Name] & { name: Name; on: TickingKind } } {
  const entries = Object.entries(table).map(([name, row]) => [name, { ...row, name, on }]);
  return Object.fromEntries(entries) as ReturnType<typeof defineClocks<Table>>;
}
