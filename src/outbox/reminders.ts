import type { RecordRef } from '../core/records.ts';
import { CLOCKS, clockLabel } from '../domain/clocks/registered.ts';
import type { Colleague } from '../domain/people/person.ts';
import type { AuditStore } from '../stores/audit.ts';
import type { OutboxRow, OutboxStore } from '../stores/outbox.ts';

export interface ReminderDeps {
  outbox: OutboxStore;
  audit: AuditStore;
  colleagues(): Promise<ReadonlyMap<string, Colleague>>;
}

/**
 * Says 已提醒 in the timeline of a record and its lead when a platform has taken the reminder of a clock, by itself or as
 * a line of a bundle. Under a key of the message, so that a repetition after a crash says it once.
 */
export async function noteReminded(row: OutboxRow, now: Date, deps: ReminderDeps): Promise<void> {
  const rows = row._id.startsWith('bundle:') ? await deps.outbox.linesIn(row._id) : [row];
  const reminders = rows.flatMap((row) => {
    const record = row.channel === 'chat' ? recordOf(row) : undefined;
    return record ? [{ ...row, record }] : [];
  });
  if (!reminders.length) return;
  const people = await deps.colleagues();
  await deps.audit.append(
    ...reminders.map((one) => {
      const { clock, clockStep, assignment } = one.params;
      const what = clockLabel(String(clock));
      return {
        _id: `${one._id}/reminded`,
        at: now,
        by: 'sender',
        kind: 'reminder.sent',
        ...(one.record.kind !== 'lead' && { record: one.record }),
        leadId: leadOf(one),
        text: `已提醒 ${people.get(one.to)?.name ?? one.to}（${what}）`,
        after: { clock, step: clockStep, assignment, to: one.to, card: one.kind, message: one._id },
      };
    }),
  );
}

/** Whose clock the message reminds of; undefined when it reminds of none. */
function recordOf({ params, refs }: Pick<OutboxRow, 'params' | 'refs'>): RecordRef | undefined {
  const kind = CLOCKS.get(String(params.clock))?.on;
  const id = kind && refs[kind];
  return id ? { kind, id } : undefined;
}

/** The lead in whose timeline it stands: of a record of another kind, the one the message is also about. */
function leadOf({ refs, subjects }: Pick<OutboxRow, 'refs' | 'subjects'>): string | undefined {
  const also = subjects.find((subject) => subject.startsWith('lead:'));
  return refs.lead ?? also?.slice('lead:'.length);
}
