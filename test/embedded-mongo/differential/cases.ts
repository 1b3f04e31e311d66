/** The differential cases, each a name and the commands that ask for its answer. */
import { createHash } from 'node:crypto';
import { type Document, EJSON, Long } from 'bson';
import type { Db } from 'mongodb';
import { PIPELINES } from './aggregates.ts';
import { SEQUENCES, WRONG } from './commands.ts';
import { DATASETS } from './datasets.ts';
import { FILTERS, INDEXED_SORTS, PROJECTIONS, SORTS } from './queries.ts';
import { UPDATES } from './updates.ts';

export interface Case {
  name: string;
  /** Written to before, with `_id`s given by position. */
  documents: Record<string, Document[]>;
  indexes?: Document[];
  commands: Document[];
  /** The order of the documents is nobody's promise. */
  unordered?: boolean;
  /** The order of fields is nobody's promise: a real server varies that of an upserted document from run to run. */
  unorderedFields?: boolean;
  /** Compare that there is an error, not which. */
  anyError?: boolean;
  /** Its documents describe indexes and collections, with versions and ids that differ. */
  catalog?: boolean;
  /** The answer to compare with is that of this case: the same question, another way to it. */
  sameAs?: string;
}

const show = (v: unknown): string => {
  const text = EJSON.stringify(v as Document, { relaxed: false });
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return text.length > 300 ? `${text.slice(0, 300)}… ${hash}` : text;
};
const numbered = (docs: Document[]): Document[] => docs.map((d, i) => ({ _id: i + 1, ...d }));
const dataset = (name: string): Record<string, Document[]> => ({ [name]: numbered(DATASETS[name] ?? []) });

/** Paths a filter names, each worth an index to try. */
function paths(filter: Document): string[] {
  return Object.entries(filter).flatMap(([key, v]) => {
    if (key.startsWith('$')) return (v as Document[]).flatMap(paths);
    return key === '_id' || /\.\d/.test(key) ? [] : [key];
  });
}

function filterCases(): Case[] {
  return Object.entries(FILTERS).flatMap(([name, filters]) =>
    filters.flatMap((filter) => {
      const commands = [{ find: name, filter, sort: { _id: 1 }, projection: { _id: 1 }, batchSize: 1000 }];
      const plain: Case = { name: `${name} ${show(filter)}`, documents: dataset(name), commands };
      const [first, ...others] = [...new Set(paths(filter))];
      if (!first) return [plain];
      const ways: Document[][] = [
        [{ [first]: 1 }],
        [{ [first]: -1, _id: 1 }],
        ...(others.length > 0 ? [[{ [first]: 1 }, ...others.map((p) => ({ [p]: -1 }))]] : []),
      ];
      const indexed = ways.map((indexes) => ({
        ...plain,
        name: `${plain.name} by ${show(indexes)}`,
        indexes,
        sameAs: plain.name,
      }));
      return [plain, ...indexed];
    }),
  );
}

function sortCases(): Case[] {
  return SORTS.map(([name, sort, skip = 0, limit = 0]) => ({
    name: `${name} sort ${show(sort)} ${skip} ${limit}`,
    documents: dataset(name),
    commands: [{ find: name, filter: {}, sort, skip, limit, projection: { _id: 1 }, batchSize: 1000 }],
  }));
}

function indexedSortCases(): Case[] {
  return INDEXED_SORTS.flatMap(([name, filter, sort, index, limit]) => {
    const plain: Case = {
      name: `${name} ${show(filter)} sort ${show(sort)} ${limit}`,
      documents: dataset(name),
      commands: [{ find: name, filter, sort, limit, projection: { _id: 1 }, batchSize: 1000 }],
    };
    return [
      plain,
      { ...plain, name: `${plain.name} by ${show(index)}`, indexes: [index], sameAs: plain.name },
    ];
  });
}

function projectionCases(): Case[] {
  return PROJECTIONS.map(([name, projection]) => ({
    name: `${name} projection ${show(projection)}`,
    documents: dataset(name),
    commands: [{ find: name, filter: {}, projection, batchSize: 1000 }],
  }));
}

function pipelineCases(): Case[] {
  const both = { ...dataset('leads'), ...dataset('orders') };
  return PIPELINES.map(([name, pipeline, unordered]) => ({
    name: `${name} ${show(pipeline)}`,
    documents: name === 'leads' || name === 'orders' ? both : dataset(name),
    commands: [{ aggregate: name, pipeline, cursor: { batchSize: 1000 } }],
    unordered: unordered !== undefined,
  }));
}

function updateCases(): Case[] {
  return UPDATES.map(({ before, update, filter = { _id: 1 }, upsert, multi }, i) => ({
    name: `update ${i} ${show(before)} ${show(filter)} ${show(update)}${upsert ? ' upsert' : ''}${multi ? ' multi' : ''}`,
    documents: { c: numbered(Array.isArray(before) ? before : [before]) },
    commands: [
      {
        update: 'c',
        updates: [{ q: filter, u: update, ...(upsert && { upsert }), ...(multi && { multi }) }],
      },
      { find: 'c', filter: {}, sort: { _id: 1 } },
    ],
    unorderedFields: upsert === true,
  }));
}

