import type { Logger } from '../core/logger.ts';
import type { Unreached } from '../core/message.ts';
import type { SendError } from '../platforms/platform.ts';
import type { OutboxRow, OutboxStore } from '../stores/outbox.ts';

/** What is done about people whom nothing reaches. */
export interface Reach {
  /** Must be safe to repeat. */
  lost(row: OutboxRow, why: Unreached, now: Date): Promise<void>;
  found(person: { _id: string; name: string }, now: Date): Promise<void>;
}

const MINUTE_MS = 60_000;
/** Tried again ever less often: each try is a call, and somebody has to change something first. */
const AGAIN_AFTER_MS = [15, 60, 4 * 60].map((minutes) => minutes * MINUTE_MS);
const DAILY_MS = 24 * 60 * MINUTE_MS;
/** Older news is none. */
const WAITS_MS = 7 * DAILY_MS;

/** A message that did not reach its recipient waits for them. @returns how it stands */
export async function holdForRecipient(
  row: OutboxRow,
  error: SendError & { unreached: Unreached },
  {
    outbox,
    owner,
    reach,
    log,
    now,
  }: { outbox: OutboxStore; owner: string; reach: Reach; log: Logger; now: Date },
): Promise<'retry' | 'dead'> {
  const { reason } = error.unreached;
  log.warn({ key: row._id, to: row.to, kind: row.kind, err: error }, 'somebody cannot be reached; held');
  await reach.lost(row, error.unreached, now);
  if (now.getTime() - row.createdAt.getTime() > WAITS_MS) {
    await outbox.markEnded(row._id, owner, 'dead', reason);
    return 'dead';
  }
  const wait = AGAIN_AFTER_MS[row.held ?? 0] ?? DAILY_MS;
  await outbox.hold(row._id, owner, new Date(now.getTime() + wait), reason);
  return 'retry';
}

/** Only messages to a person can be held; an entry or an edit is nothing to wait for. */
export function concernsRecipient(
  row: OutboxRow,
  error: unknown,
): error is SendError & { unreached: Unreached } {
  const isMessage = row.channel === 'chat' && row.op === 'send';
  return isMessage && error instanceof Error && 'unreached' in error && error.unreached !== undefined;
}
