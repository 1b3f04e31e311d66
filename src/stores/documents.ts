import { type Connection, type QueryFilter, Schema } from 'mongoose';
import type { SentDocument } from '../domain/documents/document.ts';
import type { Filter } from '../domain/people/scope.ts';
import { AGGREGATE_FIELDS, AggregateStore } from './aggregate.ts';
import { STRICT } from './database.ts';

const schema = new Schema<SentDocument>(
  {
    ...AGGREGATE_FIELDS,
    originKey: { type: String, required: true },
    fileId: { type: String, required: true },
    fileName: { type: String, required: true },
    kind: { type: String, required: true },
    checksum: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    state: { type: String, required: true },
    owner: String,
    leaseUntil: Date,
    attempts: { type: Number, required: true },
    pageCount: { type: Number, required: true },
    pages: { type: [Object], default: [] },
    template: String,
    label: String,
    values: { type: [Object], default: [] },
    others: { type: [String], default: undefined },
    askedFor: Schema.Types.Mixed,
    leadId: String,
    candidates: [String],
    heldBy: String,
    filed: Schema.Types.Mixed,
    like: Schema.Types.Mixed,
    draft: Schema.Types.Mixed,
    error: String,
  },
  STRICT,
);
schema.index({ originKey: 1 }, { unique: true });
schema.index({ checksum: 1 });
schema.index({ state: 1 });
schema.index({ template: 1, at: -1 });
schema.index({ effectsAt: 1 }, { sparse: true });

/** Forms people sent, and how far reading them has come. */
export class DocumentStore extends AggregateStore<SentDocument> {
  constructor(connection: Connection) {
    super(connection.model<SentDocument>('Document', schema, 'documents'));
  }

  async byOrigin(originKey: string): Promise<SentDocument | null> {
    const [document] = await this.findScoped({ originKey }, {}, { limit: 1 });
    return document ?? null;
  }

  /** What this person sent last and has not done with. */
  async lastInReview(by: string): Promise<SentDocument | null> {
    const [document] = await this.findScoped({ by, state: 'review' }, {}, { sort: { at: -1 }, limit: 1 });
    return document ?? null;
  }

  /** The same file again, whatever it was called; what was given up does not count. */
  async sameFile(checksum: string): Promise<SentDocument[]> {
    const counts = { state: { $nin: ['discarded', 'failed'] } };
    return this.findScoped({ checksum }, counts, { sort: { at: -1 }, limit: 5 });
  }

  /** Others of this type since then that somebody looks at or has filed, newest first. */
  async ofType(
    { _id, template }: Pick<SentDocument, '_id' | 'template'>,
    since: Date,
  ): Promise<SentDocument[]> {
    const counts = { state: { $in: ['review', 'filed'] }, at: { $gte: since }, _id: { $ne: _id } };
    return this.findScoped({ template }, counts, { sort: { at: -1 }, limit: 200 });
  }

  /** For exports. */
  async list(filter: Filter, limit: number): Promise<SentDocument[]> {
    return this.findScoped({}, filter, { sort: { at: -1 }, limit });
  }

  /** Takes, or keeps, the documents to be read that no other process holds. */
  async claimReading(owner: string, now: Date, leaseMs: number, limit: number): Promise<SentDocument[]> {
    const free = { state: 'reading', $or: [{ owner: null }, { owner }, { leaseUntil: { $lte: now } }] };
    const found = await this.findScoped(free, {}, { sort: { at: 1 }, limit });
    if (!found.length) return [];
    const ids = found.map(({ _id }) => _id);
    const lease = { owner, leaseUntil: new Date(now.getTime() + leaseMs) };
    await this.model.updateMany({ _id: { $in: ids }, ...free } as QueryFilter<SentDocument>, { $set: lease });
    return this.findScoped({ _id: { $in: ids }, owner }, {});
  }

  async renew(keys: string[], owner: string, leaseUntil: Date): Promise<void> {
    await this.model.updateMany({ _id: { $in: keys }, owner, state: 'reading' }, { $set: { leaseUntil } });
  }

  /** Gives up this process's hold on what it was reading. */
  async release(owner: string): Promise<void> {
    await this.model.updateMany({ owner, state: 'reading' }, { $unset: { owner: '', leaseUntil: '' } });
  }
}
