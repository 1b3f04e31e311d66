import { type Connection, Schema } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FrozenClock } from '../../../src/core/clock.ts';
import type { Op } from '../../../src/core/effect.ts';
import { randomId } from '../../../src/core/ids.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { TickingKind } from '../../../src/core/records.ts';
import { resolveRecipients } from '../../../src/domain/people/recipients.ts';
import type { RunningClock } from '../../../src/domain/records/clock.ts';
import { Relay } from '../../../src/outbox/relay.ts';
import { Auditor } from '../../../src/services/auditor.ts';
import { Changes } from '../../../src/services/changes.ts';
import { ClockService } from '../../../src/services/clocks.ts';
import { Directory } from '../../../src/services/people/directory.ts';
import { Playbooks } from '../../../src/services/playbooks.ts';
import type { Firing, Send, Ticking } from '../../../src/services/ticking.ts';
import { AGGREGATE_FIELDS } from '../../../src/stores/aggregate.ts';
import { buildIndexes, openDatabase, STRICT } from '../../../src/stores/database.ts';
import { createStores, type Stores } from '../../../src/stores/stores.ts';
import {
  indexClocks,
  TICKING_FIELDS,
  type TickingRecord,
  TickingStore,
} from '../../../src/stores/ticking.ts';
import { aPerson } from '../../support/builders.ts';
import { createDatabase } from '../../support/database.ts';
import { examplePlaybook } from '../../support/playbooks.ts';
import { local } from '../../support/time.ts';

/** A kind of record of its own, to show that clocks do not ask what they run on. */
interface Parcel extends TickingRecord {
  carrierId?: string;
  arrived: boolean;
}

const schema = new Schema<Parcel>(
  { ...AGGREGATE_FIELDS, ...TICKING_FIELDS, carrierId: String, arrived: { type: Boolean, required: true } },
  STRICT,
);
indexClocks(schema);

class ParcelStore extends TickingStore<Parcel> {
  constructor(connection: Connection) {
    super(connection.model<Parcel>('Parcel', schema, 'parcels'), { arrived: false });
  }
}

const HOUR_MS = 3_600_000;
const NOW = local('2026-11-23 10:30');
const OP: Op = { key: 'test', now: NOW, by: 'test' };

function clock(over: Partial<RunningClock> = {}): RunningClock {
  return {
    ...{ name: 'delivery', step: 0, startedAt: NOW, dueAt: new Date(+NOW + HOUR_MS) },
    ...{ playbookVersion: 1, because: '1小时', assignment: 0, ...over },
  };
}

/** Reminds the carrier each hour; a parcel that has arrived is left alone. */
function parcels(store: ParcelStore): Ticking<Parcel> {
  return {
    // One of the table's, so that the auditor has words for it.
    kind: 'document' as TickingKind,
    store,
    todo: '请催快递',
    references: () => ({ customerId: 'C7' }),
    describe: ({ _id }) => `包裹 ${_id}`,
    prepare: async (_parcel, { name }, { people, op }) =>
      name === 'lost'
        ? null
        : (parcel, running): Firing<Parcel> => {
            if (parcel.arrived) return { set: { clocks: [] } };
            const again = { ...running, step: running.step + 1, dueAt: new Date(+op.now + HOUR_MS) };
            const to = resolveRecipients(['assignee'], { assigneeId: parcel.carrierId }, people);
            return { set: { clocks: [again] }, card: 'text', tells: to.map(textTo) };
          },
  };
}

function textTo(to: string): Send {
  const message = { to, kind: 'text', refs: {}, params: { body: '送到了吗' }, urgency: 'normal' } as const;
  return { type: 'send', message: { channel: 'chat', ...message } };
}

let connection: Connection;
let stores: Stores;
let store: ParcelStore;
let changes: Changes;
let clocks: ClockService;
let auditor: Auditor;
let fired: string[];
let drop: () => Promise<void>;