function commandCases(): Case[] {
  const wrong: Case[] = Object.entries(WRONG).map(([name, command]) => ({
    name: `wrong: ${name}`,
    documents: { c: [{ _id: 1, a: 1 }] },
    commands: [command],
    anyError: true,
  }));
  // a list of indexes or collections is made of envelopes, not of documents: their versions and ids differ
  const sequences: Case[] = Object.entries(SEQUENCES).map(([name, commands]) => ({
    name,
    documents: {},
    commands: [...commands, { find: 'c', filter: {} }],
    catalog: commands.some((c) => 'listIndexes' in c || 'listCollections' in c),
  }));
  return [...sequences, ...wrong];
}

export function allCases(): Case[] {
  return [
    ...filterCases(),
    ...sortCases(),
    ...indexedSortCases(),
    ...projectionCases(),
    ...pipelineCases(),
    ...updateCases(),
    ...commandCases(),
  ];
}

/** The same for cases that only read, and read the same: those can follow each other without loading again. */
function loadKey(c: Case): string {
  const reads = c.commands.every((cmd) => 'find' in cmd || 'aggregate' in cmd) && !('c' in c.documents);
  return reads ? EJSON.stringify([c.documents, c.indexes]) : '';
}

/** The cases in an order that loads each dataset with each set of indexes once. */
export function inLoadOrder(cases: Case[]): Case[] {
  const groups = new Map<string, Case[]>();
  for (const c of cases) groups.set(loadKey(c), [...(groups.get(loadKey(c)) ?? []), c]);
  return [...groups.values()].flat();
}

/** Runs a case in an empty database and gives its answer as canonical Extended JSON, one line per command. */
export class Runner {
  private readonly db: Db;
  private loaded = '';

  constructor(db: Db) {
    this.db = db;
  }

  async answer(c: Case): Promise<string[]> {
    await this.prepare(c);
    const lines: string[] = [];
    for (const command of c.commands) lines.push(normalise(await this.run(command), c));
    return lines;
  }

  private async prepare(c: Case): Promise<void> {
    const key = loadKey(c);
    if (key && key === this.loaded) return;
    await this.db.dropDatabase();
    for (const [name, docs] of Object.entries(c.documents)) {
      if (docs.length > 0) await this.db.command({ insert: name, documents: docs });
      const indexes = (c.indexes ?? []).map((k, i) => ({ key: k, name: `i${i}` }));
      if (indexes.length > 0) await this.db.command({ createIndexes: name, indexes });
    }
    this.loaded = key;
  }

  private async run(command: Document): Promise<Document> {
    try {
      return await this.db.command(command, { promoteValues: false, ignoreUndefined: true });
    } catch (error) {
      const { code, keyPattern, keyValue } = error as { code?: number } & Document;
      return { error: code ?? String(error), ...(keyPattern && { keyPattern, keyValue }) };
    }
  }
}

/** Fields of replies that are compared; the rest is wording, times and what only a replica set has. */
const COMPARED = words(`
  n nModified upserted writeErrors index code keyPattern keyValue value lastErrorObject updatedExisting values cursor
  firstBatch nextBatch id error numIndexesBefore numIndexesAfter nIndexesWas key name unique sparse type
  expireAfterSeconds partialFilterExpression`);
/** Below these there are documents, compared whole and in their order of fields. */
const DOCUMENTS = words('firstBatch nextBatch value values keyPattern keyValue upserted key');

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Leaves out what differs from run to run: messages, generated ids, cursor ids. */
function normalise(reply: Document, c: Case): string {
  if (c.anyError) return 'error' in reply ? 'an error' : 'no error';
  if (c.unordered && reply.cursor) {
    const batch = reply.cursor.firstBatch as Document[];
    return batch
      .map((d) => canonical(d, true))
      .sort()
      .join('\n');
  }
  if (c.catalog && reply.cursor) reply.cursor.firstBatch.forEach(keepCatalogFields);
  if (c.unorderedFields && reply.cursor) reply.cursor.firstBatch = reply.cursor.firstBatch.map(sortFields);
  return canonical(reply, false);
}

function sortFields(v: unknown): unknown {
  if (typeof v !== 'object' || v === null || '_bsontype' in v || Array.isArray(v) || v instanceof Date)
    return v;
  const entries = Object.entries(v).map(([k, x]) => [k, sortFields(x)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function keepCatalogFields(doc: Document): void {
  for (const name of ['v', 'info', 'options', 'idIndex']) delete doc[name];
}

function canonical(v: unknown, isDocument: boolean): string {
  return EJSON.stringify(strip(v, 'reply', isDocument) as Document, { relaxed: false });
}

function strip(v: unknown, key = 'reply', inDocument = false): unknown {
  if (Array.isArray(v)) return v.map((x) => strip(x, key, inDocument));
  if (typeof v !== 'object' || v === null) return v;
  const type = (v as { _bsontype?: string })._bsontype;
  if (key === 'id' && !inDocument && Long.isLong(v)) return v.isZero() ? 'closed' : 'open';
  if (type === 'ObjectId' && !String(v).startsWith('00000000')) return 'generated';
  if (type !== undefined || v instanceof Date || v instanceof RegExp) return v;
  const inside = inDocument || DOCUMENTS.has(key);
  const entries = Object.entries(v).filter(([k]) => inside || COMPARED.has(k));
  if (!inside) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([k, x]) => [k, strip(x, k, inside)]));
}
