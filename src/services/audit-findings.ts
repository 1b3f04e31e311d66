import type { RecordRef } from '../core/records.ts';
import { stillRuns } from '../domain/clocks/clock-rules.ts';
import { clockLabel } from '../domain/clocks/registered.ts';
import type { Colleague } from '../domain/people/person.ts';
import type { AuditEntry, AuditStore } from '../stores/audit.ts';
import type { InboxStore } from '../stores/inbox.ts';
import type { OutboxRow, OutboxStore } from '../stores/outbox.ts';
import type { TickingRecord } from '../stores/ticking.ts';
import type { Ticking } from './ticking.ts';

/** Something that should have happened and did not, for the administrator. */
export interface Finding {
  /** Of this and no other, for ever: it is told once. */
  key: string;
  /** The lead it is about: its buttons stand below. */
  leadId?: string | undefined;
  /** Names the record, the person, and what is wrong. */
  text: string;
  /** What the reader can do about it. */
  todo: string;
}

export interface FindingDeps {
  /** Every kind of record with clocks. */
  ticking: readonly Ticking<TickingRecord>[];
  outbox: OutboxStore;
  inbox: InboxStore;
  audit: AuditStore;
}

type People = ReadonlyMap<string, Colleague>;

/** Shown and told of at most so many at a look; the figures count all. */
const AT_ONCE = 50;
/** How far back fired clocks are compared with what was sent. Looks are minutes apart; a night of downtime is not. */
const LOOKBACK_MS = 26 * 3_600_000;
const FIRED_AT_ONCE = 5_000;

function aboutRecord(
  finding: string,
  kind: Ticking<TickingRecord>,
  record: TickingRecord,
  people: People,
  what: string,
): Finding {
  const clocks = record.clocks.map(({ name, dueAt }) => `${name}@${dueAt.getTime()}`).join(',');
  return {
    key: `${finding}:${record._id}:${clocks}`,
    ...(kind.kind === 'lead' && { leadId: record._id }),
    text: `${kind.describe(record, people)}${what}`,
    todo: kind.todo,
  };
}

/** Open records of a kind nobody will be reminded of. */
export async function withoutClock(
  finding: string,
  kind: Ticking<TickingRecord>,
  people: People,
): Promise<Finding[]> {
  const found = await kind.store.clockless(AT_ONCE);
  return found.map((record) => aboutRecord(finding, kind, record, people, '没有任何时限，不会有人被提醒'));
}

/** Records of a kind with a clock that is due and was not fired. */
export async function overdueClocks(
  finding: string,
  kind: Ticking<TickingRecord>,
  late: Date,
  people: People,
): Promise<Finding[]> {
  const found = await kind.store.due(late, AT_ONCE);
  return found.map((record) => {
    const clock = [...record.clocks].sort((a, b) => +a.dueAt - +b.dueAt)[0];
    const what = `${clock ? clockLabel(clock.name) : '计时'}已到时限，但没有触发提醒`;
    return aboutRecord(finding, kind, record, people, what);
  });
}

/** Messages that were given up, or still wait long after their time. */
export function lostMessage(finding: string, row: OutboxRow, people: People, what: string): Finding {
  const leadId = row.refs.lead;
  const to = people.get(row.to)?.name ?? row.to;
  return {
    key: `${finding}:${row._id}`,
    leadId,
    text: `给 ${to} 的消息${leadId ? `（${leadId}）` : ''}${what}`,
    todo: `请确认 ${to} 在应用的可见范围内、账号有效（npx genjin doctor 可检查连接）；要紧的请直接告诉本人`,
  };
}

/**
 * Every clock that fired for people must have led to as many messages: taken by a platform, still on their way, or not
 * sent for a reason the records bear out.
 */
export async function lostReminders(now: Date, graceMs: number, people: People, deps: FindingDeps) {
  const at = { $gte: new Date(now.getTime() - LOOKBACK_MS), $lte: new Date(now.getTime() - graceMs) };
  const fired = await deps.audit.list({ kind: 'clock.fired', at }, FIRED_AT_ONCE);
  const expected = fired.flatMap((entry) =>
    messagesOf(entry).map((key, i) => ({ entry, key, to: toOf(entry, i) })),
  );
  const rows = await rowsOf(
    expected.map(({ key }) => key),
    deps,
  );
  const found: Finding[] = [];
  for (const { entry, key, to } of expected) {
    const wrong = await whatIsWrong(rows.get(key), rows, entry, deps);
    if (wrong) found.push(lostReminder(entry, key, people.get(to)?.name ?? to, wrong));
  }
  return found;
}

