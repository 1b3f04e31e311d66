import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FrozenClock } from '../../../../src/core/clock.ts';
import { Unreachable } from '../../../../src/platforms/remote.ts';
import { AppSender } from '../../../../src/platforms/wecom/app-sender.ts';
import { clicksOn } from '../../../../src/platforms/wecom/cards/card-store.ts';
import { WecomError } from '../../../../src/platforms/wecom/errors.ts';
import { openDatabase } from '../../../../src/stores/database.ts';
import { WecomStore } from '../../../../src/stores/wecom.ts';
import { createDatabase } from '../../../support/database.ts';

const card = (body: string) => ({
  kind: 'text',
  title: '新线索',
  facts: [],
  body,
  buttons: [{ id: 'accept', label: '接单', command: '接单 L1', style: 'primary' as const }],
});
const delivery = (key: string, body = '') => ({
  key,
  userId: 'wang-min',
  card: card(body),
  text: body,
  at: new Date(),
});
const lost = () => Promise.reject(new Unreachable('call', 'no answer'));

let store: WecomStore;
let close: () => Promise<void>;
let clock: FrozenClock;
/** Seconds WeCom was asked to look back, send by send. */
let lookedBack: number[];
let codes: string[];
let onSend: (message: { msgtype: string }) => Promise<void>;
let onUpdate: (code: string) => Promise<void>;
let serial = 0;
let uploads = 0;

beforeAll(async () => {
  const database = await createDatabase();
  const connection = await openDatabase(database.uri);
  store = new WecomStore(connection);
  close = () => connection.close();
});
afterAll(() => close());
beforeEach(() => {
  clock = new FrozenClock(new Date('2026-11-23T10:32:00.437+08:00'));
  lookedBack = [];
  codes = [];
  uploads = 0;
  onSend = async () => {};
  onUpdate = async () => {};
});

function sender(): AppSender {
  // As on a real machine, time passes between any two looks at the clock.
  const ticking = { now: () => pass(7) };
  return new AppSender({
    store,
    clock: ticking,
    files: { read: async () => new Uint8Array() },
    api: {
      upload: async () => `media-${++uploads}`,
      async send(_user, message, within) {
        lookedBack.push(within);
        await onSend(message);
        return { msgid: 'm', response_code: `code-${++serial}`, invaliduser: [], unlicenseduser: [] };
      },
      async updateCard(_user, code) {
        codes.push(code);
        await onUpdate(code);
        return { invaliduser: [] };
      },
    },
  });
}

function pass(ms: number): Date {
  clock.moveTo(new Date(clock.now().getTime() + ms));
  return clock.now();
}

describe('sending by the app', () => {
  it('an answer is not taken for a repeat of an equal one some seconds before', async () => {
    await sender().send(delivery('a'));
    await sender().send(delivery('b'));
    expect(lookedBack).toEqual([1, 1]);
  });

  it('a repeat is looked for as long as nobody knows, and no longer', async () => {
    onSend = lost;
    await expect(sender().send(delivery('c'))).rejects.toThrow();
    pass(60_000);
    onSend = async () => {};
    await sender().send(delivery('c'));
    expect(lookedBack[1]).toBeGreaterThanOrEqual(61);
    expect(lookedBack[1]).toBeLessThanOrEqual(70);
  });
});

describe('a file by the app', () => {
  it('is uploaded anew when WeCom has forgotten it before it could be sent', async () => {
    const card = {
      kind: 'text',
      title: '表',
      facts: [],
      buttons: [],
      file: { fileId: 'f', name: '表.xlsx' },
    };
    const file = { ...delivery('h'), card };
    onSend = lost;
    await expect(sender().send(file)).rejects.toThrow();
    const forgotten = async (message: { msgtype: string }) => {
      if (message.msgtype !== 'file') return;
      onSend = async () => {};
      throw new WecomError('message/send', 40007, 'invalid media_id');
    };
    onSend = forgotten;
    const row = await store.get(await sender().send(file));
    expect(row?.parts.at(-1)).toEqual({ msgtype: 'file', file: { media_id: 'media-2' } });
    expect(row?.accepted).toBe(row?.parts.length);
  });
});

describe('changing a card by the app', () => {
  it('a change whose answer was lost is not made a second time', async () => {
    const id = await sender().send(delivery('d'));
    onUpdate = lost;
    await expect(sender().edit(id, delivery('d', '新'))).rejects.toThrow();
    onUpdate = () => Promise.reject(new WecomError('update', 60140, 'used'));
    await sender().edit(id, delivery('d', '新'));
    expect([codes.length, lookedBack.length]).toEqual([2, 1]);
  });

  it('a process that dies before the change leaves its code to the next', async () => {
    const id = await sender().send(delivery('e'));
    const dead = new Promise<never>(() => {});
    onUpdate = () => dead;
    void sender().edit(id, delivery('e', '新'));
    await expect.poll(() => codes.length).toBe(1);
    onUpdate = async () => {};
    await sender().edit(id, delivery('e', '新'));
    expect(codes[1]).toBe(codes[0]);
    expect(lookedBack.length, 'messages').toBe(1);
  });

  it('a code spent by something else makes way for a new card, once, and the new card is the one that counts', async () => {
    const id = await sender().send(delivery('f'));
    onUpdate = () => Promise.reject(new WecomError('update', 60140, 'used'));
    onSend = lost;
    await expect(sender().edit(id, delivery('f', '新'))).rejects.toThrow();
    onSend = async () => {};
    await sender().edit(id, delivery('f', '新'));
    const row = await store.get(id);
    expect(row?.generation).toBe(1);
    expect(row?.replacing).toBeUndefined();
    expect(lookedBack[2], 'the new card is repeated, not sent twice').toBeGreaterThan(1);
  });

  it('a click of somebody else brings no code for it', async () => {
    const id = await sender().send(delivery('g'));
    const clicks = clicksOn(store, { endCard: async () => {} });
    const codesOf = async () => (await store.get(id))?.codes.length;
    await clicks.clicked({ taskId: id, code: 'theirs', userId: 'li-qiang' }, clock.now());
    expect(await codesOf()).toBe(1);
    await clicks.clicked({ taskId: id, code: 'own', userId: 'wang-min' }, clock.now());
    expect(await codesOf()).toBe(2);
  });
});
