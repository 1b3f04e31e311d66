import { describe, expect, it } from 'vitest';
import { plan } from '../../../src/outbox/policy.ts';
import type { PlatformState, PolicyInput, Waiting } from '../../../src/outbox/policy-facts.ts';
import { runsShort } from '../../../src/outbox/quota-saving.ts';
import { local, sharp } from '../../support/time.ts';

const NOVEMBER = { begins: sharp('2026-11-01 00:00'), ends: sharp('2026-12-01 00:00') };
/** Half of the month is over. */
const NOW = local('2026-11-16 10:05');
const MIDDAY = sharp('2026-11-16 11:40');
const YESTERDAY = local('2026-11-15 17:00');

const dingtalk = (sentInPeriod: number, digestsAt: string[] | undefined = ['11:40', '17:10']) =>
  ({
    limits: {
      perPersonMinute: 20,
      perPersonHour: 200,
      quota: { per: 'month', messages: 1_000, ...(digestsAt.length ? { digestsAt } : {}) },
    },
    sentInPeriod,
    period: NOVEMBER,
  }) satisfies PlatformState;

describe('a month runs short', () => {
  it.each([
    ['used as fast as it passes', 510, NOW, false],
    ['a little ahead of it', 550, NOW, false],
    ['well ahead of it', 600, NOW, true],
    ['much on its first day', 70, local('2026-11-01 09:00'), true],
    ['almost all of it, however late', 901, local('2026-11-30 20:00'), true],
  ])('%s: %s', (_what, used, now, expected) => expect(runsShort(dingtalk(used), now)).toBe(expected));

  it('only where the platform says when digests go', () => {
    expect(runsShort(dingtalk(600, []), NOW)).toBe(false);
  });
});

const rows = (n: number, more: Partial<Waiting>): Waiting[] =>
  Array.from({ length: n }, (_, i) => ({
    key: `${more.urgency}-${more.op ?? 'send'}-${i}`,
    to: 'rep',
    kind: 'stalled',
    urgency: 'normal',
    op: 'send',
    since: NOW,
    platform: 'dingtalk',
    ...more,
  }));

function planned(waiting: Waiting[], more: Partial<PolicyInput> = {}) {
  const { send, hold, bundle } = plan({
    waiting,
    now: NOW,
    sentTo: new Map(),
    lists: new Map(),
    platforms: new Map([['dingtalk', dingtalk(600)]]),
    quietUntil: null,
    quietHolds: new Set(),
    ...more,
  });
  return {
    send: send.length,
    bundles: bundle.map(({ keys }) => keys.length),
    held: hold.map(({ until }) => until),
  };
}

describe('where it does', () => {
  it.each<[string, Waiting[], ReturnType<typeof planned>]>([
    [
      'what is no hurry waits for the next digest',
      rows(2, { urgency: 'normal' }),
      { send: 0, bundles: [], held: [MIDDAY, MIDDAY] },
    ],
    [
      'what has waited for one is one message',
      rows(5, { urgency: 'normal', since: YESTERDAY }),
      { send: 0, bundles: [5], held: [] },
    ],
    [
      'a single one is itself',
      rows(1, { urgency: 'normal', since: YESTERDAY }),
      { send: 1, bundles: [], held: [] },
    ],
    ['what is urgent goes at once', rows(2, { urgency: 'urgent' }), { send: 2, bundles: [], held: [] }],
    [
      'together if it is much at the same moment',
      rows(4, { urgency: 'urgent' }),
      { send: 0, bundles: [4], held: [] },
    ],
    ['answers go as ever', rows(4, { urgency: 'reply' }), { send: 4, bundles: [], held: [] }],
    ['reports too', rows(3, { urgency: 'digest' }), { send: 3, bundles: [], held: [] }],
    ['changes of cards wait', rows(1, { op: 'edit' }), { send: 0, bundles: [], held: [MIDDAY] }],
    ['and wait on', rows(1, { op: 'edit', since: YESTERDAY }), { send: 0, bundles: [], held: [MIDDAY] }],
    [
      'but the card just tapped changes at once',
      rows(1, { op: 'edit', urgency: 'reply' }),
      { send: 1, bundles: [], held: [] },
    ],
    ['other platforms go as ever', rows(4, { platform: 'wecom' }), { send: 4, bundles: [], held: [] }],
  ])('%s', (_what, waiting, expected) => {
    const platforms = new Map<string, PlatformState>([
      ['dingtalk', dingtalk(600)],
      ['wecom', { limits: { perPersonMinute: 20, perPersonHour: 200 } }],
    ]);
    expect(planned(waiting, { platforms })).toEqual(expected);
  });

  it('changes of cards take what is left, and no more', () => {
    const platforms = new Map([['dingtalk', dingtalk(560)]]);
    const { send, held } = planned(rows(50, { op: 'edit' }), { platforms });
    expect({ send, held: held.length }).toEqual({ send: 5, held: 45 });
  });

  it('nothing of this while it does not', () => {
    const platforms = new Map([['dingtalk', dingtalk(100)]]);
    const waiting = [...rows(2, { urgency: 'normal' }), ...rows(4, { urgency: 'urgent' })];
    expect(planned(waiting, { platforms })).toEqual({ send: 6, bundles: [], held: [] });
  });

  it('after the day’s last digest comes tomorrow’s first', () => {
    const now = local('2026-11-16 18:00');
    const waiting = rows(1, { urgency: 'normal', since: now });
    expect(planned(waiting, { now }).held).toEqual([sharp('2026-11-17 11:40')]);
  });
});
