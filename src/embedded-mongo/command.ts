/** What a command is to the engine, and what the commands share. */
import type { Collection } from './catalog.ts';
import type { Cursors } from './cursors.ts';
import { MongoError } from './errors.ts';
import type { Store } from './store.ts';
import { type Doc, docOf, type Maybe } from './values.ts';
import { cursorReply, type Request } from './wire.ts';

export interface Context extends Request {
  store: Store;
  cursors: Cursors;
}

export interface Command {
  writes: boolean;
  /** The fields it understands besides those every command has. */
  fields: ReadonlySet<string>;
  run(ctx: Context): Doc | Buffer;
}

export function commandName(body: Doc): string {
  return [...body.keys()][0] ?? '';
}

export function errorReply({ message, code, codeName, extra }: MongoError): Doc {
  return docOf({ ok: 0, errmsg: message, code, ...extra, codeName });
}

/** The reply of success with these fields. */
export function ok(fields: Record<string, Maybe> = {}): Doc {
  return docOf({ ...fields, ok: 1 });
}

/** The reply that opens a cursor over the documents; a small `size` leaves the rest to `getMore`. */
export function openCursor(
  { cursors }: Context,
  ns: string,
  documents: Iterable<Buffer>,
  size = Number.POSITIVE_INFINITY,
  single = false,
): Buffer {
  return cursorReply(ns, cursors.start(ns, documents[Symbol.iterator](), size, single), 'firstBatch');
}

/** The collection a command names in its first field. */
export function target(ctx: Context): { name: string; collection: Collection | undefined } {
  const name = ctx.body.get(commandName(ctx.body));
  if (typeof name !== 'string') throw new MongoError('BadValue', 'the collection name must be a string');
  if (name === '' || name.includes('\0') || name.includes('$') || name.startsWith('.'))
    throw new MongoError('InvalidNamespace', `Invalid collection name: ${name}`);
  if (name.startsWith('system.')) throw new MongoError('InvalidNamespace', `Cannot use ${name}`);
  if (ctx.db === '' || /[/\\. "$*<>:|?\0]/.test(ctx.db) || Buffer.byteLength(ctx.db) > 63)
    throw new MongoError('InvalidNamespace', `Invalid database name: ${ctx.db}`);
  return { name, collection: ctx.store.find(ctx.db, name) };
}

/** The same, creating the collection when it is not there. */
export function targetOrNew(ctx: Context): Collection {
  const { name, collection } = target(ctx);
  return collection ?? ctx.store.create(ctx.db, name);
}

export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' ').filter(Boolean));
}
