import { type Connection, type Model, Schema } from 'mongoose';
import { isDuplicateKey, STRICT } from './database.ts';

interface CounterRow {
  _id: string;
  n: number;
}

/** Short ids people can type. Gaps are possible, repeats are not. */
export class CounterStore {
  private readonly model: Model<CounterRow>;

  constructor(connection: Connection) {
    const schema = new Schema<CounterRow>({ _id: { type: String, required: true }, n: Number }, STRICT);
    this.model = connection.model<CounterRow>('Counter', schema, 'counters');
  }

  /** @param first the value a fresh counter begins with */
  async next(name: string, first: number): Promise<number> {
    const known = await this.increment(name);
    if (known !== null) return known;
    await this.model.updateOne({ _id: name }, { $setOnInsert: { n: first - 1 } }, { upsert: true });
    return (await this.increment(name)) ?? first;
  }

  private async increment(name: string): Promise<number | null> {
    const row = await this.model
      .findOneAndUpdate({ _id: name }, { $inc: { n: 1 } }, { returnDocument: 'after' })
      .lean();
    return row?.n ?? null;
  }

  /** Makes the next number come after `n`. */
  async atLeast(name: string, n: number): Promise<void> {
    await this.model.updateOne({ _id: name }, { $max: { n } }, { upsert: true });
  }
}

interface SettingRow {
  _id: string;
  value: unknown;
}

/** A few facts the product remembers about itself: when it was installed, where the demo's clock stands. */
export class SettingStore {
  private readonly model: Model<SettingRow>;

  constructor(connection: Connection) {
    const schema = new Schema<SettingRow>(
      { _id: { type: String, required: true }, value: Schema.Types.Mixed },
      STRICT,
    );
    this.model = connection.model<SettingRow>('Setting', schema, 'settings');
  }

  async get<T>(name: string): Promise<T | undefined> {
    const row = await this.model.findOne({ _id: name }).lean();
    return row?.value as T | undefined;
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.model.updateOne({ _id: name }, { $set: { value } }, { upsert: true });
  }

  /** Sets it unless it is set; answers what stands there afterwards. */
  async setOnce<T>(name: string, value: T): Promise<T> {
    await this.model.updateOne({ _id: name }, { $setOnInsert: { value } }, { upsert: true });
    return (await this.get<T>(name)) ?? value;
  }
}

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
