import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { ImportProgress } from '../domain/intake/import.ts';
import { AGGREGATE_FIELDS, AggregateStore } from './aggregate.ts';
import { STRICT } from './database.ts';

const schema = new Schema<ImportProgress>(
  {
    ...AGGREGATE_FIELDS,
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
    untaken: Number,
    book: Schema.Types.Mixed,
    preview: Schema.Types.Mixed,
    way: String,
    rejectedFile: Schema.Types.Mixed,
    error: String,
  },
  STRICT,
);
// The running ones, asked for in every engine cycle.
schema.index({ state: 1 });
schema.index({ effectsAt: 1 }, { sparse: true });

/** Spreadsheets on their way in, and how far they have come. */
export class ImportStore extends AggregateStore<ImportProgress> {
  constructor(connection: Connection) {
    super(connection.model<ImportProgress>('Import', schema, 'imports'));
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

  /** Those that are being taken back. */
  async undoing(): Promise<ImportProgress[]> {
    return this.findScoped({}, { state: 'undoing' }, { limit: 5 });
  }

  /** Gives up this process's hold on its running imports. */
  async release(owner: string): Promise<void> {
    await this.model.updateMany({ owner, state: 'running' }, { $unset: { owner: '', leaseUntil: '' } });
  }

  async renew(keys: string[], owner: string, leaseUntil: Date): Promise<void> {
    await this.model.updateMany({ _id: { $in: keys }, owner, state: 'running' }, { $set: { leaseUntil } });
  }
}
