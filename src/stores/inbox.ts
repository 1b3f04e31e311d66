import { type Connection, type Model, type QueryFilter, Schema } from 'mongoose';
import { Batches } from '../core/batches.ts';
import { type ActionEvent, eventKey, type InboundEvent, LETS_PASS } from '../core/event.ts';
import { exceptDuplicates, STRICT } from './database.ts';

export interface InboxRow {
  /** `eventKey(event)`: a second delivery of the same event finds the first. */
  _id: string;
  event: InboundEvent;
  /** Events of one lane (one person on one platform) are handled in order, one at a time. */
  lane: string;
  /** Order within the lane. */
  receivedAt: Date;
  seq: number;
  state: 'new' | 'running' | 'done' | 'dead';
  attempts: number;
  owner?: string | undefined;
  leaseUntil?: Date | undefined;
  /** Not tried again before. */
  retryAt?: Date | undefined;
  error?: string | undefined;
  doneAt?: Date | undefined;
}

const schema = new Schema<InboxRow>(
  {
    _id: { type: String, required: true },
    event: { type: Schema.Types.Mixed, required: true },
    lane: { type: String, required: true },
    receivedAt: { type: Date, required: true },
    seq: { type: Number, required: true },
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    owner: String,
    leaseUntil: Date,
    retryAt: Date,
    error: String,
    doneAt: Date,
  },
  STRICT,
);
// The oldest open event of a lane.
schema.index({ lane: 1, state: 1, receivedAt: 1, seq: 1 });
// What the sweep takes up: new ones, the oldest first, and claims that ran out.
schema.index({ state: 1, receivedAt: 1 });
/** Handled events are kept long enough to recognise any redelivery: WeCom and DingTalk give up within hours. */
schema.index({ doneAt: 1 }, { name: 'doneAt_ttl', expireAfterSeconds: 30 * 24 * 3600, sparse: true });

const OPEN = ['new', 'running'] as const;
/** Events in one insert. */
const ONE_INSERT = 100;

function laneOf({ platform, userId }: Pick<InboundEvent, 'platform' | 'userId'>): string {
  return `${platform}:${userId}`;
}

/** Everything that came in, written before the platform is told so. */
export class InboxStore {
  private readonly model: Model<InboxRow>;
  private readonly arriving = new Batches<InboxRow, boolean>((rows) => this.insert(rows), ONE_INSERT);
  private seq = 0;

  constructor(connection: Connection) {
    this.model = connection.model<InboxRow>('Inbox', schema, 'inbox');
  }

  /** True when this is the first delivery. A platform waits meanwhile: in a burst, many share one insert. */
  async add(event: InboundEvent, now: Date): Promise<boolean> {
    return this.arriving.add({
      _id: eventKey(event),
      event,
      lane: laneOf(event),
      receivedAt: now,
      seq: this.seq++,
      state: 'new',
      attempts: 0,
    });
  }

  /** Past mongoose's own checks: the rows are made here. @returns for each whether it was not there yet */
  private async insert(rows: InboxRow[]): Promise<boolean[]> {
    const options = { ordered: false, ignoreUndefined: true };
    const known = await exceptDuplicates(this.model.collection.insertMany(rows as object[], options));
    return rows.map((_, place) => !known.has(place));
  }

  async get(key: string): Promise<InboxRow | null> {
    return this.model.findOne({ _id: key }).lean();
  }

  /** Has this person tapped the same button of the same card, with the same choice, within `ms` before? */
  async repeatsTap(event: ActionEvent, ms: number): Promise<boolean> {
    const { command, messageId } = event.payload;
    // By our clock for both: a platform's may be ahead, and some name whole seconds.
    const own = await this.model.findOne({ _id: eventKey(event) }, { receivedAt: 1 }).lean();
    if (!own) return false;
    const before = await this.model.exists({
      _id: { $ne: own._id },
      lane: laneOf(event),
      state: 'done',
      receivedAt: { $gte: new Date(own.receivedAt.getTime() - ms) },
      'event.payload.messageId': messageId,
      'event.payload.command': command,
    });
    return before !== null;
  }

