/** Removes what TTL indexes say has expired. */
import { decode } from './bson.ts';
import type { Collection, Index } from './catalog.ts';
import { parseFilter } from './matcher.ts';
import { ALL, find } from './query.ts';
import type { Store } from './store.ts';

/** Documents removed in one transaction, so that clients wait for no longer than that. */
const BATCH = 500;

/** Returns how many documents it removed. */
export function removeExpired(store: Store, now: Date): number {
  let removed = 0;
  for (const c of store.all())
    for (const index of c.indexes)
      if (index.ttlSeconds !== undefined) removed += removeFrom(store, c, index, index.ttlSeconds, now);
  return removed;
}

function removeFrom(store: Store, c: Collection, index: Index, seconds: number, now: Date): number {
  const path = index.fields[0]?.path ?? '';
  const before = new Date(now.getTime() - seconds * 1000);
  const filter = parseFilter(new Map([[path, new Map([['$lte', before]])]]));
  for (let removed = 0; ; ) {
    const records = [...find(store, c, { ...ALL, filter, limit: BATCH })];
    const batch = records.filter((record) => {
      const raw = store.peek(c, record);
      return raw && (!index.predicate || index.predicate.test(decode(raw)));
    });
    if (batch.length > 0)
      store.transaction(() => {
        for (const record of batch) {
          const raw = store.read(c, record);
          if (raw) store.remove(c, record, { doc: decode(raw), raw });
        }
      });
    removed += batch.length;
    if (records.length < BATCH || batch.length === 0) return removed;
  }
}
