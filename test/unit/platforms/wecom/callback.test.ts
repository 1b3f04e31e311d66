import { describe, expect, it } from 'vitest';
import { packAction } from '../../../../cards/actions.ts';
import vectors from '../../../../fixtures/wecom/vectors.json' with { type: 'json' };
import { FrozenClock } from '../../../../src/core/clock.ts';
import type { InboundEvent } from '../../../../src/core/event.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { answerCheck, receiveCallback } from '../../../../src/platforms/wecom/callback.ts';
import { HttpError } from '../../../../src/web/http.ts';
import { createRandom } from '../../../support/random.ts';
import { callbackOf, type Fields, xmlOf } from '../../../support/wecom/envelope.ts';

const { keys } = vectors;
const AT = new Date(1_409_659_813_000);

/** The callback with an inbox that remembers what it was given. */
function listening() {
  const events: InboundEvent[] = [];
  const codes: string[] = [];
  const deps = {
    keys,
    clock: new FrozenClock(AT),
    log: silentLogger,
    ingress: {
      async accept(event: InboundEvent) {
        const first = !events.some((e) => e.id === event.id);
        if (first) events.push(event);
        return { first, handled: Promise.resolve() };
      },
    },
    cards: {
      longText: async (_task: string, reference: string) =>
        reference === '#long' ? packAction({ command: '记录 L1 {note}', messageId: 'm' }) : undefined,
      clicked: async ({ code }: { code: string }) => {
        codes.push(code);
        return async () => {};
      },
    },
  };
  const post = (fields: Fields) => {
    const { query, body } = callbackOf(keys, xmlOf(fields), AT);
    return receiveCallback(deps, query, Buffer.from(body));
  };
  return { deps, events, codes, post };
}

const from = {
  ToUserName: keys.receiveId,
  FromUserName: 'WangMin',
  CreateTime: 1409659813,
  AgentID: '1000002',
};
const event = (name: string, more: Fields = {}): Fields => ({
  ...from,
  MsgType: 'event',
  Event: name,
  ...more,
});
const clicked = (more: Fields): Fields =>
  event('template_card_event', { TaskId: 't1', ResponseCode: 'c1', CardType: 'button_interaction', ...more });
const key = packAction({ command: '指派 L1024 {owner}', messageId: 'row-1' });

