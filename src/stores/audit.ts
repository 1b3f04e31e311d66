import { type Connection, type Model, Schema } from 'mongoose';
import type { AuditFact } from '../core/effect.ts';
import type { RecordRef } from '../core/records.ts';
import type { Filter } from '../domain/people/scope.ts';
import { insertNew, STRICT } from './database.ts';

/** One line of the append-only log (G3). Nothing in the product changes or deletes one. */
export interface AuditEntry extends AuditFact {
  /** Id of the effect that brought it. */
  _id: string;
  at: Date;
  /** Person id, or the part of the product that acted. */
  by: string;
  /** Inbox key of the message or card click it came from. */
  via?: string | undefined;
  /** Key of the card that was tapped, when it was a tap: its message in the outbox. */
  card?: string | undefined;
}

/** `seq` keeps the order of what happened in one moment, as far as one process knows it. */
const schema = new Schema<AuditEntry & { seq: number }>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    via: String,
    card: String,
    seq: { type: Number, required: true },
    kind: { type: String, required: true },
    record: Schema.Types.Mixed,
    leadId: String,
    customerId: String,
    text: { type: String, required: true },
    before: Schema.Types.Mixed,
    after: Schema.Types.Mixed,
  },
  STRICT,
);
// A lead's timeline, in order.
schema.index({ leadId: 1, at: 1, seq: 1 });
// Any other record's.
schema.index({ 'record.id': 1, at: 1, seq: 1 });
// The newest lines of all.
schema.index({ at: -1, seq: -1 });

export class AuditStore {
  private readonly model: Model<AuditEntry & { seq: number }>;
  private seq = 0;

  constructor(connection: Connection) {
    this.model = connection.model<AuditEntry & { seq: number }>('Audit', schema, 'audit');
  }

  /** Appends each line once per id; a second time does nothing. */
  async append(...entries: AuditEntry[]): Promise<void> {
    await insertNew(
      this.model,
      entries.map((entry) => ({ ...entry, seq: this.seq++ })),
    );
  }

  /** The line that an operation's first effect brought, if that was one. */
  async firstOf(operation: string): Promise<AuditEntry | null> {
    return this.model.findOne({ _id: `${operation}#0` }).lean();
  }

  /** Everything said and done about a lead the caller has read through a scope; oldest first. */
  async ofLead(leadId: string, limit = 500): Promise<AuditEntry[]> {
    return this.model.find({ leadId }).sort({ at: 1, seq: 1 }).limit(limit).lean();
  }

  /** Everything said and done about any record the caller has read through a scope; oldest first. */
  async ofRecord({ kind, id }: RecordRef, limit = 500): Promise<AuditEntry[]> {
    const own = kind === 'lead' ? { leadId: id } : { 'record.id': id, 'record.kind': kind };
    return this.model.find(own).sort({ at: 1, seq: 1 }).limit(limit).lean();
  }

  async list(filter: Filter, limit: number): Promise<AuditEntry[]> {
    return this.model.find(filter).sort({ at: -1, seq: -1 }).limit(limit).lean();
  }
}
