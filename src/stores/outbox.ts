import type { Connection, Model } from 'mongoose';
import { type OutboundMessage, URGENCY_ORDER } from '../core/message.ts';
import { insertNew } from './database.ts';
import { type OutboxRow, outboxSchema } from './outbox-row.ts';

export type { OutboxRow };

/** They stand in the row as its subjects. */
function withoutSubjects({ alsoAbout: _, ...message }: OutboundMessage): Omit<OutboundMessage, 'alsoAbout'> {
  return message;
}

/** Rows outlive any redelivery of what caused them, and any card that may still be edited. */
const KEEP_MS = 60 * 24 * 3600_000;

export class OutboxStore {
  private readonly model: Model<OutboxRow>;

  constructor(connection: Connection) {
    this.model = connection.model<OutboxRow>('Outbox', outboxSchema, 'outbox');
  }

  /** Queues a message once per key; queueing it again does nothing. */
  async add(key: string, message: OutboundMessage, now: Date, edit?: { target: string }): Promise<void> {
    await this.addAll([{ key, message, now, target: edit?.target }]);
  }

  /** Queues each message once per key. `target` makes it an edit of a card already sent. */
  async addAll(
    messages: { key: string; message: OutboundMessage; now: Date; target?: string | undefined }[],
  ): Promise<void> {
    await insertNew(
      this.model,
      messages.map(({ key, message, now, target }) => ({
        ...withoutSubjects(message),
        _id: key,
        state: 'pending' as const,
        op: target === undefined ? ('send' as const) : ('edit' as const),
        target,
        subjects: [
          ...Object.entries(message.refs).map(([kind, id]) => `${kind}:${id}`),
          ...(message.alsoAbout ?? []),
        ],
        rank: URGENCY_ORDER[message.urgency],
        dueAt: message.notBefore && message.notBefore > now ? message.notBefore : now,
        createdAt: now,
        attempts: 0,
        purgeAt: new Date(now.getTime() + KEEP_MS),
      })),
    );
  }

  async get(key: string): Promise<OutboxRow | null> {
    return this.model.findOne({ _id: key }).lean();
  }

  /** Those of these messages that are there. */
  async byKeys(keys: readonly string[]): Promise<OutboxRow[]> {
    return this.model.find({ _id: { $in: [...keys] } }).lean();
  }

  /** The messages that went out as lines of this one. */
  async linesIn(bundle: string): Promise<OutboxRow[]> {
    return this.model.find({ bundle, state: { $in: ['bundled', 'sending'] } }).lean();
  }

  /** Which of these subjects a message was queued about, whatever became of it. */
  async saidAbout(subjects: readonly string[]): Promise<Set<string>> {
    const rows = await this.model.find({ subjects: { $in: [...subjects] } }, { subjects: 1 }).lean();
    return new Set(rows.flatMap((row) => row.subjects));
  }

  /** What may go out now, the most urgent and oldest first. */
  async due(now: Date, limit: number): Promise<OutboxRow[]> {
    return this.model
      .find({ state: 'pending', dueAt: { $lte: now } })
      .sort({ rank: 1, dueAt: 1 })
      .limit(limit)
      .lean();
  }

  /** Claims whose process died while sending. */
  async inDoubt(now: Date, limit: number): Promise<OutboxRow[]> {
    return this.model
      .find({ state: 'sending', leaseUntil: { $lte: now } })
      .limit(limit)
      .lean();
  }

  /** Takes the row if it is still as it was read: one sender only. */
  async claim(row: OutboxRow, owner: string, now: Date, leaseMs: number): Promise<boolean> {
    const claimed = await this.model.updateOne(
      { _id: row._id, state: row.state, attempts: row.attempts },
      {
        $set: {
          state: 'sending',
          owner,
          leaseUntil: new Date(now.getTime() + leaseMs),
        },
        $inc: { attempts: 1 },
      },
    );
    return claimed.modifiedCount === 1;
  }

