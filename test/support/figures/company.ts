import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { compose, type Genjin } from '../../../src/compose.ts';
import { readConfig } from '../../../src/config/env.ts';
import { FrozenClock } from '../../../src/core/clock.ts';
import { createLogger } from '../../../src/core/logger.ts';
import type { Person } from '../../../src/domain/people/person.ts';
import { openDatabase } from '../../../src/stores/database.ts';
import { ROOT, thePeople, writePlaybook } from '../company.ts';
import { createDatabase } from '../database.ts';
import { local } from '../time.ts';

/** A company whose services a test calls itself, and whose records it may read: for what no chat can show. */
export interface Company extends Genjin {
  time: FrozenClock;
  reps: Person[];
  connection: Connection;
  /** Moves the clock; everything due by then happens. */
  moveTo(to: Date): Promise<void>;
  close(): Promise<void>;
}

/** @param at in Shanghai; the clock stands on an odd millisecond */
export async function openCompany(at = '2026-11-02 09:10'): Promise<Company> {
  const database = await createDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'genjin-company-'));
  const connection = await openDatabase(database.uri);
  const time = new FrozenClock(new Date(local(at).getTime() + 377));
  const people = thePeople(time.now());
  const playbook = writePlaybook(join(folder, 'playbook'), 'medical-devices', (words) => {
    words.routing.cap = 1_000;
  });
  const config = readConfig({
    DATA_DIR: folder,
    MONGODB_URI: database.uri,
    PLAYBOOK: playbook,
    PUBLIC_URL: 'https://genjin.example',
  });
  const log = createLogger('error', () => {});
  const genjin = await compose({ config, connection, log, root: ROOT, clock: time, people });
  return {
    ...genjin,
    time,
    connection,
    reps: people.filter(({ role, active }) => role === 'rep' && active),
    async moveTo(to) {
      await genjin.engine.advanceTo(time, to);
    },
    async close() {
      await genjin.stop();
      await connection.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
