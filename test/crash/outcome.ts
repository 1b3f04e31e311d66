import type { Connection } from 'mongoose';
import { isOpen } from '../../src/domain/leads/lead.ts';
import type { AuditEntry } from '../../src/stores/audit.ts';
import type { SimulatorMessage } from '../../src/stores/simulator.ts';
import { readWorld } from './world.ts';

/**
 * What the company has at the end, without what may differ between two runs of the same story: numbers handed out,
 * revisions, seconds.
 */
export async function outcomeOf(connection: Connection): Promise<object> {
  const world = await readWorld(connection, new Date());
  const slots = world.people.flatMap((p) => p.slots.map(() => p._id));
  return {
    leads: sorted(
      world.leads.map((lead) => ({
        origin: lead.originKey,
        status: lead.status,
        owner: lead.ownerId,
        assignments: lead.assignments.map((a) => `${a.n} ${a.ownerId} ${a.reason ?? ''}`),
        decision: lead.decision && [lead.decision.winnerId, world.decisions.has(lead.decision.id)],
        excluded: lead.excluded,
        clocks: lead.clocks.map((c) => `${c.name} ${c.step}`),
        stage: lead.stage,
        moves: lead.journey?.moves.map(
          (move) => `${move.kind} ${move.from} ${move.to} ${move.by} ${move.items}`,
        ),
        pending: lead.journey?.pending?.to,
        fields: lead.fields,
        interactions: lead.interactions,
        touched: lead.firstTouchedAt !== undefined,
        tags: lead.tags,
        open: isOpen(lead),
      })),
    ),
    customers: sorted(
      world.customers.map((c) => ({
        name: c.name,
        owner: c.ownerId,
        concerns: c.concerns,
        part: world.customers.find(({ _id }) => _id === c.mergedInto)?.name,
        handed: c.handed?.map(({ from, to }) => `${from} ${to}`),
        bought: c.purchases.map((p) => p.leadId),
      })),
    ),
    people: sorted(world.people.map((p) => `${p._id} ${p.active} wins ${p.wins.length}`)),
    slots: sorted(slots),
    interactions: sorted(world.interactions.map((i) => `${i.by} ${i.state} ${i.text}`)),
    audit: sorted(
      world.audit.map((entry) => plain(`${entry.kind} ${byWhom(entry, world.audit)} ${entry.text}`)),
    ),
    chats: sorted(
      world.messages.flatMap((m) => (isOver(m) ? [] : [plain(`${m.userId} ${m.kind} ${m.text}`)])),
    ),
    mails: sorted(world.mails.map((m) => plain(`${m.to} ${m.subject} ${m.text}`))),
    events: sorted(world.inbox.map((row) => `${row._id} ${row.state}`)),
    waiting: sorted(
      world.outbox.flatMap((row) =>
        ['sent', 'dropped', 'bundled'].includes(row.state) ? [] : [`${row.kind} ${row.state}`],
      ),
    ),
    imports: sorted(world.imports.map((i) => ({ state: i.state, processed: i.processed, counts: i.counts }))),
    reports: sorted(world.jobRuns.map((run) => `${run._id} ${run.state}`)),
    effects: world.effects.length,
  };
}

/**
 * Where what brought a lead in dies before it has asked for an owner, the clock that watches the lead asks some
 * seconds later: which of the two it was depends on the cut.
 */
function byWhom({ kind, by, leadId }: AuditEntry, all: readonly AuditEntry[]): string {
  const bringer = all.find((entry) => entry.kind === 'lead.created' && entry.leadId === leadId)?.by;
  return kind === 'lead.assigned' && by === 'clock:assignment' ? (bringer ?? by) : by;
}

/** A warning that is over when its turn comes is not sent: whether it was out before, depends on the cut. */
function isOver({ kind, card }: SimulatorMessage): boolean {
  return (kind === 'first-touch-due' || kind === 'escalation') && card?.state !== undefined;
}

function plain(text: string): string {
  return text.replace(/[LRCGW]\d{3,}/g, '#').replace(/\d+小时\d+分|\d+小时|\d+分钟?/g, '…');
}

function sorted<T>(items: T[]): T[] {
  return items.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}
