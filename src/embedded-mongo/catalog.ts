/** Collections and indexes: what they are in memory, and the documents that record them on disk. */

import { type KeyField, parseKeyPattern } from './key-values.ts';
import { type Predicate, parseFilter } from './matcher.ts';
import { type Doc, docOf } from './values.ts';

export interface IndexOptions {
  name: string;
  key: Doc;
  unique: boolean;
  sparse: boolean;
  /** `partialFilterExpression`, as given. */
  partial?: Doc;
  /** `expireAfterSeconds`. */
  ttlSeconds?: number;
}

export interface Index extends IndexOptions {
  id: number;
  fields: readonly KeyField[];
  predicate?: Predicate;
  /** Per field: some document has an array on its path. Never goes back to false. */
  multikey: boolean[];
  /** Some key was too long to be kept whole, so the index no longer gives an order. */
  lossy: boolean;
}

export interface Collection {
  id: number;
  db: string;
  name: string;
  indexes: Index[];
  /** Number of documents. */
  count: number;
  /** The next record number. Numbers only grow, so record order is insertion order. */
  next: number;
}

export function makeIndex(id: number, options: IndexOptions): Index {
  const fields = parseKeyPattern(options.key, 'index');
  return {
    ...options,
    id,
    fields,
    predicate: options.partial && parseFilter(options.partial),
    multikey: fields.map(() => false),
    lossy: false,
  };
}

export function indexToDoc(index: Index): Doc {
  const { id, name, key, unique, sparse, multikey, lossy, partial, ttlSeconds } = index;
  return docOf({ id, name, key, unique, sparse, multikey, lossy, partial, ttlSeconds });
}

function indexFromDoc(doc: Doc): Index {
  const index = makeIndex(doc.get('id') as number, {
    name: doc.get('name') as string,
    key: doc.get('key') as Doc,
    unique: doc.get('unique') === true,
    sparse: doc.get('sparse') === true,
    partial: doc.get('partial') as Doc | undefined,
    ttlSeconds: doc.get('ttlSeconds') as number | undefined,
  });
  index.multikey = doc.get('multikey') as boolean[];
  index.lossy = doc.get('lossy') === true;
  return index;
}

export function collectionToDoc(c: Collection): Doc {
  return docOf({ id: c.id, db: c.db, name: c.name, indexes: c.indexes.map(indexToDoc) });
}

export function collectionFromDoc(doc: Doc): Collection {
  return {
    id: doc.get('id') as number,
    db: doc.get('db') as string,
    name: doc.get('name') as string,
    indexes: (doc.get('indexes') as Doc[]).map(indexFromDoc),
    count: 0,
    next: 1,
  };
}