  /** Takes those of the rows that are still as they were read, for one bundle. @returns the rows taken */
  async claimAll(
    rows: readonly OutboxRow[],
    owner: string,
    now: Date,
    leaseMs: number,
    bundle: string,
  ): Promise<OutboxRow[]> {
    const leaseUntil = new Date(now.getTime() + leaseMs);
    const _id = { $in: rows.map((row) => row._id) };
    await this.model.updateMany(
      { _id, state: 'pending' },
      { $set: { state: 'sending', owner, leaseUntil, bundle }, $inc: { attempts: 1 } },
    );
    const taken = await this.model.find({ _id, state: 'sending', owner, bundle }, { _id: 1 }).lean();
    const keys = new Set(taken.map((row) => row._id));
    return rows.filter((row) => keys.has(row._id));
  }

  /** The bundle is queued: what went into it has been said. */
  async markBundled(bundle: string, owner: string, keys: string[]): Promise<void> {
    await this.model.updateMany(
      { _id: { $in: keys }, state: 'sending', owner, bundle },
      { $set: { state: 'bundled' }, $unset: { leaseUntil: '', owner: '' } },
    );
  }

  async renew(keys: string[], owner: string, leaseUntil: Date): Promise<void> {
    await this.model.updateMany({ _id: { $in: keys }, owner, state: 'sending' }, { $set: { leaseUntil } });
  }

  async markSent(
    key: string,
    owner: string,
    sent: {
      at: Date;
      platform: string;
      providerId: string;
      shown: string;
      underWay?: boolean | undefined;
    },
  ) {
    const { at: sentAt, underWay, ...rest } = sent;
    await this.end(key, owner, { state: 'sent', sentAt, ...rest, ...(underWay && { underWay }) });
  }

  async markEnded(key: string, owner: string, state: 'bundled' | 'dead', error?: string): Promise<void> {
    await this.end(key, owner, { state, ...(error ? { error } : {}) });
  }

  /** It is not said. `droppedFor` names why, for the figures and for the auditor. */
  async markDropped(key: string, owner: string, droppedFor: string): Promise<void> {
    await this.end(key, owner, { state: 'dropped', droppedFor });
  }

  async retryLater(key: string, owner: string, dueAt: Date, error: string): Promise<void> {
    await this.end(key, owner, { state: 'pending', dueAt, error });
  }

  /** The platform takes nothing before `dueAt`: an attempt that does not count. */
  async waitUntil(key: string, owner: string, dueAt: Date, why: string): Promise<void> {
    await this.model.updateOne(
      { _id: key, owner, state: 'sending' },
      {
        $set: { state: 'pending', dueAt, error: why },
        $inc: { waits: 1 },
        $unset: { leaseUntil: '', owner: '' },
      },
    );
  }

  /** Its recipient cannot be reached: it waits for them, and looks again at `dueAt`. */
  async hold(key: string, owner: string, dueAt: Date, why: string): Promise<void> {
    await this.model.updateOne(
      { _id: key, owner, state: 'sending' },
      {
        $set: { state: 'pending', dueAt, error: why },
        $inc: { waits: 1, held: 1 },
        $unset: { leaseUntil: '', owner: '' },
      },
    );
  }

  /** What is held for this person may go now. */
  async releaseHeld(to: string, now: Date): Promise<void> {
    await this.model.updateMany({ to, state: 'pending', held: { $gt: 0 } }, { $set: { dueAt: now } });
  }

  private async end(key: string, owner: string, set: Partial<OutboxRow>): Promise<void> {
    await this.model.updateOne(
      { _id: key, owner, state: 'sending' },
      { $set: set, $unset: { leaseUntil: '', owner: '' } },
    );
  }

  /** Holds rows back until `until` without trying them. */
  async postpone(keys: string[], until: Date, why: string): Promise<void> {
    if (!keys.length) return;
    await this.model.updateMany(
      { _id: { $in: keys }, state: 'pending' },
      { $set: { dueAt: until, error: why } },
    );
  }

