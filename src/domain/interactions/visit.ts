/** A visit to a customer (C3): what was seen, done and agreed there, and how good it was by the playbook's weights (C4). */
import type { TickKind, VisitSettings } from '../playbook/visits.ts';

export interface Named {
  id: string;
  label: string;
}

export interface Tick extends Named {
  of: TickKind;
}

export interface Todo {
  text: string;
  /** Local day, `2026-12-04`. */
  by?: string | undefined;
}

/** The points of a visit, and where each comes from. */
export interface VisitScore {
  points: number;
  /** Points without the cap. */
  sum: number;
  cap: number;
  red: boolean;
  terms: { of: Exclude<TickKind, 'confirmed'>; count: number; weight: number }[];
}

export interface VisitPhoto {
  fileId: string;
  name: string;
  /** SHA-256 of its bytes: the same photo at another visit is hinted at. */
  checksum: string;
}

/** What looks unusual about a visit, for whoever reads it; it proves nothing. `of`: the earlier record. */
export interface VisitHint {
  kind: 'same-photo' | 'many';
  of?: string | undefined;
  visits?: number | undefined;
  minutes?: number | undefined;
}

/** The part of a record that says it was a visit. */
export interface Visit {
  pains: Named[];
  ticks: Tick[];
  todos: Todo[];
  /** Items that were asked and answered with nothing (没有). */
  passed: VisitItemId[];
  score: VisitScore;
  /** Still being asked; the minutes go out once it is not. */
  open: boolean;
  place?: string | undefined;
  photo?: VisitPhoto | undefined;
  hints?: VisitHint[] | undefined;
}

export const VISIT_ITEMS = ['pains', 'ticks', 'next', 'photo'] as const;
export type VisitItemId = (typeof VISIT_ITEMS)[number];

/** What a line says of a visit. */
export interface VisitSaid {
  pains: Named[];
  ticks: Tick[];
  todos: Todo[];
  /** Ids of pain points and ticks it says do not hold or were not done: 没带样品. */
  denied: string[];
}

/** Whether a visit counts as a contact yet: one that was only begun does not, until something is said of it or it is over. */
export function counts({ reached }: { reached: string }): boolean {
  return reached === 'yes';
}

export const NO_VISIT: VisitSaid = { pains: [], ticks: [], todos: [], denied: [] };

export function startVisit(said: VisitSaid, { score }: VisitSettings, place?: string): Visit {
  const { pains, ticks, todos } = said;
  return {
    pains,
    ticks,
    todos,
    passed: [],
    score: visitScore(ticks, score),
    open: true,
    ...(place && { place }),
  };
}

/** The visit with more said of it: what comes is added, what is denied is gone. */
export function visitWith(visit: Visit, said: VisitSaid, { score }: VisitSettings): Visit {
  const kept = ({ id }: Named) => !said.denied.includes(id);
  const ticks = joined(visit.ticks.filter(kept), said.ticks);
  return {
    ...visit,
    pains: joined(visit.pains.filter(kept), said.pains),
    ticks,
    todos: [
      ...visit.todos,
      ...said.todos.filter(({ text }) => visit.todos.every((todo) => todo.text !== text)),
    ],
    score: visitScore(ticks, score),
  };
}

/** The visit put right: each kind of thing the words speak of replaces what stood there, what they deny is gone. */
export function visitCorrected(visit: Visit, said: VisitSaid, { score }: VisitSettings): Visit {
  const kinds = new Set(said.ticks.map(({ of }) => of));
  const kept = ({ id }: Named) => !said.denied.includes(id);
  const ticks = joined(
    visit.ticks.filter((tick) => kept(tick) && !kinds.has(tick.of)),
    said.ticks,
  );
  return {
    ...visit,
    pains: said.pains.length ? said.pains : visit.pains.filter(kept),
    ticks,
    todos: said.todos.length ? said.todos : visit.todos,
    score: visitScore(ticks, score),
  };
}

/** Points by the playbook's weights, at most its cap. */
export function visitScore(ticks: readonly Tick[], weights: VisitSettings['score']): VisitScore {
  const terms = (['solved', 'sample', 'cross'] as const)
    .map((of) => ({ of, count: ticks.filter((tick) => tick.of === of).length, weight: weights[of] }))
    .filter(({ count }) => count > 0);
  const sum = terms.reduce((points, { count, weight }) => points + count * weight, 0);
  const points = Math.min(sum, weights.cap);
  return { points, sum, cap: weights.cap, red: points <= weights.red, terms };
}

export const TERM_LABELS = { solved: '现场解决', sample: '带样品', cross: '跨部门' } as const;

/** `现场解决 1×3 + 带样品 1×2 = 5 分`, `没有加分项，0 分`. */
export function describeScore({ terms, sum, points, cap }: VisitScore): string {
  if (!terms.length) return '没有加分项，0 分';
  const shown = terms.map(({ of, count, weight }) => `${TERM_LABELS[of]} ${count}×${weight}`).join(' + ');
  return sum > cap ? `${shown} = ${sum}，封顶 ${points} 分` : `${shown} = ${points} 分`;
}

/** In words that accuse nobody. */
export function describeHint({ kind, of, visits = 0, minutes = 0 }: VisitHint): string {
  return kind === 'same-photo'
    ? `照片与 ${of ?? '此前'} 的相同`
    : `${minutes} 分钟内记了 ${visits} 次拜访，可能是集中补录`;
}

/** What the minutes are about; a visit on which nothing was said needs none. */
export function hasMinutes({ pains, ticks, todos }: Visit): boolean {
  return pains.length + ticks.length + todos.length > 0;
}

function joined<T extends Named>(before: readonly T[], more: readonly T[]): T[] {
  return [...before, ...more.filter(({ id }) => before.every((known) => known.id !== id))];
}

/** The visits of some days, and those of them at or under the red line, the lowest first; everything in words. */
export interface WeekOfVisits {
  visits: number;
  red: {
    id: string;
    leadId: string;
    company: string;
    by: string;
    score: string;
    hints?: string | undefined;
  }[];
}
