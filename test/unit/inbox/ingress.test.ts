import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { Leases } from '../../../src/core/leases.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { EventIngress } from '../../../src/inbox/ingress.ts';
import { buildIndexes, openDatabase } from '../../../src/stores/database.ts';
import { InboxStore } from '../../../src/stores/inbox.ts';
import { createDatabase } from '../../support/database.ts';

const EVENTS = 240;
const PEOPLE = 40;
const CONNECTIONS = 64;

function event(n: number): InboundEvent {
  const base = {
    platform: 'simulator',
    id: `e${n}`,
    userId: `rep-${n % PEOPLE}`,
    at: systemClock.now(),
  } as const;
  return { ...base, kind: 'message', payload: { text: String(n) } };
}

describe('a burst', () => {
  it('is acknowledged first and handled after, each event once', async () => {
    const database = await createDatabase();
    const connection = await openDatabase(database.uri);
    const inbox = new InboxStore(connection);
    await buildIndexes(connection);
    const handled = new Map<string, number[]>();
    let begun = 0;
    const ingress = new EventIngress({
      inbox,
      clock: systemClock,
      log: silentLogger,
      leases: new Leases('test', systemClock, silentLogger),
      async handle({ userId, payload }) {
        begun++;
        handled.set(userId, [...(handled.get(userId) ?? []), Number('text' in payload && payload.text)]);
      },
      onDead: () => Promise.reject(new Error('given up')),
    });

    const queue = Array.from({ length: EVENTS }, (_, n) => n).values();
    const all: Promise<void>[] = [];
    const connections = Array.from({ length: CONNECTIONS }, async () => {
      for (const n of queue) all.push((await ingress.accept(event(n))).handled);
    });
    await Promise.all(connections);
    const beside = begun;
    await Promise.all(all);

    // Handling went on meanwhile, one event at a time.
    expect(beside).toBeGreaterThan(0);
    expect(beside).toBeLessThan(EVENTS / 4);
    const expected = (i: number) => Array.from({ length: EVENTS / PEOPLE }, (_, k) => k * PEOPLE + i);
    for (let i = 0; i < PEOPLE; i++) {
      expect(handled.get(`rep-${i}`)?.toSorted((a, b) => a - b)).toEqual(expected(i));
    }
    expect(await inbox.countByState()).toEqual({});
    await connection.close();
    await database.drop();
  });
});
