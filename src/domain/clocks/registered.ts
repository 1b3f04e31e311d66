/** Every clock there is, whatever kind of record it runs on. An area adds its table here. */
import { LEAD_CLOCKS } from '../leads/clocks.ts';
import { ORDER_CLOCKS } from '../orders/clocks.ts';
import type { ClockDefinition } from './define.ts';

const TABLES: readonly Readonly<Record<string, ClockDefinition>>[] = [LEAD_CLOCKS, ORDER_CLOCKS];

/** By name. */
export const CLOCKS: ReadonlyMap<string, ClockDefinition> = byName(TABLES);

/** @throws RangeError when two kinds of record give a clock the same name: audit lines and figures tell them by it */
export function byName(
  tables: readonly Readonly<Record<string, ClockDefinition>>[],
): ReadonlyMap<string, ClockDefinition> {
  const clocks = new Map<string, ClockDefinition>();
  for (const clock of tables.flatMap((table) => Object.values(table))) {
    if (clocks.has(clock.name)) throw new RangeError(`two clocks are called ${clock.name}`);
    clocks.set(clock.name, clock);
  }
  return clocks;
}

/** Every card a step in the playbook's `clocks` may send. */
export function stepCards(): string[] {
  return [...new Set([...CLOCKS.values()].flatMap(({ rule, cards }) => (rule === 'own' ? [] : cards)))];
}

/** What a clock is about, in the words of every text people read; an unknown one's name stands for itself. */
export function clockLabel(name: string): string {
  return CLOCKS.get(name)?.label ?? name;
}
