import { type Connection, type Model, Schema } from 'mongoose';
import { isDuplicateKey, STRICT } from './database.ts';

export interface IdempotentAnswer {
  _id: string;
  /** Digest of the request body: the same key with another body is a caller's mistake. */
  request: string;
  status?: number | undefined;
  body?: unknown;
  createdAt: Date;
  /** The process that works on the answer. */
  owner: string;
  leaseUntil: Date;
}

/** Answers already given under an Idempotency-Key, kept for a day. */
export class IdempotencyStore {
  private readonly model: Model<IdempotentAnswer>;

  constructor(connection: Connection) {
    const schema = new Schema<IdempotentAnswer>(
      {
        _id: { type: String, required: true },
        request: { type: String, required: true },
        status: Number,
        body: Schema.Types.Mixed,
        createdAt: { type: Date, required: true },
        owner: { type: String, required: true },
        leaseUntil: { type: Date, required: true },
      },
      STRICT,
    );
    // Answers are kept for a day.
    schema.index({ createdAt: 1 }, { expireAfterSeconds: 24 * 3600 });
    this.model = connection.model<IdempotentAnswer>('Idempotency', schema, 'idempotency');
  }

  /**
   * Null when this caller must do the work: it is the first, or whoever was at it died. Else what stands there; no
   * `status` means that somebody is at it.
   */
  async claim(
    key: string,
    request: string,
    owner: string,
    now: Date,
    leaseMs: number,
  ): Promise<IdempotentAnswer | null> {
    const leaseUntil = new Date(now.getTime() + leaseMs);
    try {
      await this.model.create({ _id: key, request, createdAt: now, owner, leaseUntil });
      return null;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const taken = await this.model.updateOne(
      { _id: key, request, status: null, leaseUntil: { $lte: now } },
      { $set: { owner, leaseUntil } },
    );
    return taken.matchedCount === 1 ? null : this.model.findOne({ _id: key }).lean();
  }

  async renew(keys: string[], owner: string, leaseUntil: Date): Promise<void> {
    await this.model.updateMany({ _id: { $in: keys }, owner, status: null }, { $set: { leaseUntil } });
  }

  async answer(key: string, status: number, body: unknown): Promise<void> {
    await this.model.updateOne({ _id: key }, { $set: { status, body } });
  }
}
