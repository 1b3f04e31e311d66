import { expect, it } from 'vitest';
import type { Urgency } from '../../../src/core/message.ts';
import { type Plan, plan } from '../../../src/outbox/policy.ts';
import type { Sent, Waiting } from '../../../src/outbox/policy-facts.ts';
import { createRandom } from '../../support/random.ts';
import { sharp } from '../../support/time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEP = 5 * MINUTE;
const NOVEMBER = { begins: sharp('2026-11-01 00:00'), ends: sharp('2026-12-01 00:00') };
const FREE_CALLS = 5_000;
const REPS = 40;
const LEADS_A_DAY = 20;

interface Row extends Waiting {
  due: number;
  /** The card an edit changes. */
  target?: string;
}

/**
 * What 40 reps cause in a month, as the product does: a card per lead, answers, changes of cards already sent, dates
 * promised for the morning, second reminders for a third of them, first contacts that are late, reports.
 */
function traffic(): Row[] {
  const random = createRandom(40);
  const rows: Row[] = [];
  const add = (at: number, to: string, urgency: Urgency, edits?: string) => {
    const since = new Date(at);
    const op = edits ? ('edit' as const) : ('send' as const);
    const more = edits ? { target: edits } : {};
    rows.push({
      key: `row-${rows.length}`,
      to,
      kind: 'any',
      urgency,
      op,
      platform: 'dingtalk',
      since,
      due: at,
      ...more,
    });
  };
  let lead = 0;
  for (let day = 1; day < 27; day++) {
    const midnight = NOVEMBER.begins.getTime() + day * DAY;
    if (day % 7 > 5 || day % 7 === 0) continue;
    for (let i = 0; i < 5; i++) add(midnight + 18.1 * HOUR, `manager-${i}`, 'digest');
    for (let i = 0; i < LEADS_A_DAY; i++) {
      const [rep, manager] = [`rep-${lead++ % REPS}`, `manager-${lead % 2}`];
      const at = midnight + 8.5 * HOUR + random.int(8 * 60) * MINUTE;
      add(at, rep, 'urgent');
      add(at + 10 * MINUTE, rep, 'reply');
      if (random.chance(0.15)) for (const to of [rep, manager]) add(at + 2 * HOUR, to, 'urgent');
      for (let n = 0; n < 4; n++) {
        const noted = n ? midnight + n * 4 * DAY + 9 * HOUR : at + HOUR;
        if (n) add(noted, rep, 'urgent');
        if (n && random.chance(0.33)) for (const to of [rep, manager]) add(noted + DAY, to, 'normal');
        add(noted + 30 * MINUTE, rep, 'reply');
        for (const card of ['lead', 'reminder', 'copy'])
          add(noted + 31 * MINUTE, rep, 'normal', `${card}-${lead}`);
      }
    }
  }
  return rows.filter(({ due }) => due < NOVEMBER.ends.getTime() - DAY);
}

/** The month with the real policy; every message and every change of a card is a call. */
function simulate(quota: number) {
  const queue = traffic();
  let waiting: Row[] = [];
  let calls = 0;
  let late = 0;
  let sent: (Sent & { to: string })[] = [];
  queue.sort((a, b) => a.due - b.due);
  for (let at = NOVEMBER.begins.getTime(); at < NOVEMBER.ends.getTime(); at += STEP) {
    const now = new Date(at);
    while ((queue[0]?.due ?? Number.POSITIVE_INFINITY) <= at) waiting.push(...queue.splice(0, 1));
    const due = waiting.filter((row) => row.due <= at);
    if (!due.length) continue;
    sent = sent.filter((one) => at - one.at.getTime() < HOUR);
    const limits = {
      perPersonMinute: 20,
      perPersonHour: 200,
      quota: { per: 'month' as const, messages: quota, digestsAt: ['11:40', '17:10'] },
    };
    const sentTo = new Map<string, Sent[]>();
    for (const { to, ...one } of sent) sentTo.set(to, [...(sentTo.get(to) ?? []), one]);
    const platforms = new Map([['dingtalk', { limits, sentInPeriod: calls, period: NOVEMBER }]]);
    const rest = { lists: new Map(), quietUntil: null, quietHolds: new Set<Urgency>() };
    const decided: Plan = plan({ waiting: due, now, sentTo, platforms, ...rest });
    const gone = new Set([...decided.send, ...decided.bundle.flatMap(({ keys }) => keys)]);
    const going = due.filter(({ key }) => decided.send.includes(key));
    // Several changes of one card show the same state: the first is the only call.
    const edits = new Set(going.flatMap(({ target }) => target ?? []));
    const sends = going.filter(({ op }) => op === 'send');
    calls += edits.size + sends.length + decided.bundle.length;
    late += due.filter(
      (row) => gone.has(row.key) && row.urgency === 'urgent' && at - +row.since > STEP,
    ).length;
    for (const { to, kind } of sends) sent.push({ at: now, kind, to });
    const until = new Map(
      decided.hold.flatMap((hold) => hold.keys.map((key) => [key, +hold.until] as const)),
    );
    waiting = waiting
      .filter(({ key }) => !gone.has(key))
      .map((row) => ({ ...row, due: until.get(row.key) ?? row.due }));
  }
  return { calls, late, left: waiting.filter(({ op }) => op === 'send').length };
}

it('a month of 40 reps: more calls than DingTalk gives for nothing, and few enough once they are saved', () => {
  const loose = simulate(1_000_000);
  const saved = simulate(FREE_CALLS);
  expect(loose.calls).toBeGreaterThan(FREE_CALLS);
  expect(saved.calls).toBeLessThan(FREE_CALLS);
  expect(saved.late, 'urgent cards').toBe(0);
  expect(saved.left, 'second reminders that wait for December').toBeLessThan(100);
});