beforeEach(async () => {
  const database = await createDatabase();
  connection = await openDatabase(database.uri);
  drop = () => database.drop();
  stores = createStores(connection, '', randomId);
  store = new ParcelStore(connection);
  await buildIndexes(connection);
  const time = new FrozenClock(NOW);
  const playbooks = new Playbooks(stores.playbooks, stores.leads, time);
  const { playbook, lookups } = examplePlaybook('medical-devices');
  await playbooks.publish({ playbook, lookups, source: 'as it is' }, 'test', NOW);
  await stores.people.addAll([
    aPerson({ _id: 'carrier', name: '李师傅', role: 'service' }),
    aPerson({ _id: 'admin', role: 'admin' }),
  ]);
  await stores.people.changed();
  const nothing = async () => undefined;
  const relay = new Relay({
    ...stores,
    sources: [store],
    keepsCalendars: async () => false,
    ...{
      settleSlots: nothing,
      settleDeal: nothing,
      settleJourney: nothing,
      landFacts: nothing,
      runLeadEvent: nothing,
    },
    followOrders: { noteOrder: nothing, open: nothing, settle: nothing },
    log: silentLogger,
    onQueued: () => {},
  });
  changes = new Changes(relay);
  const directory = new Directory(stores.people, playbooks);
  const ticking = [parcels(store)];
  fired = [];
  const onFired = (name: string) => fired.push(name);
  const shared = { ...stores, ticking, playbooks, directory, changes, log: silentLogger };
  clocks = new ClockService({ ...shared, clock: time, onFired });
  auditor = new Auditor({ ...shared, quotas: async () => [], onFindings: () => {} });
});

afterEach(async () => {
  await connection.close();
  await drop();
});

async function parcel(over: Partial<Parcel> = {}): Promise<void> {
  const own = { _id: 'P1', carrierId: 'carrier', arrived: false, clocks: [clock()], ...over };
  await changes.insert(store, own, { ...OP, key: `insert:${own._id}` });
}

const later = (hours: number) => new Date(+NOW + hours * HOUR_MS);

describe('clocks of any kind of record', () => {
  it('fire when they are due, once, and again as their kind says', async () => {
    await parcel();
    expect(await clocks.nextDueAt()).toEqual(later(1));
    expect(await clocks.sweep(new Date(+later(1) - 1))).toBe(0);
    expect(await clocks.sweep(later(1))).toBe(1);
    expect(await clocks.sweep(later(1))).toBe(0);
    expect(await clocks.nextDueAt()).toEqual(later(2));
    expect(await clocks.sweep(later(2))).toBe(1);
    expect(fired).toEqual(['delivery', 'delivery']);
    const lines = await stores.audit.ofRecord({ kind: 'document', id: 'P1' });
    expect(lines.map(({ kind, customerId, after }) => [kind, customerId, after?.step])).toEqual([
      ['clock.fired', 'C7', 0],
      ['clock.fired', 'C7', 1],
    ]);
    const keys = lines.flatMap(({ after }) => after?.messages as string[]);
    expect((await stores.outbox.byKeys(keys)).map(({ to }) => to)).toEqual(['carrier', 'carrier']);
    expect((await store.get('P1'))?.effects).toEqual([]);
  });

  it('are taken off without a word, or settled before they fire', async () => {
    await parcel({ arrived: true });
    await parcel({ _id: 'P2', clocks: [clock({ name: 'lost' })] });
    await clocks.sweep(later(1));
    expect((await store.get('P1'))?.clocks).toEqual([]);
    expect((await store.get('P1'))?.nextDueAt).toBeUndefined();
    expect((await store.get('P2'))?.clocks).toMatchObject([{ name: 'lost', step: 0 }]);
    expect(await stores.audit.list({ kind: 'clock.fired' }, 10)).toEqual([]);
  });

  it('one that moved meanwhile is left alone', async () => {
    await parcel();
    const [seen] = await store.due(later(1), 1);
    await changes.change(store, 'P1', { ...OP, key: 'moved' }, () => ({
      set: { clocks: [clock({ dueAt: later(5) })] },
    }));
    expect(seen?.clocks).toHaveLength(1);
    expect(await clocks.sweep(later(1))).toBe(0);
  });
});

describe('the auditor', () => {
  it('sees an overdue clock, an open record without one, and a reminder that was lost', async () => {
    await parcel();
    await parcel({ _id: 'P2', clocks: [] });
    await parcel({ _id: 'P3', clocks: [], arrived: true });
    expect(await auditor.look(later(2))).toMatchObject({
      'documents-overdue': 1,
      'documents-without-clock': 1,
    });
    await clocks.sweep(later(2));
    const [line] = await stores.audit.list({ kind: 'clock.fired' }, 1);
    const [key] = (line?.after?.messages ?? []) as string[];
    await connection.collection<{ _id: string }>('outbox').deleteOne({ _id: key ?? '' });
    expect(await auditor.look(later(2.1))).toMatchObject({ 'documents-overdue': 0, 'reminders-lost': 1 });
    const told = await connection.collection('outbox').find({ to: 'admin' }).toArray();
    const texts = told.flatMap(({ params }) => (params.items as { text: string }[]).map(({ text }) => text));
    expect(texts).toEqual(
      expect.arrayContaining([
        '包裹 P1delivery已到时限，但没有触发提醒',
        '包裹 P2没有任何时限，不会有人被提醒',
        'P1 应提醒 李师傅（delivery），没有生成',
      ]),
    );
  });
});
