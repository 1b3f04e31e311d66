import { type Connection, type Model, type QueryFilter, Schema } from 'mongoose';
import type { ImportProgress } from '../domain/intake/import.ts';
import { isDuplicateKey, STRICT } from './database.ts';

const schema = new Schema<ImportProgress>(
  {
    _id: { type: String, required: true },
    fileName: { type: String, required: true },
    fileId: { type: String, required: true },
    checksum: { type: String, required: true },
    by: { type: String, required: true },
    originKey: { type: String, required: true },
    startedAt: { type: Date, required: true },
    state: { type: String, required: true },
    processed: { type: Number, required: true },
    total: { type: Number, required: true },
    notes: [String],
    owner: String,
    leaseUntil: Date,
    counts: { type: Schema.Types.Mixed, required: true },
    rejected: { type: [Object], default: [] },
    unread: { type: [Object], default: [] },
    rejectedFile: Schema.Types.Mixed,
    error: String,
    toShow: String,
  },
  STRICT,
);
// The running ones, asked for in every engine cycle.
schema.index({ state: 1 });
// Those whose cards are behind, asked for there too; sparse, because nearly none is.
schema.index({ toShow: 1 }, { sparse: true });

export class ImportStore {
  private readonly model: Model<ImportProgress>;

  constructor(connection: Connection) {
    this.model = connection.model<ImportProgress>('Import', schema, 'imports');
  }

  async get(id: string): Promise<ImportProgress | null> {
    return this.model.findOne({ _id: id }).lean();
  }

  /** Begins the import, or answers the one that was begun under this id before. */
  async begin(progress: ImportProgress): Promise<ImportProgress> {
    try {
      await this.model.create(progress);
      return progress;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.get(progress._id)) ?? progress;
    }
  }

  /** Takes, or keeps, the running imports that no other process holds. */
  async claimRunning(owner: string, now: Date, leaseMs: number): Promise<ImportProgress[]> {
    const free = {
      state: 'running' as const,
      $or: [{ owner: null }, { owner }, { leaseUntil: { $lte: now } }],
    };
    const found: ImportProgress[] = await this.model
      .find(free as QueryFilter<ImportProgress>)
      .sort({ startedAt: 1 })
      .limit(5)
      .lean();
    if (!found.length) return [];
    const ids = found.map((progress) => progress._id);
    const lease = { owner, leaseUntil: new Date(now.getTime() + leaseMs) };
    await this.model.updateMany({ _id: { $in: ids }, ...free } as QueryFilter<ImportProgress>, {
      $set: lease,
    });
    return this.model.find({ _id: { $in: ids }, owner }).lean();
  }

  /** Gives up this process's hold on its running imports. */
  async release(owner: string): Promise<void> {
    await this.model.updateMany({ owner, state: 'running' }, { $unset: { owner: '', leaseUntil: '' } });
  }

  async renew(keys: string[], owner: string, leaseUntil: Date): Promise<void> {
    await this.model.updateMany({ _id: { $in: keys }, owner, state: 'running' }, { $set: { leaseUntil } });
  }

  /** Moves it on from `from` rows; false when somebody else has done so already. */
  async advance(id: string, from: number, next: Partial<ImportProgress>): Promise<boolean> {
    const moved = await this.model.updateOne({ _id: id, processed: from, state: 'running' }, { $set: next });
    return moved.matchedCount === 1;
  }

  /** Imports that moved on and whose process died before the cards said so. */
  async behind(): Promise<ImportProgress[]> {
    return this.model.find({ toShow: { $gt: '' } }).lean();
  }

  /** The cards about it are on their way to what it was at `stage`. */
  async shown(id: string, stage: string): Promise<void> {
    await this.model.updateOne({ _id: id, toShow: stage }, { $unset: { toShow: '' } });
  }
}