describe('every kind becomes its own event', () => {
  it.each<[string, Fields, Partial<InboundEvent>]>([
    [
      'text',
      { ...from, MsgType: 'text', MsgId: '1', Content: '  hello ]]> ' },
      { kind: 'message', payload: { text: '  hello ]]> ' } },
    ],
    [
      'voice that was understood',
      { ...from, MsgType: 'voice', MsgId: '1', MediaId: 'M', Format: 'amr', Recognition: '已报价' },
      { kind: 'message', payload: { text: '已报价' } },
    ],
    [
      'voice',
      { ...from, MsgType: 'voice', MsgId: '1', MediaId: 'M', Format: 'amr', Recognition: '' },
      {
        kind: 'file',
        payload: { name: '语音.amr', mediaType: 'audio/amr', size: 0, fileId: '', remote: 'M' },
      },
    ],
    [
      'image',
      { ...from, MsgType: 'image', MsgId: '1', PicUrl: 'https://x', MediaId: 'M' },
      {
        kind: 'file',
        payload: { name: '图片.jpg', mediaType: 'image/jpeg', size: 0, fileId: '', remote: 'M' },
      },
    ],
    [
      'video',
      { ...from, MsgType: 'video', MsgId: '1', MediaId: 'M', ThumbMediaId: 'T' },
      {
        kind: 'file',
        payload: { name: '视频.mp4', mediaType: 'video/mp4', size: 0, fileId: '', remote: 'M' },
      },
    ],
    [
      'file',
      { ...from, MsgType: 'file', MsgId: '1', MediaId: 'M', FileName: '线索.xlsx' },
      {
        kind: 'file',
        payload: {
          name: '线索.xlsx',
          mediaType: 'application/octet-stream',
          size: 0,
          fileId: '',
          remote: 'M',
        },
      },
    ],
    [
      'location',
      {
        ...from,
        MsgType: 'location',
        MsgId: '1',
        Location_X: '30.25',
        Location_Y: '120.16',
        Scale: '15',
        Label: '市一医院',
      },
      { kind: 'location', payload: { latitude: 30.25, longitude: 120.16, label: '市一医院' } },
    ],
    [
      'link',
      { ...from, MsgType: 'link', MsgId: '1', Title: '招标', Url: 'https://x' },
      {
        kind: 'lifecycle',
        payload: { what: 'unreadable', detail: { what: 'link', title: '招标', url: 'https://x' } },
      },
    ],
    [
      'menu',
      event('click', { EventKey: '今日待触达' }),
      { kind: 'message', payload: { text: '今日待触达' } },
    ],
    [
      'opened',
      event('enter_agent', { EventKey: '' }),
      { kind: 'lifecycle', payload: { what: 'opened', detail: {} } },
    ],
    [
      'subscribe',
      event('subscribe', { EventKey: '' }),
      { kind: 'lifecycle', payload: { what: 'joined', detail: {} } },
    ],
    [
      'unsubscribe is no leaver yet',
      event('unsubscribe', { EventKey: '' }),
      { kind: 'lifecycle', payload: { what: 'changed', detail: {} } },
    ],
    [
      'leaver',
      { ...event('change_contact', { ChangeType: 'delete_user', UserID: 'ZhangTao' }), FromUserName: 'sys' },
      { kind: 'lifecycle', userId: 'zhangtao', payload: { what: 'left', detail: {} } },
    ],
    [
      'renamed',
      {
        ...event('change_contact', { ChangeType: 'update_user', UserID: 'a', NewUserID: 'B' }),
        FromUserName: 'sys',
      },
      { kind: 'lifecycle', userId: 'a', payload: { what: 'changed', detail: { newUserId: 'b' } } },
    ],
    [
      'external contact',
      event('change_external_contact', {
        ChangeType: 'add_external_contact',
        UserID: 'WangMin',
        ExternalUserID: 'wmX',
        State: 'expo',
      }),
      { kind: 'contact', payload: { externalId: 'wmX', channel: 'expo' } },
    ],
    [
      'button',
      clicked({ EventKey: packAction({ command: '接单 L1024', messageId: 'row-1' }) }),
      { kind: 'action', payload: { command: '接单 L1024', messageId: 'row-1', values: {} } },
    ],
    [
      'one choice',
      clicked({
        EventKey: key,
        SelectedItems: { SelectedItem: { QuestionKey: 'owner', OptionIds: { OptionId: 'zhang' } } },
      }),
      {
        kind: 'action',
        payload: { command: '指派 L1024 zhang', messageId: 'row-1', values: { owner: 'zhang' } },
      },
    ],
    [
      'two choices',
      clicked({
        EventKey: key,
        SelectedItems: {
          SelectedItem: [
            { QuestionKey: 'x', OptionIds: { OptionId: ['1', '2'] } },
            { QuestionKey: 'owner', OptionIds: { OptionId: 'zhang' } },
          ],
        },
      }),
      {
        kind: 'action',
        payload: { command: '指派 L1024 zhang', messageId: 'row-1', values: { x: '1', owner: 'zhang' } },
      },
    ],
    [
      'nothing chosen yet',
      clicked({
        EventKey: key,
        SelectedItems: { SelectedItem: { QuestionKey: 'owner', OptionIds: { OptionId: '-' } } },
      }),
      { kind: 'action', payload: { command: '指派 L1024', messageId: 'row-1', values: {} } },
    ],
    [
      'no choices at all',
      clicked({ EventKey: key, SelectedItems: '' }),
      { kind: 'action', payload: { command: '指派 L1024', messageId: 'row-1', values: {} } },
    ],
    [
      'a long command',
      clicked({
        EventKey: '#long',
        SelectedItems: { SelectedItem: { QuestionKey: 'note', OptionIds: { OptionId: 'x' } } },
      }),
      { kind: 'action', payload: { command: '记录 L1 x', messageId: 'm', values: { note: 'x' } } },
    ],
    [
      'a button nobody knows',
      clicked({ EventKey: 'old' }),
      { kind: 'lifecycle', payload: { what: 'other', detail: { what: 'unknown button', key: 'old' } } },
    ],
    [
      'a forgotten long command',
      clicked({ EventKey: '#gone' }),
      { kind: 'lifecycle', payload: { what: 'other', detail: { what: 'unknown button', key: '#gone' } } },
    ],
    [
      'unknown message',
      { ...from, MsgType: 'sticker', MsgId: '1' },
      { kind: 'lifecycle', payload: { what: 'unreadable', detail: { what: 'sticker' } } },
    ],
    [
      'unknown event',
      event('hasOwnProperty'),
      { kind: 'lifecycle', payload: { what: 'other', detail: { what: 'hasOwnProperty' } } },
    ],
    [
      'a known kind without what it needs',
      { ...from, MsgType: 'image', MsgId: '1' },
      { kind: 'lifecycle', payload: { what: 'unreadable', detail: { what: 'image' } } },
    ],
  ])('%s', async (_name, fields, expected) => {
    const { events, post } = listening();
    await post(fields);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ platform: 'wecom', userId: 'wangmin', at: AT, ...expected });
  });

  it('a click brings the right to change its card once more', async () => {
    const { codes, post } = listening();
    await post(clicked({ EventKey: key }));
    expect(codes).toEqual(['c1']);
  });
});

