import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import type { Connection } from 'mongoose';
import { levelOf } from '../src/core/errors.ts';
import type { Logger } from '../src/core/logger.ts';

const TICK = 'engine-cycle';
const COLLECTION = 'agenda';

/**
 * Agenda ticks, no more (DESIGN.md 3.8): what is due stands in our own records, so a tick that is lost or comes
 * twice does no harm. With several processes Agenda's lock gives each tick to one of them.
 */
export async function startAgenda(
  connection: Connection,
  tick: () => Promise<unknown>,
  log: Logger,
): Promise<{ stop(): Promise<void> }> {
  const db = connection.db;
  if (!db) throw new Error('The database is not connected');
  // Agenda creates no index that serves its own polling.
  await db
    .collection(COLLECTION)
    .createIndex(
      { name: 1, nextRunAt: 1, priority: -1, lockedAt: 1, disabled: 1 },
      { name: 'findAndLockNextJob' },
    );
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: db, collection: COLLECTION, ensureIndex: false }),
    processEvery: 1_000,
    // A tick lasts milliseconds; what a killed process held is free again this soon.
    defaultLockLifetime: 3_000,
  });
  agenda.on('error', (error: unknown) =>
    log[isLateTick(error) ? 'warn' : levelOf(error)]({ err: error }, 'agenda'),
  );
  agenda.define(TICK, (_job, done) => {
    tick().then(() => done(), done);
  });
  await agenda.start();
  await agenda.every('1 second', TICK);
  return { stop: async () => void (await agenda.stop()) };
}

/** On an overloaded machine a tick may outlast its lock: Agenda gives it up and the next one goes on. */
function isLateTick(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith(`execution of '${TICK}' canceled`);
}
