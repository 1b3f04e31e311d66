/**
 * Which facts a document has stated so far. The document carries the list, so that a change and the facts it makes or
 * unmakes are one write: a fact that is no longer so is reversed, whatever undid it.
 */
import type { EffectBody } from '../../core/effect.ts';
import type { StatedFact } from '../../core/fact.ts';

/** A document that states facts. */
export interface Stating {
  _id: string;
  rev: number;
  /** `key@rev`: each fact that stands, and the revision that stated it. */
  posted?: string[] | undefined;
}

/** What is so of a document as it stands. */
export interface Stand {
  facts: readonly StatedFact[];
  /** Whether a fact stated before still stands though the document no longer shows it (its lists are bounded). */
  keeps?(key: string): boolean;
}

/** The list after the change that leads to revision `rev`; the very list when nothing follows. */
export function postedAfter({ posted = [] }: Stating, { facts, keeps }: Stand, rev: number): string[] {
  const wanted = new Set(facts.map(({ key }) => key));
  const kept = posted.filter((entry) => wanted.has(keyOf(entry)) || keeps?.(keyOf(entry)));
  const known = new Set(kept.map(keyOf));
  const fresh = [...wanted].filter((key) => !known.has(key)).map((key) => `${key}@${rev}`);
  return kept.length === posted.length && !fresh.length ? posted : [...kept, ...fresh];
}

/** What the difference between two lists states and takes back. @param stand of the document afterwards */
export function factEffects(before: Stating, after: Stating, stand: () => Stand): EffectBody[] {
  if (before.posted === after.posted) return [];
  const [old, now] = [new Set(before.posted), new Set(after.posted)];
  const fresh = [...now].filter((entry) => !old.has(entry));
  const reverse = [...old].filter((entry) => !now.has(entry)).map((entry) => idOf(after, entry));
  if (!fresh.length && !reverse.length) return [];
  const stated = new Map(fresh.length ? stand().facts.map((fact) => [fact.key, fact]) : []);
  const post = fresh.flatMap((entry) => {
    const fact = stated.get(keyOf(entry));
    return fact ? [{ ...fact, id: idOf(after, entry) }] : [];
  });
  return [{ type: 'facts', post, reverse }];
}

function keyOf(entry: string): string {
  return entry.slice(0, entry.lastIndexOf('@'));
}

function idOf({ _id }: Stating, entry: string): string {
  return `${_id}:${entry}`;
}
