import type { Colleague } from '../people/person.ts';

/** A MongoDB filter document, built by us and never by a caller. */
export type Filter = Record<string, unknown>;

/** Matches no record at all. */
export const NOTHING: Filter = { _id: { $in: [] } };

/** Whoever looks: an active person, with those below them. */
export interface Viewer {
  person: Colleague;
  /** Ids of everybody they lead, at any depth. */
  below: readonly string[];
}

/** Which records of a kind somebody may see. Asked of active people only. */
export type ScopeRule = (viewer: Viewer) => Filter;
