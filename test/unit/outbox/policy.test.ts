import { describe, expect, it } from 'vitest';
import type { Urgency } from '../../../src/core/message.ts';
import { type PolicyInput, plan, type Waiting } from '../../../src/outbox/policy.ts';

const NOW = new Date('2026-11-23T05:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function waiting(count: number, over: Partial<Waiting> = {}): Waiting[] {
  return Array.from({ length: count }, (_, i) => ({
    key: `${over.to ?? 'a'}${over.urgency ?? 'urgent'}${i}`,
    to: 'a',
    urgency: 'urgent' as Urgency,
    op: 'send' as const,
    platform: 'simulator',
    ...over,
  }));
}

function ago(...ms: number[]): Date[] {
  return ms.map((m) => new Date(NOW.getTime() - m)).sort((x, y) => x.getTime() - y.getTime());
}

function decide(over: Partial<PolicyInput>) {
  return plan({
    waiting: [],
    now: NOW,
    sentTo: new Map(),
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
    const messages = [...waiting(4), ...waiting(4, { urgency: 'digest' })];
    const { send, bundle } = decide({ waiting: messages });
    expect(send).toEqual(keys(messages).slice(0, 4));
    expect(bundle).toEqual([{ to: 'a', keys: keys(messages).slice(4) }]);
  });
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
  const until = new Date('2026-11-23T23:30:00Z');

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
