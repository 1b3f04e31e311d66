import { describe, expect, it } from 'vitest';
import type { Urgency } from '../../../src/core/message.ts';
import { plan } from '../../../src/outbox/policy.ts';
import type { PlatformState, Waiting } from '../../../src/outbox/policy-facts.ts';

const NOW = new Date('2026-11-23T10:05:00.437+08:00');
const LATER = new Date('2026-11-24T00:00:00+08:00');
const chat: PlatformState = { limits: { perPersonMinute: 20, perPersonHour: 900 } };

const rows = (n: number, urgency: Urgency, more: Partial<Waiting> = {}): Waiting[] =>
  Array.from({ length: n }, (_, i) => ({
    key: `${urgency}-${i}`,
    to: 'boss',
    kind: 'text',
    urgency,
    op: 'send',
    since: NOW,
    platform: 'wecom',
    ...more,
  }));

function planned(waiting: Waiting[], more: Partial<Parameters<typeof plan>[0]> = {}) {
  const { send, hold, bundle } = plan({
    waiting,
    now: NOW,
    sentTo: new Map(),
    lists: new Map(),
    platforms: new Map([['wecom', chat]]),
    quietUntil: null,
    quietHolds: new Set(),
    ...more,
  });
  return {
    send: send.length,
    bundles: bundle.map((b) => b.keys.length),
    held: hold.map((h) => `${h.keys.length} ${h.why}`),
    until: hold[0]?.until,
    keys: send,
  };
}

const ago = (n: number, ms: number) =>
  new Map([['boss', Array.from({ length: n }, () => ({ at: new Date(+NOW - ms), kind: 'text' }))]]);

describe('one person', () => {
  it.each<[string, Waiting[], ReturnType<typeof ago>, { send: number; bundles: number[]; held: string[] }]>([
    ['what fits goes out', rows(20, 'urgent'), new Map(), { send: 20, bundles: [], held: [] }],
    [
      'one too many: two wait, or three become one',
      rows(21, 'urgent'),
      new Map(),
      { send: 20, bundles: [], held: ['1 budget of the person'] },
    ],
    ['a few too many become one bundle', rows(25, 'urgent'), new Map(), { send: 19, bundles: [6], held: [] }],
    [
      'many: several bundles, each shown in full',
      rows(100, 'urgent'),
      new Map(),
      { send: 15, bundles: [20, 20, 20, 20, 5], held: [] },
    ],
    [
      'more than bundles can hold waits',
      rows(500, 'urgent'),
      new Map(),
      { send: 0, bundles: Array(20).fill(20), held: ['100 budget of the person'] },
    ],
    [
      'nothing is left of the minute',
      rows(5, 'urgent'),
      ago(20, 30_000),
      { send: 0, bundles: [], held: ['5 budget of the person'] },
    ],
    ['the minute is over', rows(5, 'urgent'), ago(20, 61_000), { send: 5, bundles: [], held: [] }],
    [
      'nothing is left of the hour',
      rows(5, 'urgent'),
      ago(900, 120_000),
      { send: 0, bundles: [], held: ['5 budget of the person'] },
    ],
    [
      'a third of the minute is kept for what is urgent',
      rows(30, 'normal'),
      new Map(),
      { send: 13, bundles: [17], held: [] },
    ],
    [
      'a third of the hour too',
      rows(5, 'normal'),
      ago(600, 120_000),
      { send: 0, bundles: [], held: ['5 budget of the person'] },
    ],
    [
      'what is urgent goes before what is not',
      [...rows(10, 'urgent'), ...rows(10, 'normal')],
      new Map(),
      { send: 13, bundles: [7], held: [] },
    ],
    ['answers go out all the same', rows(5, 'reply'), ago(900, 1_000), { send: 5, bundles: [], held: [] }],
    [
      'changes cost nothing',
      rows(50, 'urgent', { op: 'edit' }),
      ago(20, 1_000),
      { send: 50, bundles: [], held: [] },
    ],
    [
      'mails cost nothing',
      rows(50, 'urgent', { platform: undefined }),
      ago(20, 1_000),
      { send: 50, bundles: [], held: [] },
    ],
  ])('%s', (_name, waiting, sentTo, expected) =>
    expect(planned(waiting, { sentTo })).toMatchObject(expected),
  );

  it('the most urgent go out by themselves', () => {
    const { keys } = planned([...rows(10, 'urgent'), ...rows(60, 'normal')]);
    expect(keys.slice(0, 10)).toEqual(rows(10, 'urgent').map((m) => m.key));
  });

  it('everybody has the budget of the platform they are on', () => {
    const platforms = new Map([
      ['wecom', chat],
      ['dingtalk', { limits: { perPersonMinute: 2, perPersonHour: 2 } }],
    ]);
    const waiting = [
      ...rows(4, 'urgent', { to: 'a' }),
      ...rows(4, 'urgent', { to: 'b', platform: 'dingtalk' }),
    ];
    expect(planned(waiting, { platforms })).toMatchObject({ send: 5, bundles: [3], held: [] });
  });
});

describe('the platform', () => {
  const withQuota = (sentInPeriod: number) =>
    new Map([
      [
        'wecom',
        {
          limits: { ...chat.limits, quota: { per: 'day' as const, messages: 100 } },
          sentInPeriod,
          period: { begins: NOW, ends: LATER },
        },
      ],
    ]);

  it.each([
    ['plenty left', 0, { send: 9, held: [] }],
    ['the last tenth is for answers and what is urgent', 90, { send: 6, held: ['3 quota of the day'] }],
    ['almost none', 97, { send: 3, held: ['6 quota of the day'] }],
    ['none: even answers wait, for they would vanish', 100, { send: 0, held: ['9 quota of the day'] }],
  ])('quota: %s', (_name, sent, expected) => {
    const waiting = [...rows(3, 'reply'), ...rows(3, 'urgent'), ...rows(3, 'normal')];
    const result = planned(waiting, { platforms: withQuota(sent) });
    expect(result).toMatchObject(expected);
    if (result.held.length) expect(result.until).toEqual(LATER);
  });

  it.each([
    ['10:00:30', 'digest', '10:01:00'],
    ['10:30:00', 'digest', '10:31:00'],
    ['10:01:00', 'digest', null],
    ['10:00:30', 'normal', null],
    ['10:00:30', 'urgent', null],
  ] as const)('at %s a %s waits until %s', (time, urgency, until) => {
    const busy = new Map([['wecom', { limits: { ...chat.limits, avoidMinutes: [0, 30] } }]]);
    const at = (text: string) => new Date(`2026-11-23T${text}+08:00`);
    const result = planned(rows(1, urgency), { platforms: busy, now: at(time) });
    expect(result.until ?? null).toEqual(until && at(until));
  });
});