  /** After an edit the row remembers what the card now shows. */
  async setShown(key: string, shown: string, shownAt: Date): Promise<void> {
    await this.model.updateOne({ _id: key }, { $set: { shown, shownAt } });
  }

  /** Cards with people, or on the way to them, that are about this subject (`lead:L1024`). */
  async sentAbout(subject: string, limit: number, exceptKinds: string[] = []): Promise<OutboxRow[]> {
    const kind = { $nin: exceptKinds };
    return this.model
      .find({ subjects: subject, state: { $in: ['sent', 'sending'] }, op: 'send', channel: 'chat', kind })
      .sort({ createdAt: -1 })
      .limit(limit)
      .lean();
  }

  /** Messages about this subject, sent or still to be sent. */
  async about(subject: string): Promise<OutboxRow[]> {
    return this.model.find({ subjects: subject, op: 'send' }).lean();
  }

  /** What was sent to each of these people since `since`, and whether they asked for it; oldest first. */
  async sentSince(
    people: string[],
    since: Date,
  ): Promise<{ to: string; kind: string; sentAt: Date; unasked: boolean }[]> {
    const rows = await this.model
      .find(
        { to: { $in: people }, sentAt: { $gt: since }, op: 'send', channel: 'chat' },
        { to: 1, kind: 1, sentAt: 1, urgency: 1 },
      )
      .sort({ sentAt: 1 })
      .lean();
    // A bundle goes out like an answer, once it is made; nobody asked for it.
    return rows.flatMap(({ _id, to, kind, sentAt, urgency }) =>
      sentAt ? [{ to, kind, sentAt, unasked: urgency !== 'reply' || _id.startsWith('bundle:') }] : [],
    );
  }

  /** How many messages went to anybody on a platform since `since`: for its quota. */
  async countSent(platform: string, since: Date): Promise<number> {
    return this.model.countDocuments({ platform, sentAt: { $gte: since }, op: 'send', channel: 'chat' });
  }

  /** When the next pending row may go out, or null when none waits. */
  async nextDueAt(): Promise<Date | null> {
    const row = await this.model.findOne({ state: 'pending' }).sort({ dueAt: 1 }).lean();
    return row?.dueAt ?? null;
  }

  async countByState(): Promise<Record<string, number>> {
    const rows = await this.model.aggregate<{ _id: string; n: number }>([
      { $match: { state: { $in: ['pending', 'sending', 'dead'] } } },
      { $group: { _id: '$state', n: { $sum: 1 } } },
    ]);
    return Object.fromEntries(rows.map((row) => [row._id, row.n]));
  }

  /** Messages that should have gone before `before` and are still waiting. */
  async countOverdue(before: Date): Promise<number> {
    return this.model.countDocuments({ state: 'pending', dueAt: { $lte: before } });
  }

  /** The same, oldest first. */
  async overdue(before: Date, limit: number): Promise<OutboxRow[]> {
    return this.model
      .find({ state: 'pending', dueAt: { $lte: before } })
      .sort({ dueAt: 1 })
      .limit(limit)
      .lean();
  }

  /** What was given up is sent once more, from the beginning. */
  async revive(key: string, now: Date): Promise<void> {
    await this.model.updateOne(
      { _id: key, state: 'dead' },
      { $set: { state: 'pending', dueAt: now, attempts: 0, waits: 0 } },
    );
  }

  /** Nobody waits for it any more. */
  async letGo(key: string, why: string): Promise<void> {
    await this.model.updateOne({ _id: key, state: 'dead' }, { $set: { state: 'dropped', error: why } });
  }

  async dead(limit: number): Promise<OutboxRow[]> {
    return this.model.find({ state: 'dead' }).sort({ createdAt: -1 }).limit(limit).lean();
  }
}
