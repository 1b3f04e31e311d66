import { describe, expect, it } from 'vitest';
import type { Urgency } from '../../../src/core/message.ts';
import { plan } from '../../../src/outbox/policy.ts';
import type { PolicyInput, Sent, Waiting } from '../../../src/outbox/policy-facts.ts';

const NOW = new Date('2026-11-23T05:00:00.437Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const OVERDUE = { card: 'overdue', above: 3, everyMs: MINUTE };

function waiting(count: number, over: Partial<Waiting> = {}): Waiting[] {
  return Array.from({ length: count }, (_, i) => ({
    key: `${over.to ?? 'a'}${over.kind ?? ''}${over.urgency ?? 'urgent'}${i}`,
    to: 'a',
    kind: 'text',
    urgency: 'urgent' as Urgency,
    op: 'send' as const,
    since: NOW,
    platform: 'simulator',
    ...over,
  }));
}

function ago(...ms: number[]): Sent[] {
  return ms
    .map((m) => ({ at: new Date(NOW.getTime() - m), kind: 'text' }))
    .sort((x, y) => x.at.getTime() - y.at.getTime());
}

function decide(over: Partial<PolicyInput>) {
  return plan({
    waiting: [],
    now: NOW,
    sentTo: new Map(),
    lists: new Map([
      ['pick-owner', { card: 'unassigned', above: 3, everyMs: 10 * MINUTE }],
      ['first-touch-due', OVERDUE],
      ['escalation', OVERDUE],
    ]),
    platforms: new Map([['simulator', { limits: { perPersonMinute: 5, perPersonHour: 10 } }]]),
    quietUntil: null,
    quietHolds: new Set<Urgency>(['normal', 'digest']),
    ...over,
  });
}

const keys = (messages: readonly Waiting[]) => messages.map(({ key }) => key);

describe('within the budget', () => {
  it('everything goes, in its order', () => {
    const messages = waiting(5);
    expect(decide({ waiting: messages })).toEqual({ send: keys(messages), hold: [], bundle: [] });
  });

  it('of nothing comes nothing', () => {
    expect(decide({})).toEqual({ send: [], hold: [], bundle: [] });
  });

  it('people do not share a budget', () => {
    const messages = [...waiting(5, { to: 'a' }), ...waiting(5, { to: 'b' })];
    expect(decide({ waiting: messages }).send).toHaveLength(10);
  });
});

describe('over the budget of a minute or an hour', () => {
  it.each([
    ['the last place takes the bundle', 7, [], 4, 3, 0],
    ['a little too much is not worth a bundle', 6, [], 5, 0, 1],
    ['what went within the minute counts', 5, [10, 20, 30], 1, 4, 0],
    ['what went before the minute does not', 5, [70, 80, 90], 5, 0, 0],
    ['no room: all wait', 2, [1, 2, 3, 4, 5], 0, 0, 2],
    [
      'the hour is full though the minute is not',
      2,
      [70, 80, 90, 100, 110, 120, 130, 140, 150, 160],
      0,
      0,
      2,
    ],
    ['one place: all in one', 4, [1, 2, 3, 4], 0, 4, 0],
  ])('%s', (_what, count, secondsAgo, sent, bundled, held) => {
    const decided = decide({
      waiting: waiting(count),
      sentTo: new Map([['a', ago(...secondsAgo.map((s) => s * SECOND))]]),
    });
    expect(decided.send).toHaveLength(sent);
    expect(decided.bundle.flatMap((b) => b.keys)).toHaveLength(bundled);
    expect(decided.hold.flatMap((h) => h.keys)).toHaveLength(held);
    // Nothing is ever dropped or told twice.
    const all = [
      ...decided.send,
      ...decided.bundle.flatMap((b) => b.keys),
      ...decided.hold.flatMap((h) => h.keys),
    ];
    expect(all.sort()).toEqual(keys(waiting(count)).sort());
  });

  it('waits until the oldest that fills the limit has left its window', () => {
    const full = ago(50 * SECOND, 40 * SECOND, 30 * SECOND, 20 * SECOND, 10 * SECOND);
    const [hold] = decide({ waiting: waiting(1), sentTo: new Map([['a', full]]) }).hold;
    expect(hold?.until).toEqual(new Date(NOW.getTime() + 10 * SECOND));
    expect(hold?.why).toBe('budget of the person');
  });

  it('of two full limits the later one counts', () => {
    const hour = Array.from({ length: 5 }, (_, i) => (59 - i) * MINUTE);
    const minute = [50, 40, 30, 20, 10].map((s) => s * SECOND);
    const sentTo = new Map([['a', ago(...hour, ...minute)]]);
    const [hold] = decide({ waiting: waiting(1), sentTo }).hold;
    expect(hold?.until).toEqual(new Date(NOW.getTime() + MINUTE));
  });

  it('the most urgent go, the rest is bundled', () => {
    const messages = [...waiting(3), ...waiting(4, { urgency: 'digest' })];
    const { send, bundle } = decide({ waiting: messages });
    expect(send).toEqual(keys(messages).slice(0, 3));
    expect(bundle).toEqual([{ to: 'a', keys: keys(messages).slice(3), as: 'bundle' }]);
  });
});

describe('a kind that has a card for many', () => {
  const picks = (count: number) => waiting(count, { kind: 'pick-owner' });
  const sent = (kind: string, ...minutesAgo: number[]) =>
    new Map([['a', minutesAgo.map((m) => ({ at: new Date(NOW.getTime() - m * MINUTE), kind }))]]);

  it.each([
    ['a few go by themselves', 3, new Map(), 3, 0, 0],
    ['many go as a list', 4, new Map(), 0, 4, 0],
    ['a thousand too', 1_000, new Map(), 0, 1_000, 0],
    ['those that went lately count', 2, sent('pick-owner', 9, 5), 0, 2, 0],
    ['those of longer ago do not', 2, sent('pick-owner', 20, 11), 2, 0, 0],
    ['after a list they wait for the next', 2, sent('unassigned', 4), 0, 0, 2],
    ['until it is time for one', 5, sent('unassigned', 10), 0, 5, 0],
  ])('%s', (_what, count, sentTo, alone, listed, held) => {
    const decided = decide({ waiting: picks(count), sentTo });
    expect(decided.send).toHaveLength(alone);
    expect(decided.bundle.flatMap(({ keys, as }) => (as === 'unassigned' ? keys : []))).toHaveLength(listed);
    expect(decided.hold.flatMap((hold) => hold.keys)).toHaveLength(held);
    if (held) expect(decided.hold[0]?.until).toEqual(new Date(NOW.getTime() + 6 * MINUTE));
  });
});

describe('kinds that share a card for many', () => {
  const late = (reminders: number, escalations: number) => [
    ...waiting(reminders, { kind: 'first-touch-due' }),
    ...waiting(escalations, { kind: 'escalation' }),
  ];
  const escalated = (secondsAgo: number) => {
    const at = new Date(NOW.getTime() - secondsAgo * SECOND);
    return new Map([['a', Array.from({ length: 3 }, () => ({ at, kind: 'escalation' }))]]);
  };

  it.each([
    ['a few go by themselves', late(2, 1), new Map(), 3, 0],
    ['more are one list, of whatever kind', late(2, 2), new Map(), 0, 4],
    ['those of the last minute count', late(1, 0), escalated(59), 0, 1],
    ['those of longer ago do not', late(1, 0), escalated(60), 1, 0],
  ])('%s', (_what, messages, sentTo, alone, listed) => {
    const decided = decide({ waiting: messages, sentTo });
    expect(decided.send).toHaveLength(alone);
    expect(decided.bundle.flatMap(({ keys, as }) => (as === 'overdue' ? keys : []))).toHaveLength(listed);
  });
});

it('a list that is about to go is not followed by another', () => {
  const list = waiting(1, { kind: 'unassigned', urgency: 'reply', key: 'list' });
  const decided = decide({ waiting: [...list, ...waiting(5, { kind: 'pick-owner' })] });
  expect(decided.send).toEqual(keys(list));
  expect(decided.bundle).toEqual([]);
  expect(decided.hold.flatMap((hold) => hold.keys)).toHaveLength(5);
});

describe('answers and edits', () => {
  it.each([
    ['answers', { urgency: 'reply' as Urgency }],
    ['edits', { op: 'edit' as const }],
  ])('%s never wait and cost nothing', (_what, over) => {
    const full = new Map([['a', ago(1, 2, 3, 4, 5)]]);
    const messages = waiting(20, over);
    const until = new Date(NOW.getTime() + MINUTE);
    expect(decide({ waiting: messages, sentTo: full, quietUntil: until }).send).toEqual(keys(messages));
  });
});

describe('quiet hours', () => {
  const until = new Date('2026-11-23T23:30:00.437Z');

  it.each([
    ['urgent', true],
    ['reply', true],
    ['normal', false],
    ['digest', false],
  ] as const)('%s goes: %s', (urgency, goes) => {
    const messages = waiting(2, { urgency });
    const decided = decide({ waiting: messages, quietUntil: until });
    expect(decided.send).toEqual(goes ? keys(messages) : []);
    expect(decided.hold).toEqual(goes ? [] : [{ keys: keys(messages), until, why: 'quiet hours' }]);
  });

  it('hold what the playbook says', () => {
    const decided = decide({
      waiting: waiting(1),
      quietUntil: until,
      quietHolds: new Set<Urgency>(['urgent', 'normal', 'digest']),
    });
    expect(decided.send).toEqual([]);
  });

  it('what is held does not use up the budget of what goes', () => {
    const messages = [...waiting(5, { urgency: 'normal' }), ...waiting(5)];
    expect(decide({ waiting: messages, quietUntil: until }).send).toEqual(keys(messages.slice(5)));
  });
});