describe('dedupe', () => {
  const text = { ...from, MsgType: 'text', MsgId: '77', Content: 'a' };

  it('a redelivery is one event, whatever its nonce', async () => {
    const { deps, events } = listening();
    for (const nonce of ['a', 'b', 'c']) {
      const { query, body } = callbackOf(keys, xmlOf(text), AT, nonce);
      await receiveCallback(deps, query, Buffer.from(body));
    }
    expect(events).toHaveLength(1);
  });

  it.each<[string, Fields, Fields]>([
    ['two messages in one second', text, { ...text, MsgId: '78' }],
    ['the same MsgId, months apart', text, { ...text, CreateTime: 1409659814 }],
    ['two clicks in one second', clicked({ EventKey: key }), clicked({ EventKey: key, ResponseCode: 'c2' })],
    ['two cards in one second', clicked({ EventKey: key }), clicked({ EventKey: key, TaskId: 't2' })],
    ['two menu entries', event('click', { EventKey: 'a' }), event('click', { EventKey: 'b' })],
    [
      'two leavers',
      event('change_contact', { ChangeType: 'delete_user', UserID: 'a' }),
      event('change_contact', { ChangeType: 'delete_user', UserID: 'b' }),
    ],
    ['two apps', event('unsubscribe'), { ...event('unsubscribe'), AgentID: '9' }],
    [
      'fields that run into each other',
      event('click', { EventKey: 'ab', TaskId: 'c' }),
      event('click', { EventKey: 'a', TaskId: 'bc' }),
    ],
  ])('%s are two events', async (_name, one, other) => {
    const { events, post } = listening();
    await post(one);
    await post(other);
    expect(events).toHaveLength(2);
  });
});

