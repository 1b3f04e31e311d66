import type { Message } from '../instance/phones.ts';
import { keyOf, within } from '../time/calendar.ts';
import { isUnasked, type Outcome, type Row, row, speaksOf, when } from './outcome.ts';

/** Messages a lead makes on its first day for the rep who has it, answers included. The value is the average. */
export function messagesPerLead({ stories, messages }: Outcome): Row {
  const byOwner = group(
    messages.filter(({ mine }) => !mine),
    ({ userId, sentAt }) => `${userId} ${keyOf(sentAt)}`,
  );
  const counts = [...stories.values()].flatMap((story) => {
    const [first] = story.tenures;
    if (!first) return [];
    const day = byOwner.get(`${first.owner} ${keyOf(first.from)}`) ?? [];
    // A card about several leads is shared by them.
    const count = day
      .filter((m) => speaksOf(m, story))
      .reduce((sum, m) => sum + 1 / Math.max(1, m.leads.length), 0);
    return [{ story, count }];
  });
  const average = counts.reduce((sum, { count }) => sum + count, 0) / Math.max(1, counts.length);
  return row('messages-per-lead', counts.length, [], Math.round(average * 10) / 10);
}

/** Messages a day that nobody asked for, to people of these roles. The value is the largest of any person and day. */
export function messagesPerDay(id: string, roles: readonly string[], { messages, people }: Outcome): Row {
  const who = new Set(people.filter(({ role }) => roles.includes(role)).map((person) => person.id));
  const days = group(
    messages.filter((m) => who.has(m.userId) && isUnasked(m)),
    ({ userId, sentAt }) => `${userId} ${keyOf(sentAt)}`,
  );
  const worst = [...days].sort(([, a], [, b]) => b.length - a.length).slice(0, 10);
  const lines = worst.map(([day, all]) => `${day}: ${all.length} (${kinds(all)})`);
  return row(id, days.size, lines, worst[0]?.[1].length ?? 0);
}

function kinds(messages: readonly Message[]): string {
  const count = [...group(messages, ({ kind }) => kind)].map(([kind, all]) => `${all.length} ${kind}`);
  return count.join(', ');
}

/** Nobody is written to in quiet hours but in answer to something he did himself. */
export function messagesAtNight({ messages, rules }: Outcome): Row {
  const unasked = messages.filter(isUnasked);
  const wrong = unasked.filter(({ sentAt }) => within(sentAt, rules.quiet));
  return row(
    'messages-at-night',
    unasked.length,
    wrong.map(({ sentAt, userId, text }) => `${when(sentAt)} ${userId}: ${text.split('\n')[0]}`),
  );
}

/** No message twice: the same words to the same person within a minute. */
export function messagesDoubled({ messages }: Outcome): Row {
  const sent = messages.filter(isUnasked);
  const seen = new Map<string, number>();
  const wrong = sent.flatMap(({ userId, kind, text, sentAt }) => {
    const key = `${userId} ${kind} ${text.split('\n')[0]}`;
    const before = seen.get(key);
    seen.set(key, sentAt);
    return before !== undefined && Math.abs(sentAt - before) < 60_000 ? [`${when(sentAt)} ${key}`] : [];
  });
  return row('messages-doubled', sent.length, wrong);
}

/** What the product itself says is wrong: its auditor and its dead letters. */
export function auditor({ metrics }: Outcome): Row {
  const lines = metrics
    .split('\n')
    .filter(
      (line) => /^genjin_auditor_findings\{/.test(line) || /^genjin_queue_size\{queue="[^"]*dead/.test(line),
    );
  return row(
    'auditor',
    lines.length,
    lines.filter((line) => !/ 0$/.test(line)),
  );
}

function group<T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = by(item);
    const known = found.get(key);
    if (known) known.push(item);
    else found.set(key, [item]);
  }
  return found;
}
