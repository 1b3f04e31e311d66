/** What was taken in: there once, none lost, none doubled. */
import { createHash } from 'node:crypto';
import { isOpen } from '../../../src/domain/leads/lead.ts';
import { isSettled, type Ledger } from '../ledger.ts';
import type { World } from '../world.ts';
import { type Finding, groupBy } from './finding.ts';

const API_KEY = createHash('sha256').update('demo').digest().toString('base64url').slice(0, 12);

export function leadsOnce(world: World, ledger: Ledger): Finding {
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

export function importedOnce(world: World, ledger: Ledger): Finding {
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
export function oneOpenLeadPerCustomer(world: World, ledger: Ledger): Finding {
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

export function eventsHandled(world: World, ledger: Ledger): Finding {
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
