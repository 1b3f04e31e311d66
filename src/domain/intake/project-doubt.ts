import type { ProjectDoubt } from '../leads/doubt.ts';
import type { Lead } from '../leads/lead.ts';
import { isSameContact, type Wish } from './same-project.ts';

/** More are not kept: what came before them has long been dealt with. */
const MAX_DOUBTS = 5;

/**
 * @param open the customer's projects
 * @returns whether a wish that joins `lead` may be another project: the same contact wants another category, or it names none
 * and the customer has several projects.
 */
export function isDoubtful(wish: Wish, lead: Lead, open: readonly Lead[]): boolean {
  const shares = lead.categories.some((category) => wish.categories.includes(category));
  if (wish.categories.length) return lead.categories.length > 0 && !shares;
  return open.length > 1 && !isSameContact(lead, wish);
}

/** The lead's doubts with this one, which has the last number. */
export function doubtsAfter(
  current: Lead,
  set: Partial<Lead>,
  doubt: Pick<ProjectDoubt, 'at' | 'wish'>,
): ProjectDoubt[] {
  const { doubts = [] } = current;
  const was = new Map<string, unknown>(Object.entries(current));
  const changed = Object.entries(set)
    .filter(([property, after]) => property !== 'journey' && !isEqual(was.get(property), after))
    .map(([property, after]) => ({ property, before: was.get(property) ?? null, after: after ?? null }));
  const n = (doubts.at(-1)?.n ?? 0) + 1;
  return [...doubts, { at: doubt.at, wish: stated(doubt.wish), n, changed }].slice(-MAX_DOUBTS);
}

/** The lead without what a wish brought to it, as far as nobody has changed that since. */
export function withoutWish(current: Lead, { changed }: ProjectDoubt): Partial<Lead> {
  const now = new Map<string, unknown>(Object.entries(current));
  const set = changed.flatMap(({ property, before, after }) => {
    const value = now.get(property);
    if (isEqual(value, after)) return [[property, before ?? undefined]];
    if (!Array.isArray(value) || !Array.isArray(after)) return [];
    const added = after.filter((item) => !(Array.isArray(before) && before.includes(item)));
    return [[property, value.filter((item) => !added.includes(item))]];
  });
  return Object.fromEntries(set);
}

/** Without what is not known: inside a list it would be stored as null. */
function stated(wish: ProjectDoubt['wish']): ProjectDoubt['wish'] {
  const copy = { ...wish };
  for (const name of Object.keys(copy) as (keyof typeof copy)[])
    if (copy[name] === undefined) delete copy[name];
  return copy;
}

/** Of stored values; nothing and absent are one. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