  /**
   * Claims the oldest open event of a lane, unless another process holds it or it waits for its retry. One that has
   * failed twice lets the others of its lane pass while it waits.
   * @param leaseMs how long the claim holds without being renewed
   */
  async claimNext(lane: string, owner: string, now: Date, leaseMs: number): Promise<InboxRow | null> {
    const oldest = await this.model
      .findOne({
        lane,
        state: { $in: OPEN },
        $or: [{ state: 'running' }, { attempts: { $lt: LETS_PASS } }, { retryAt: { $lte: now } }],
      })
      .sort({ receivedAt: 1, seq: 1 })
      .lean();
    if (!oldest) return null;
    if (oldest.state === 'running' && oldest.leaseUntil && oldest.leaseUntil > now) return null;
    if (oldest.retryAt && oldest.retryAt > now) return null;
    return this.model
      .findOneAndUpdate(
        { _id: oldest._id, state: oldest.state, attempts: oldest.attempts },
        {
          $set: { state: 'running', owner, leaseUntil: new Date(now.getTime() + leaseMs) },
          $inc: { attempts: 1 },
        },
        { returnDocument: 'after' },
      )
      .lean();
  }

  /** Only the holder of the claim may end it: a process that lost its lease changes nothing. */
  async finish(
    key: string,
    owner: string,
    end: { state: 'done' | 'dead'; now: Date; error?: string },
  ): Promise<void> {
    await this.model.updateOne(
      { _id: key, owner, state: 'running' },
      {
        $set: { state: end.state, doneAt: end.now, ...(end.error ? { error: end.error } : {}) },
        $unset: { leaseUntil: '', retryAt: '' },
      },
    );
  }

  async renew(keys: string[], owner: string, leaseUntil: Date): Promise<void> {
    await this.model.updateMany({ _id: { $in: keys }, owner, state: 'running' }, { $set: { leaseUntil } });
  }

  async retryLater(key: string, owner: string, retryAt: Date, error: string): Promise<void> {
    await this.model.updateOne(
      { _id: key, owner, state: 'running' },
      { $set: { state: 'new', retryAt, error }, $unset: { leaseUntil: '' } },
    );
  }

  /** Lanes with something to do now: new events, retries that are due, claims whose process died. */
  async lanesWithWork(now: Date, limit: number): Promise<string[]> {
    const oldest = (filter: QueryFilter<InboxRow>) =>
      this.model.find(filter, { lane: 1 }).sort({ receivedAt: 1 }).limit(limit).lean();
    const [waiting, abandoned] = await Promise.all([
      oldest({ state: 'new', $or: [{ retryAt: null }, { retryAt: { $lte: now } }] }),
      oldest({ state: 'running', leaseUntil: { $lte: now } }),
    ]);
    return [...new Set([...abandoned, ...waiting].map((row) => row.lane))];
  }

  /** When the next retry or abandoned claim may be taken up, or null. */
  async nextDueAt(): Promise<Date | null> {
    const [retry, claim] = await Promise.all([
      this.model
        .findOne({ state: 'new', retryAt: { $gt: new Date(0) } })
        .sort({ retryAt: 1 })
        .lean(),
      this.model.findOne({ state: 'running' }).sort({ leaseUntil: 1 }).lean(),
    ]);
    const times = [retry?.retryAt, claim?.leaseUntil].filter((at): at is Date => at !== undefined);
    return times.length ? new Date(Math.min(...times.map(Number))) : null;
  }

  /** What was given up is handled once more, from the beginning. */
  async revive(key: string, now: Date): Promise<void> {
    await this.model.updateOne(
      { _id: key, state: 'dead' },
      { $set: { state: 'new', attempts: 0, retryAt: now }, $unset: { doneAt: '' } },
    );
  }

  /** Nobody waits for it any more. */
  async letGo(key: string, now: Date): Promise<void> {
    await this.model.updateOne({ _id: key, state: 'dead' }, { $set: { state: 'done', doneAt: now } });
  }

  async dead(limit: number): Promise<InboxRow[]> {
    return this.model.find({ state: 'dead' }).sort({ receivedAt: -1 }).limit(limit).lean();
  }

  async countByState(): Promise<Record<string, number>> {
    const rows = await this.model.aggregate<{ _id: string; n: number }>([
      { $match: { state: { $in: ['new', 'running', 'dead'] } } },
      { $group: { _id: '$state', n: { $sum: 1 } } },
    ]);
    return Object.fromEntries(rows.map((row) => [row._id, row.n]));
  }
}