describe('check of the URL', () => {
  const { signature, timestamp, nonce, encrypted, plaintext } = vectors.urlCheck;
  const query = { msg_signature: signature, timestamp, nonce, echostr: encrypted };
  const deps = { ...listening().deps, clock: new FrozenClock(new Date(Number(timestamp) * 1000)) };

  it('is answered with the bare text', () => expect(answerCheck(deps, query)).toBe(plaintext));

  it('survives a + that became a space', () =>
    expect(answerCheck(deps, { ...query, echostr: encrypted.replaceAll('+', ' ') })).toBe(plaintext));

  it.each([
    ['without a signature', { ...query, msg_signature: undefined }],
    ['with two', { ...query, msg_signature: [signature, signature] }],
    ['with another text', { ...query, echostr: `A${encrypted.slice(1)}` }],
    ['without anything', {}],
  ])('is refused %s', (_name, given) => expect(() => answerCheck(deps, given)).toThrow(HttpError));
});

/** 12,000 bodies made from real ones: what is not exactly what WeCom signed stays outside. */
describe('hostile bodies', () => {
  const random = createRandom(4);
  const shapes: ((body: Buffer) => Buffer)[] = [
    (b) => b.subarray(0, random.int(b.length)),
    (b) => {
      const copy = Buffer.from(b);
      // Within the ciphertext: a bit flipped outside it may leave the envelope as it was.
      const start = b.indexOf('<Encrypt><![CDATA[') + 18;
      const at = start + random.int(b.indexOf(']]></Encrypt>') - start - 2);
      copy.writeUInt8(copy.readUInt8(at) ^ (1 << random.int(7)), at);
      return copy;
    },
    () => Buffer.from(Array.from({ length: random.int(2_000) }, () => random.int(256))),
    (b) => Buffer.from(`<!DOCTYPE x [<!ENTITY a "${'a'.repeat(50)}">]>${b.toString()}`),
    () => Buffer.from('<a>'.repeat(1 + random.int(20_000))),
    () => Buffer.from(`<xml><Encrypt>${'A'.repeat(random.int(100_000))}</Encrypt></xml>`),
    (b) =>
      Buffer.from(b.toString().replace('<Encrypt>', '<__proto__>').replace('</Encrypt>', '</__proto__>')),
    (b) =>
      Buffer.from(b.toString().replaceAll('Encrypt', random.pick(['encrypt', 'Encrypt2', 'constructor']))),
    () => Buffer.from(JSON.stringify({ encrypt: 'x'.repeat(random.int(3_000)) })),
  ];

  it('of 12,000 none is accepted, none breaks anything', async () => {
    const { deps, events } = listening();
    const real = callbackOf(
      keys,
      xmlOf({ ...from, MsgType: 'text', MsgId: '1', Content: '你好'.repeat(100) }),
      AT,
    );
    for (let i = 0; i < 12_000; i++) {
      const shape = shapes[i % shapes.length];
      const body = shape ? shape(Buffer.from(real.body)) : Buffer.alloc(0);
      const failure = await receiveCallback(deps, real.query, body).then(
        () => 'accepted',
        (error: unknown) => (error instanceof HttpError ? error.status : error),
      );
      if (failure !== 403) expect.fail(`${failure}: ${body.toString('latin1').slice(0, 200)}`);
    }
    expect(events).toEqual([]);
  });

  it('what WeCom really signed may say anything and still breaks nothing', async () => {
    const { deps } = listening();
    const texts = [
      '',
      'x',
      '<xml/>',
      '<xml>',
      '{"a":1}',
      '<xml><MsgType/></xml>',
      '<xml><FromUserName><a/></FromUserName></xml>',
    ];
    const whole = xmlOf(
      clicked({ EventKey: key, SelectedItems: { SelectedItem: { QuestionKey: 'q', OptionIds: '' } } }),
    );
    for (let i = 0; i < 2_000; i++) {
      const xml =
        texts[i] ?? whole.slice(0, random.int(whole.length)) + whole.slice(random.int(whole.length));
      const { query, body } = callbackOf(keys, xml, AT);
      await receiveCallback(deps, query, Buffer.from(body));
    }
  });
});
