import { createHash } from 'node:crypto';
import { awaitsOwner, isOpen } from '../../src/domain/lead.ts';
import type { Ledger } from './ledger.ts';
import { isSettled } from './ledger.ts';
import type { World } from './world.ts';

/** One promise: how often it could have been broken, and each time it was. */
export interface Finding {
  promise: string;
  of: number;
  broken: string[];
}

/** Compares what was acknowledged with what is there (DESIGN.md section 8). */
export function verify(world: World, ledger: Ledger): Finding[] {
  return [
    leadsOnce(world, ledger),
    importedOnce(world, ledger),
    oneOpenLeadPerCustomer(world, ledger),
    eventsHandled(world, ledger),
    answersMatchDeeds(world),
    interactionsCounted(world),
    oneOwner(world),
    decisionsKept(world),
    slotsAtOwner(world),
    clocksRunning(world),
    clocksFiredOnce(world),
    effectsMoved(world),
    messagesDelivered(world),
    messagesOnce(world),
    reportsOnce(world),
  ];
}

const API_KEY = createHash('sha256').update('demo').digest().toString('base64url').slice(0, 12);

function leadsOnce(world: World, ledger: Ledger): Finding {
  const broken: string[] = [];
  const byOrigin = groupBy(world.leads, (lead) => lead.originKey);
  const repeats = groupBy(
    world.audit.filter((entry) => entry.kind === 'lead.repeated'),
    (entry) => entry._id.slice(0, entry._id.lastIndexOf('#')),
  );
  let of = 0;
  for (const ask of ledger.asks) {
    if (ask.kind !== 'leads' || !ask.results) continue;
    for (const [i, result] of ask.results.entries()) {
      of++;
      const origin = `api:${API_KEY}:${ask.key}:${i}`;
      const created = byOrigin.get(origin) ?? [];
      const joined = repeats.get(origin) ?? [];
      if (created.length + joined.length === 0) broken.push(`lost: ${origin} (${JSON.stringify(result)})`);
      if (created.length + joined.length > 1) broken.push(`doubled: ${origin}`);
      const [only] = created;
      if (result.status === 'created' && only && only._id !== result.leadId)
        broken.push(`doubled: ${origin} was answered ${result.leadId} and is ${only._id}`);
    }
  }
  return { promise: 'acknowledged leads are there once', of, broken };
}

function importedOnce(world: World, ledger: Ledger): Finding {
  const files = ledger.asks.flatMap((ask) => (ask.kind === 'file' && ask.acknowledged ? [ask] : []));
  const byPhone = groupBy(world.leads, (lead) => lead.phone ?? '');
  const broken = files.flatMap((file) =>
    file.phones.flatMap((phone) => {
      const n = byPhone.get(`+86${phone}`)?.length ?? 0;
      return n === 1 ? [] : [`${n === 0 ? 'lost' : 'doubled'}: ${file.name} ${phone}`];
    }),
  );
  for (const progress of world.imports) {
    if (progress.state !== 'done') broken.push(`lost: import ${progress._id} is ${progress.state}`);
    const { created, merged, rejected } = progress.counts;
    if (created + merged + rejected !== progress.total) broken.push(`lost: import ${progress._id} miscounts`);
  }
  return { promise: 'imported rows are there once', of: files.flatMap((f) => f.phones).length, broken };
}

/** A customer that comes again while a lead is open joins that lead (A5). */
function oneOpenLeadPerCustomer(world: World, ledger: Ledger): Finding {
  const asked = new Set(
    ledger.asks.flatMap((ask) => (ask.kind === 'leads' ? ask.items.map((i) => `+86${i.phone}`) : [])),
  );
  const open = world.leads.filter((lead) => isOpen(lead) && asked.has(lead.phone ?? ''));
  const byCustomer = groupBy(open, (lead) => lead.customerId);
  const broken = [...byCustomer].flatMap(([id, leads]) =>
    leads.length > 1 ? [`doubled: ${id} has ${leads.map((l) => `${l._id} ${l.originKey}`).join(', ')}`] : [],
  );
  return { promise: 'one open lead per customer', of: byCustomer.size, broken };
}

function eventsHandled(world: World, ledger: Ledger): Finding {
  const rows = new Map(world.inbox.map((row) => [row._id, row]));
  const replied = new Set(world.outbox.map((row) => row._id.split('/reply/')[0] ?? ''));
  const broken: string[] = [];
  for (const ask of ledger.asks) {
    if (ask.kind === 'leads' || !isSettled(ask) || (ask.kind === 'event' && ask.refused)) continue;
    const key = `simulator:${ask.id}`;
    const row = rows.get(key);
    if (!row) broken.push(`lost: ${key} is not in the inbox`);
    if (ask.kind === 'event' && ask.path === '/simulator/messages' && !replied.has(key))
      broken.push(`lost: ${key} was never answered`);
  }
  for (const row of world.inbox)
    if (row.state !== 'done') broken.push(`lost: ${row._id} is ${row.state}: ${row.error ?? ''}`);
  return { promise: 'events are handled', of: world.inbox.length, broken };
}

