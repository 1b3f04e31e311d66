/** Handshake, collections and databases. */

import { encode, MAX_DOCUMENT_BYTES } from '../bson.ts';
import { type Command, ok, target, words } from '../command.ts';
import { parseFilterField } from '../query.ts';
import type { Doc, Value } from '../values.ts';
import { cursorReply } from '../wire.ts';

export const VERSION = '7.0.0';
export const MAX_MESSAGE_BYTES = 48_000_000;

/** A standalone server without topologyVersion: drivers then neither retry writes nor poll. */
function hello(): Doc {
  return ok([
    ['isWritablePrimary', true],
    ['ismaster', true],
    ['helloOk', true],
    ['maxBsonObjectSize', MAX_DOCUMENT_BYTES],
    ['maxMessageSizeBytes', MAX_MESSAGE_BYTES],
    ['maxWriteBatchSize', 100_000],
    ['localTime', new Date()],
    ['logicalSessionTimeoutMinutes', 30],
    ['connectionId', 1],
    ['minWireVersion', 0],
    ['maxWireVersion', 21],
    ['readOnly', false],
  ]);
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
    ok([
      ['version', VERSION],
      ['versionArray', VERSION.split('.').map(Number).concat(0)],
      ['modules', ['embedded']],
      ['maxBsonObjectSize', MAX_DOCUMENT_BYTES],
    ]),
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
      const databases = [...new Set(store.all().map((c) => c.db))].sort().map(
        (name): Doc =>
          new Map<string, Value>([
            ['name', name],
            ['empty', false],
          ]),
      );
      return ok([['databases', databases.filter((d) => filter.test(d))]]);
    },
  },
  listCollections: {
    writes: false,
    fields: words('filter nameOnly cursor authorizedCollections'),
    run: ({ store, db, body, cursors }) => {
      const filter = parseFilterField(body.get('filter'));
      const infos = store
        .all()
        .filter((c) => c.db === db)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(
          (c): Doc =>
            new Map<string, Value>([
              ['name', c.name],
              ['type', 'collection'],
              ['options', new Map()],
              ['info', new Map([['readOnly', false]])],
            ]),
        );
      const docs = infos.filter((d) => filter.test(d)).map(encode);
      const ns = `${db}.$cmd.listCollections`;
      return cursorReply(ns, cursors.start(ns, docs.values(), Number.POSITIVE_INFINITY, false), 'firstBatch');
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
      return ok([
        ['nIndexesWas', collection.indexes.length],
        ['ns', `${ctx.db}.${collection.name}`],
      ]);
    },
  },
  dropDatabase: {
    writes: true,
    fields: words(''),
    run: ({ store, db }) => {
      for (const c of store.all()) if (c.db === db) store.drop(c);
      return ok([['dropped', db]]);
    },
  },
};
