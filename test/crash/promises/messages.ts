/** What people hear: all of it, once, and what is true. */
import type { World } from '../world.ts';
import { type Finding, groupBy } from './finding.ts';

/** Whoever is told that something was done finds it done; and what was done is what they were told. */
export function answersMatchDeeds(world: World): Finding {
  const broken: string[] = [];
  const replies = groupBy(
    world.outbox.filter((row) => row._id.includes('/reply/')),
    (row) => row._id.split('/reply/')[0] ?? '',
  );
  const said = (key: string, test: RegExp) =>
    (replies.get(key) ?? []).some((row) => test.test(`${row.kind} ${String(row.params.body ?? '')}`));
  const deeds: [kind: string, answer: RegExp][] = [
    ['lead.accepted', /已接单/],
    ['lead.passed-on', /已转出|已请主管指派/],
    ['interaction.undone', /已撤销/],
    ['interaction.corrected', /log-confirm/],
    ['interaction.recorded', /log-confirm/],
  ];
  let of = 0;
  for (const [kind, answer] of deeds) {
    for (const entry of world.audit.filter((e) => e.kind === kind && e.via?.startsWith('simulator:'))) {
      of++;
      if (!said(entry.via ?? '', answer)) {
        const heard = (replies.get(entry.via ?? '') ?? []).map(
          (r) => `${r.kind} ${String(r.params.body ?? '')}`,
        );
        broken.push(`wrong: ${kind} ${entry._id} was answered ${JSON.stringify(heard)}`);
      }
    }
  }
  return { promise: 'answers match deeds', of, broken };
}

export function messagesDelivered(world: World): Finding {
  const broken: string[] = [];
  const shown = new Set(world.messages.map((m) => m._id));
  const mailed = new Set(world.mails.map((m) => m._id));
  const ENDED = ['sent', 'dropped', 'bundled'];
  for (const row of world.outbox) {
    const waits = row.state === 'pending' && row.dueAt > world.now;
    if (!waits && !ENDED.includes(row.state))
      broken.push(`lost: ${row._id} ${row.kind} is ${row.state} ${row.error ?? ''}`);
    const there = row.channel === 'mail' ? mailed : shown;
    if (row.state === 'sent' && !there.has(row.op === 'edit' ? (row.target ?? '') : row._id))
      broken.push(`lost: ${row._id} counts as sent and is not in the chat`);
    if (row.state === 'bundled' && !world.outbox.some((other) => other._id === row.bundle))
      broken.push(`lost: ${row._id} went into a bundle that is not there`);
  }
  const queued = new Set(world.outbox.map((row) => row._id));
  for (const message of world.messages)
    if (!message.mine && !queued.has(message._id)) broken.push(`doubled: ${message._id} was never queued`);
  const heard = new Set(world.messages.filter((m) => m.mine).map((m) => m._id));
  for (const { _id, event } of world.inbox)
    if (event.kind === 'message' && !heard.has(_id)) broken.push(`lost: ${_id} is not in the sender's chat`);
  return { promise: 'messages are delivered', of: world.outbox.length, broken };
}

/** Cards that stand for one happening each; the same one twice is a duplicate whatever its key. */
const UNIQUE_KINDS = new Set([
  'lead-assigned',
  'first-touch-due',
  'follow-up-due',
  'stalled',
  'escalation',
  'activation-report',
]);

export function messagesOnce(world: World): Finding {
  const cards = world.outbox.filter((row) => row.op === 'send' && UNIQUE_KINDS.has(row.kind));
  const groups = groupBy(cards, (row) =>
    JSON.stringify([row.channel, row.to, row.kind, row.refs, row.params]),
  );
  const broken = [...groups].flatMap(([what, rows]) =>
    rows.length > 1 ? [`doubled: ${what} as ${rows.map((r) => r._id).join(' and ')}`] : [],
  );
  return { promise: 'no card comes twice', of: cards.length, broken };
}

const REPORT_AT_MS = (10 * 60 + 2 - 8 * 60) * 60_000;

export function reportsOnce(world: World): Finding {
  const broken: string[] = [];
  const directors = world.people.filter((p) => p.active && p.role === 'director');
  let of = 0;
  for (let day = new Date('2026-11-20'); day <= world.now; day = new Date(day.getTime() + 86_400_000)) {
    const dueAt = new Date(day.getTime() + REPORT_AT_MS);
    if (dueAt <= world.installedAt || dueAt > world.now) continue;
    of++;
    const period = day.toISOString().slice(0, 10);
    const runs = world.jobRuns.filter((run) => run.period === period && run.state === 'done');
    if (runs.length !== 1) broken.push(`${runs.length ? 'doubled' : 'lost'}: report of ${period}`);
    for (const director of directors) {
      const id = `activation-${period}.${director._id}`;
      const sent = world.outbox.filter((row) => row.refs.report === id && row.op === 'send');
      const channels = sent.map((row) => row.channel).sort();
      if (channels.join() !== 'chat,mail')
        broken.push(`wrong: ${id} was sent by ${channels.join() || 'nothing'}`);
    }
  }
  return { promise: 'one report a day', of, broken };
}
