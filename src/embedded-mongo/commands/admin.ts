/** Handshake, collections and databases. */

import { encode, MAX_DOCUMENT_BYTES } from '../bson.ts';
import { type Command, ok, openCursor, target, words } from '../command.ts';
import { parseFilterField } from '../query.ts';
import { type Doc, docOf } from '../values.ts';

export const VERSION = '7.0.0';
export const MAX_MESSAGE_BYTES = 48_000_000;

/** A standalone server without topologyVersion: drivers then neither retry writes nor poll. */
function hello(): Doc {
  return ok({
    isWritablePrimary: true,
    ismaster: true,
    helloOk: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
  });
}

const helloCommand: Command = {
  writes: false,
  fields: words(
    'helloOk client compression loadBalanced saslSupportedMechs topologyVersion maxAwaitTimeMS backpressure',
  ),
  run: hello,
};

const buildInfo: Command = {
  writes: false,
  fields: words(''),
  run: () =>
    ok({
      version: VERSION,
      versionArray: VERSION.split('.').map(Number).concat(0),
      modules: ['embedded'],
      maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    }),
};

export const ADMIN_COMMANDS: Record<string, Command> = {
  hello: helloCommand,
  isMaster: helloCommand,
  ismaster: helloCommand,
  ping: { writes: false, fields: words(''), run: () => ok() },
  buildInfo,
  buildinfo: buildInfo,
  endSessions: { writes: false, fields: words(''), run: () => ok() },
  listDatabases: {
    writes: false,
    fields: words('nameOnly filter authorizedDatabases'),
    run: ({ store, body }) => {
      const filter = parseFilterField(body.get('filter'));
      const names = [...new Set(store.all().map((c) => c.db))].sort();
      const databases = names.map((name) => docOf({ name, empty: false }));
      return ok({ databases: databases.filter((d) => filter.test(d)) });
    },
  },
  listCollections: {
    writes: false,
    fields: words('filter nameOnly cursor authorizedCollections'),
    run: (ctx) => {
      const filter = parseFilterField(ctx.body.get('filter'));
      const own = ctx.store.all().filter((c) => c.db === ctx.db);
      const names = own.map((c) => c.name).sort();
      const info = docOf({ readOnly: false });
      const infos = names.map((name) => docOf({ name, type: 'collection', options: new Map(), info }));
      return openCursor(
        ctx,
        `${ctx.db}.$cmd.listCollections`,
        infos.filter((d) => filter.test(d)).map(encode),
      );
    },
  },
  create: {
    writes: true,
    fields: words(''),
    run: (ctx) => {
      const { name, collection } = target(ctx);
      if (!collection) ctx.store.create(ctx.db, name);
      return ok();
    },
  },
  drop: {
    writes: true,
    fields: words(''),
    run: (ctx) => {
      const { collection } = target(ctx);
      if (!collection) return ok();
      ctx.store.drop(collection);
      return ok({ nIndexesWas: collection.indexes.length, ns: `${ctx.db}.${collection.name}` });
    },
  },
  dropDatabase: {
    writes: true,
    fields: words(''),
    run: ({ store, db }) => {
      for (const c of store.all()) if (c.db === db) store.drop(c);
      return ok({ dropped: db });
    },
  },
};
