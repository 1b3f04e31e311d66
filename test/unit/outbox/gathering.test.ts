import { describe, expect, it } from 'vitest';
import { gather, nextCard } from '../../../src/outbox/gathering.ts';
import type { Gathering, Waiting } from '../../../src/outbox/policy-facts.ts';
import { local, sharp } from '../../support/time.ts';

const RULE: Omit<Gathering, 'sentToday'> = {
  everyMs: 30 * 60_000,
  perDay: 6,
  dayEnds: sharp('2026-11-23 17:30'),
  nextDay: sharp('2026-11-24 08:30'),
};

describe('the next card for a manager', () => {
  it.each([
    ['the first of the day goes at once', [], '2026-11-23 09:10', local('2026-11-23 09:10')],
    ['then half an hour apart', ['09:10'], '2026-11-23 09:20', local('2026-11-23 09:40')],
    [
      'half of them spent: the rest is spread over the day',
      ['09:10', '09:40', '10:30'],
      '2026-11-23 10:35',
      '12:50',
    ],
    [
      'the last one comes at the end of the day',
      ['09:10', '10:00', '11:00', '13:00', '15:00'],
      '2026-11-23 15:10',
      '17:30',
    ],
    [
      'all spent: tomorrow',
      ['09:10', '10:00', '11:00', '13:00', '15:00', '17:30'],
      '2026-11-23 17:40',
      RULE.nextDay,
    ],
  ])('%s', (_what, sent, now, expected) => {
    const sentToday = sent.map((time) => local(`2026-11-23 ${time}`));
    const at = nextCard({ ...RULE, sentToday }, local(now));
    if (typeof expected === 'string') {
      expect(Math.abs(at.getTime() - local(`2026-11-23 ${expected}`).getTime())).toBeLessThan(60_000);
    } else expect(at).toEqual(expected);
  });

  it('never more than its budget, however many minutes there are', () => {
    const sentToday: Date[] = [];
    for (let at = +local('2026-11-23 08:30'); at < +local('2026-11-23 22:00'); at += 60_000) {
      const now = new Date(at);
      if (nextCard({ ...RULE, sentToday }, now) <= now) sentToday.push(now);
    }
    expect(sentToday).toHaveLength(6);
  });
});

describe('gathered', () => {
  const now = local('2026-11-23 10:00');
  const message = (over: Partial<Waiting>): Waiting => ({
    key: over.kind ?? 'a',
    to: 'li-qiang',
    kind: 'first-touch-due',
    urgency: 'urgent',
    op: 'send',
    since: now,
    platform: 'simulator',
    ...over,
  });

  it('is what nobody asked for, and nothing else', () => {
    const messages = [
      message({ kind: 'first-touch-due' }),
      message({ kind: 'alert', urgency: 'normal' }),
      message({ kind: 'text', urgency: 'reply' }),
      message({ kind: 'escalation', op: 'edit' }),
      message({ kind: 'activation-report', urgency: 'digest' }),
    ];
    const gathered = gather(messages, { ...RULE, sentToday: [] }, now);
    expect(gathered?.now.map(({ kind }) => kind)).toEqual(['first-touch-due', 'alert']);
  });

  it('waits while a card of its kind is on its way', () => {
    const messages = [
      message({ kind: 'alert', urgency: 'normal' }),
      message({ kind: 'reminders', urgency: 'reply' }),
    ];
    const gathered = gather(messages, { ...RULE, sentToday: [] }, now);
    expect(gathered).toMatchObject({ now: [], until: new Date(+now + RULE.everyMs) });
  });
});