/** Whoever is told that something was done finds it done; and what was done is what they were told. */
function answersMatchDeeds(world: World): Finding {
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

function interactionsCounted(world: World): Finding {
  const broken: string[] = [];
  const byOrigin = groupBy(world.interactions, (i) => i.originKey);
  for (const [key, found] of byOrigin) if (found.length > 1) broken.push(`doubled: interactions of ${key}`);
  const byLead = groupBy(
    world.interactions.filter((i) => i.state !== 'undone' && !i.originKey.startsWith('demo:')),
    (i) => i.leadId,
  );
  const seeded = new Set(
    world.interactions.flatMap((i) => (i.originKey.startsWith('demo:') ? i.leadId : [])),
  );
  for (const lead of world.leads.filter((l) => !seeded.has(l._id))) {
    const n = byLead.get(lead._id)?.length ?? 0;
    if (n !== lead.interactions)
      broken.push(
        `${n > lead.interactions ? 'lost' : 'doubled'}: ${lead._id} counts ${lead.interactions} of ${n}`,
      );
  }
  const recorded = groupBy(
    world.audit.filter((e) => e.kind === 'interaction.recorded' && e.after?.interactionId),
    (e) => String(e.after?.interactionId),
  );
  for (const interaction of world.interactions.filter((i) => !i.originKey.startsWith('demo:'))) {
    const n = recorded.get(interaction._id)?.length ?? 0;
    if (n !== 1) broken.push(`${n ? 'doubled' : 'lost'}: ${interaction._id} stands in the log ${n} times`);
  }
  return { promise: 'a note is one interaction', of: world.interactions.length, broken };
}

function oneOwner(world: World): Finding {
  const open = world.leads.filter(isOpen);
  const reps = new Set(world.people.filter((p) => p.active).map((p) => p._id));
  const broken = open.flatMap((lead) => {
    if (lead.ownerId ? reps.has(lead.ownerId) : awaitsOwner(lead)) return [];
    return [`${lead._id} ${lead.status} owner ${lead.ownerId ?? 'none'}`];
  });
  return { promise: 'an open lead has one owner, or is looking for one', of: open.length, broken };
}

function decisionsKept({ leads, decisions }: World): Finding {
  const decided = leads.flatMap(({ _id, decision }) => (decision ? [{ _id, table: decision.id }] : []));
  const broken = decided.flatMap(({ _id, table }) =>
    decisions.has(table) ? [] : [`lost: why ${_id} went to its owner (${table})`],
  );
  return { promise: 'a decision has its score table', of: decided.length, broken };
}

function slotsAtOwner(world: World): Finding {
  const holders = new Map<string, string[]>();
  for (const person of world.people)
    for (const leadId of person.slots) holders.set(leadId, [...(holders.get(leadId) ?? []), person._id]);
  const broken: string[] = [];
  for (const lead of world.leads) {
    const want = isOpen(lead) && lead.ownerId ? [lead.ownerId] : [];
    const have = holders.get(lead._id) ?? [];
    if (have.join() !== want.join())
      broken.push(`${lead._id}: at ${have.join() || 'nobody'}, owner ${want.join()}`);
  }
  return { promise: 'one place, at the owner', of: world.leads.length, broken };
}

function clocksRunning(world: World): Finding {
  const broken: string[] = [];
  for (const lead of world.leads) {
    if (isOpen(lead) && !lead.clocks.length) broken.push(`lost: ${lead._id} has no clock`);
    if (!isOpen(lead) && lead.clocks.length) broken.push(`doubled: ${lead._id} is closed and has a clock`);
    for (const clock of lead.clocks)
      if (clock.dueAt <= world.now)
        broken.push(
          `lost: ${lead._id} ${clock.name} step ${clock.step} was due ${clock.dueAt.toISOString()}`,
        );
  }
  return { promise: 'an open lead has a clock, and none is overdue', of: world.leads.length, broken };
}

/** Each run of a clock fires step 0, 1, 2, … once each, as the log tells. */
function clocksFiredOnce(world: World): Finding {
  const broken: string[] = [];
  const fired = world.audit.filter((entry) => entry.kind === 'clock.fired' && entry._id.startsWith('clock:'));
  const steps = new Map<string, number[]>();
  const starts = new Set<string>();
  const seeded = new Set(world.leads.flatMap((l) => (l.originKey.startsWith('demo:') ? [l._id] : [])));
  for (const { _id } of fired) {
    const [, lead, name, startedAt, step, dueAt] = (_id.split('#')[0] ?? '').split(':');
    const run = `${lead} ${name} ${startedAt}`;
    steps.set(run, [...(steps.get(run) ?? []), Number(step)]);
    // The later steps of a clock whose first one was moved to a promised date count from that date.
    if (step === '0') starts.add(`${lead} ${name} ${dueAt}`);
  }
  for (const [run, seen] of steps) {
    const sorted = [...seen].sort((a, b) => a - b);
    const later = starts.has(run) && sorted[0] !== 0 ? 1 : 0;
    // A lead of the demo's past has had its first steps before the demo began.
    const first = seeded.has(run.split(' ')[0] ?? '') ? (sorted[0] ?? 0) : later;
    const wanted = sorted.map((_, i) => i + first);
    if (sorted.join() !== wanted.join()) {
      const doubled = new Set(sorted).size < sorted.length;
      broken.push(`${doubled ? 'doubled' : 'lost'}: ${run} fired steps ${sorted.join()}`);
    }
  }
  return { promise: 'a clock step fires once', of: fired.length, broken };
}

function effectsMoved(world: World): Finding {
  const broken = world.effects.map(({ doc, effect }) => `lost: ${effect.type} ${effect.id} still at ${doc}`);
  return { promise: 'effects are moved on', of: world.audit.length, broken };
}

function messagesDelivered(world: World): Finding {
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

function messagesOnce(world: World): Finding {
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

function reportsOnce(world: World): Finding {
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

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