/** The messages themselves, and the bundles they went out in. */
async function rowsOf(keys: string[], { outbox }: FindingDeps): Promise<Map<string, OutboxRow>> {
  const own = await outbox.byKeys(keys);
  const bundles = await outbox.byKeys([...new Set(own.flatMap(({ bundle }) => bundle ?? []))]);
  return new Map([...own, ...bundles].map((row) => [row._id, row]));
}

async function whatIsWrong(
  row: OutboxRow | undefined,
  rows: ReadonlyMap<string, OutboxRow>,
  entry: AuditEntry,
  deps: FindingDeps,
): Promise<string | undefined> {
  switch (row?.state) {
    case undefined:
      return '没有生成';
    case 'dead':
      return '发送失败，已放弃';
    case 'bundled': {
      // The bundle speaks for the message, and may have had nothing left to say for the same good reasons.
      const bundle = rows.get(row.bundle ?? '');
      const wrong = bundle ? await whatIsWrong(bundle, rows, entry, deps) : '没有生成';
      return wrong && `合并后${wrong}`;
    }
    case 'dropped':
      return (await bearsOut(row, entry, deps))
        ? undefined
        : `没有发出（理由“${row.droppedFor ?? '无'}”与记录不符）`;
    default:
      return undefined;
  }
}

/** Whether the records agree with the reason for which a reminder was not sent. */
async function bearsOut(row: OutboxRow, entry: AuditEntry, { ticking }: FindingDeps): Promise<boolean> {
  switch (row.droppedFor) {
    case undefined:
      return false;
    case 'contacted':
    case 'moved': {
      const { clock: name, startedAt } = entry.after ?? {};
      const { kind, id } = recordOf(entry);
      const of = ticking.find((one) => one.kind === kind);
      const record = await of?.store.get(id);
      if (!record || !(startedAt instanceof Date) || !stillRuns(record, { name: String(name), startedAt }))
        return true;
      // It runs: then something must have stopped it that was taken back since.
      return (await of?.stoppedSince?.(id, startedAt)) ?? false;
    }
    default:
      return true;
  }
}

/** Whose clock fired. Lines from before other kinds had clocks name the lead alone. */
function recordOf({ record, leadId = '' }: AuditEntry): RecordRef {
  return record ?? { kind: 'lead', id: leadId };
}

function lostReminder(entry: AuditEntry, key: string, to: string, wrong: string): Finding {
  const what = clockLabel(String(entry.after?.clock));
  return {
    key: `reminders-lost:${key}`,
    leadId: entry.leadId,
    text: `${recordOf(entry).id} 应提醒 ${to}（${what}），${wrong}`,
    todo: `请点「催办」提醒负责人，并告诉 ${to}`,
  };
}

function messagesOf({ after }: AuditEntry): string[] {
  return Array.isArray(after?.messages) ? after.messages.map(String) : [];
}

function toOf({ after }: AuditEntry, place: number): string {
  return Array.isArray(after?.to) ? String(after.to[place]) : '';
}

/** The oldest of what is wrong, as findings. */
export async function overdueMessages(
  before: Date,
  people: People,
  { outbox }: FindingDeps,
): Promise<Finding[]> {
  const rows = await outbox.overdue(before, AT_ONCE);
  // Somebody who cannot be reached is one finding, however many messages wait.
  const first = new Map(rows.reverse().map((row) => [row.to, row]));
  return [...first.values()].map((row) => lostMessage('messages-overdue', row, people, '该发未发'));
}

export async function deadMessages(people: People, { outbox }: FindingDeps): Promise<Finding[]> {
  const rows = await outbox.dead(AT_ONCE);
  return rows.map((row) =>
    lostMessage('messages-dead', row, people, `发送失败已放弃：${row.error ?? '原因不明'}`),
  );
}

export async function deadEvents({ inbox }: FindingDeps): Promise<Finding[]> {
  return (await inbox.dead(AT_ONCE)).map(({ _id, event }) => ({
    key: `events-dead:${_id}`,
    text: `${event.platform} 的 ${event.userId} 发来的消息处理失败（${_id}）`,
    todo: '请本人再发一次；仍失败请把编号交给技术支持',
  }));
}
